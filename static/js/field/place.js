// Where the phone is, as the answer to an item.

/** The position: latitude and longitude in degrees, accuracy in metres. Rejects as `here` does. */
export const position = () =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    const options = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };
    navigator.geolocation?.getCurrentPosition(({ coords }) => resolve(coords), reject, options);
  });

/** Latitude and longitude in degrees, apart by a space, as text. Rejects when the phone does not know or may not tell. */
export const here = async () => {
  const { latitude, longitude } = await position();
  return `${latitude.toFixed(5)} ${longitude.toFixed(5)}`;
};
