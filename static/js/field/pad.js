// A place to sign with a finger. A signature is a list of lines of [x, y] points, whole numbers in a box of 600 × 240.

const [WIDTH, HEIGHT] = [600, 240];
const STEP = 4; // points nearer than that to the one before say nothing
const [MOST, LONGEST] = [60, 200]; // lines, and points of one: what the server takes

export class Pad {
  strokes = [];
  #line = null;

  constructor(svg) {
    this.svg = svg;
    svg.addEventListener("pointerdown", (event) => this.#begin(event));
    svg.addEventListener("pointermove", (event) => this.#draw(event));
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (this.#line = null));
  }

  clear() {
    this.strokes = [];
    this.#line = null;
    this.svg.replaceChildren();
  }

  #begin(event) {
    if (this.strokes.length >= MOST) return;
    this.svg.setPointerCapture(event.pointerId);
    const at = this.#point(event);
    this.#line = { pointer: event.pointerId, points: [at, at], drawn: drawn() }; // twice, so that a dot can be seen
    this.strokes.push(this.#line.points);
    this.svg.append(this.#line.drawn);
    this.#show();
  }

  #draw(event) {
    if (event.pointerId !== this.#line?.pointer) return;
    const { points } = this.#line;
    const [at, last] = [this.#point(event), points.at(-1)];
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) < STEP) return;
    points.push(at);
    if (points.length > LONGEST) points.splice(0, points.length, ...points.filter((_, n) => n % 2 === 0));
    this.#show();
  }

  #show() {
    this.#line.drawn.setAttribute("points", this.#line.points.join(" "));
  }

  #point({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), 1) * most);
    return [within((clientX - box.left) / box.width, WIDTH), within((clientY - box.top) / box.height, HEIGHT)];
  }
}

const drawn = () => document.createElementNS("http://www.w3.org/2000/svg", "polyline");
