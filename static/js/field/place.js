// Where the phone is. It is asked on a tap of the person, and never without one.

/** The browser's GeolocationPosition. Rejects when the phone does not know or may not tell. */
export const fix = () =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    const asked = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };
    navigator.geolocation?.getCurrentPosition(resolve, reject, asked);
  });

/** Latitude and longitude in degrees, apart by a space, as text: the answer to an item. Rejects as `fix` does. */
export const here = () => fix().then(({ coords }) => `${coords.latitude.toFixed(5)} ${coords.longitude.toFixed(5)}`);
