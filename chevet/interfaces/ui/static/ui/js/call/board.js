// One picture that everybody looks at: a page of a document, a photo, a still of somebody's camera. Each has a dot on it
// that the others see. Who puts a picture up sends it; whoever comes later receives it from them.
//
//   const board = new Board({ call, place, nameOf });   place: an element like ui/call/board.html
//   board.show(blob, { title, page, pages }) · board.clear()
//
// Events: shown (detail: {title, mine}), cleared.
const PACE = 40; // milliseconds between two places of a dot
const STEP = 0.02;
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export class Board extends EventTarget {
  constructor({ call, place, nameOf = () => "" }) {
    super();
    Object.assign(this, { call, place, nameOf, dots: new Map(), sent: 0 });
    this.canvas = place.querySelector("canvas");
    this.surface = place.querySelector("[data-board-surface]");
    this.title = place.querySelector("[data-board-title]");
    call.addEventListener("file", ({ detail: { id, blob, about } }) => { if (about.kind === "board") this.draw(blob, about, id); });
    call.addEventListener("message", ({ detail: { id, message } }) => this.hear(id, message));
    call.addEventListener("open", ({ detail: { id } }) => { if (this.mine) call.sendFile(id, this.mine.blob, this.mine.about); });
    call.addEventListener("gone", ({ detail: { id } }) => this.dot(id, null));
    place.querySelector("[data-board-close]")?.addEventListener("click", () => this.clear());
    this.surface.addEventListener("pointermove", (event) => this.point(this.at(event)));
    this.surface.addEventListener("pointerdown", (event) => this.point(this.at(event)));
    this.surface.addEventListener("pointerleave", () => this.point(null));
    this.surface.addEventListener("keydown", (event) => this.walk(event));
    this.surface.addEventListener("blur", () => this.point(null));
  }

  // The bytes go to each page in turn; what is shown here is what they see.
  async show(blob, about = {}) {
    const head = { ...about, kind: "board" };
    if (!(await this.draw(blob, head))) return false;
    this.mine = { blob, about: head };
    await Promise.all([...this.call.peers.keys()].map((id) => this.call.sendFile(id, blob, head)));
    return true;
  }

  clear() {
    this.call.tellAll({ board: "away" });
    this.away();
  }

  away() {
    this.mine = undefined;
    this.place.hidden = true;
    this.dots.forEach((dot) => dot.remove());
    this.dots.clear();
    this.dispatchEvent(new CustomEvent("cleared"));
  }

  // Drawn anew before it is shown: what came over the line is never the browser's own to open.
  async draw(blob, about, from) {
    let picture;
    try { picture = await createImageBitmap(blob); } catch { return false; }
    if (from) this.mine = undefined;
    Object.assign(this.canvas, { width: picture.width, height: picture.height });
    this.canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    this.surface.style.setProperty("--shape", `${this.canvas.width} / ${this.canvas.height}`);
    const title = String(about.title ?? "").slice(0, 200);
    if (this.title) this.title.textContent = about.pages > 1 ? `${title} · ${Number(about.page)}/${Number(about.pages)}` : title;
    this.surface.setAttribute("aria-label", title);
    this.place.hidden = false;
    this.dispatchEvent(new CustomEvent("shown", { detail: { title, mine: !from } }));
    return true;
  }

  hear(id, message) {
    if (message.board === "away") this.away();
    if (Array.isArray(message.point)) this.dot(id, message.point.map(Number));
    else if (message.point === null) this.dot(id, null);
  }

  at(event) {
    const box = this.surface.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  // A dot follows a hand, or the arrows; the last place of a hurry is always sent.
  point(place) {
    this.mark = place;
    this.dot("me", place);
    clearTimeout(this.soon);
    const wait = this.sent + PACE - performance.now();
    if (place && wait > 0) { this.soon = setTimeout(() => this.point(this.mark), wait); return; }
    this.sent = performance.now();
    this.call.tellAll({ point: place && place.map((one) => Math.round(one * 10_000) / 10_000) });
  }

  walk(event) {
    const by = ARROWS[event.key];
    if (event.key === "Escape") return this.point(null);
    if (!by) return;
    event.preventDefault();
    const from = this.mark ?? [0.5, 0.5];
    this.point(from.map((one, way) => Math.min(1, Math.max(0, one + by[way]))));
  }

  dot(id, place) {
    const known = this.dots.get(id);
    if (!place || !place.every((one) => one >= 0 && one <= 1)) { known?.remove(); this.dots.delete(id); return; }
    const dot = known ?? this.newDot(id);
    dot.style.insetInlineStart = `${place[0] * 100}%`;
    dot.style.insetBlockStart = `${place[1] * 100}%`;
  }

  newDot(id) {
    const dot = Object.assign(document.createElement("span"), { className: id === "me" ? "dot dot--mine" : "dot" });
    if (id !== "me") dot.dataset.name = this.nameOf(id);
    dot.setAttribute("aria-hidden", "true");
    this.surface.append(dot);
    this.dots.set(id, dot);
    return dot;
  }
}
