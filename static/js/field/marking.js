// Draws on a photo: opaque boxes, circles and arrows, in its own pixels, each taken back by undo.
const LONGEST = 1600; // as photos.js has it
const LEAST = 0.015; // of the longest side; a shorter stroke was a tap
const STEP = 0.03;
const RED = "#d11";

/** Draws on a canvas; `changed()` is told of every mark. `tool` is `box`, `circle` or `arrow`. */
export class Marking {
  tool = "box";
  marks = [];
  #drawn = null;

  constructor(canvas, bitmap, changed) {
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    Object.assign(canvas, { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    Object.assign(this, { canvas, bitmap, changed, longest: Math.max(canvas.width, canvas.height) });
    canvas.onpointerdown = (event) => this.#begin(event);
    canvas.onpointermove = (event) => this.#drag(event);
    canvas.onpointerup = canvas.onpointercancel = () => this.#end();
    canvas.onkeydown = (event) => this.#key(event);
    this.draw();
  }

  undo() {
    this.marks.pop();
    this.draw();
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    pen.drawImage(this.bitmap, 0, 0, this.canvas.width, this.canvas.height);
    for (const mark of this.marks) this.#one(pen, mark);
    this.changed(this.marks.length);
  }

  #begin(event) {
    event.preventDefault();
    this.canvas.setPointerCapture?.(event.pointerId);
    const [x, y] = this.#at(event);
    this.#drawn = { tool: this.tool, x, y, x2: x, y2: y };
    this.marks.push(this.#drawn);
  }

  #drag(event) {
    if (!this.#drawn) return;
    [this.#drawn.x2, this.#drawn.y2] = this.#at(event);
    this.draw();
  }

  #end() {
    const drawn = this.#drawn;
    this.#drawn = null;
    if (drawn && Math.hypot(drawn.x2 - drawn.x, drawn.y2 - drawn.y) < LEAST * this.longest) this.undo();
  }

  /** Enter puts a mark in the middle, arrows move it, with Shift they change its size. */
  #key(event) {
    const { width, height } = this.canvas;
    const last = this.marks.at(-1);
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key === "Enter") {
      this.marks.push({ tool: this.tool, x: width * 0.4, y: height * 0.4, x2: width * 0.6, y2: height * 0.6 });
    } else if ((dx || dy) && last) {
      const step = STEP * this.longest;
      if (!event.shiftKey) Object.assign(last, { x: last.x + dx * step, y: last.y + dy * step });
      Object.assign(last, { x2: last.x2 + dx * step, y2: last.y2 + dy * step });
    } else return;
    event.preventDefault();
    this.draw();
  }

  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) / width) * this.canvas.width, ((clientY - top) / height) * this.canvas.height];
  }

  #one(pen, { tool, x, y, x2, y2 }) {
    if (tool === "box") {
      pen.fillStyle = "#000";
      // On whole pixels: an edge covered by half lets through what is under it.
      const [left, top] = [Math.floor(Math.min(x, x2)), Math.floor(Math.min(y, y2))];
      pen.fillRect(left, top, Math.ceil(Math.max(x, x2)) - left, Math.ceil(Math.max(y, y2)) - top);
      return;
    }
    const path = tool === "circle" ? circle(x, y, x2, y2) : arrow(x, y, x2, y2, this.longest / 25);
    const thick = Math.max(3, this.longest / 160);
    Object.assign(pen, { lineCap: "round", lineJoin: "round" });
    for (const [color, width] of [["#fff", thick * 2], [RED, thick]]) { // white-edged: to be seen on any ground
      Object.assign(pen, { strokeStyle: color, lineWidth: width });
      pen.stroke(path);
    }
  }
}

function circle(x, y, x2, y2) {
  const path = new Path2D();
  path.ellipse((x + x2) / 2, (y + y2) / 2, Math.abs(x2 - x) / 2, Math.abs(y2 - y) / 2, 0, 0, 2 * Math.PI);
  return path;
}

function arrow(x, y, x2, y2, head) {
  const [path, angle] = [new Path2D(), Math.atan2(y2 - y, x2 - x)];
  path.moveTo(x, y);
  path.lineTo(x2, y2);
  for (const side of [-0.5, 0.5]) {
    path.moveTo(x2, y2);
    path.lineTo(x2 - head * Math.cos(angle + side), y2 - head * Math.sin(angle + side));
  }
  return path;
}
