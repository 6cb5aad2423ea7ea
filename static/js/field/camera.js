// The camera in the page: several shots one after the other, each saved at once like any other photo. Not for covert work.
import { began } from "./draft.js";
import { add, tell } from "./gallery.js";
import { filled } from "./words.js";

const REAR = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } } };
const dialog = document.getElementById("camera");
const [video, shutter, taken] = ["video", "[data-shutter]", "[data-taken]"].map((one) => dialog.querySelector(one));
let [page, panel, stream, shots, count] = [null, null, null, Promise.resolve(), 0];

shutter.addEventListener("click", () => {
  const [of, to] = [page, panel];
  const frame = snapshot(); // of this moment, whatever is still being stored
  of.saver.hold(); // the check is not finished before the last shot is stored
  shots = shots
    .then(async () => add(to, [await frame], of))
    .catch(() => tell(to, dialog.dataset.none))
    .finally(() => of.saver.release());
  count += 1;
  taken.textContent = filled(taken.dataset.text, { count });
});
dialog.addEventListener("close", () => {
  stop();
  page.visit.picking = null;
  page.saver.touch(page.visit);
});
document.addEventListener("visibilitychange", () => document.hidden && dialog.close());

/** Opens the camera for a panel; where there is none, or it may not be used, that is said and the system's picker is left. */
export async function photograph(of, to) {
  if (dialog.open) return;
  [page, panel, count] = [of, to, 0];
  began(page.visit);
  Object.assign(page.visit, { picking: panel.item, last: panel.item });
  page.saver.touch(page.visit);
  taken.textContent = "";
  shutter.disabled = true;
  dialog.showModal();
  try {
    const got = await navigator.mediaDevices.getUserMedia(REAR);
    stop();
    stream = got;
    if (!dialog.open) return stop();
    video.srcObject = stream;
    await video.play();
    shutter.disabled = false;
    shutter.focus();
  } catch {
    if (!dialog.open) return; // it was closed while one waited
    dialog.close();
    tell(panel, dialog.dataset.none);
  }
}

async function snapshot() {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.95));
  return new File([blob], "camera.jpg", { type: "image/jpeg" });
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  [stream, video.srcObject] = [null, null];
}
