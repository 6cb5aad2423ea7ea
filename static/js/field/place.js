// Where the phone is, as the answer to an item.

/** Latitude and longitude in degrees, apart by a space, as text. Rejects when the phone does not know or may not tell. */
export const here = () =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    const found = ({ coords }) => resolve(`${coords.latitude.toFixed(5)} ${coords.longitude.toFixed(5)}`);
    navigator.geolocation?.getCurrentPosition(found, reject, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  });
