// The people of a call as tiles: picture, name, what their device says of itself, how well it goes. One tile is large; a
// screen that somebody shares takes that place. It knows elements and no sentence: those stand in data-… of `views`.
//
//   const stage = new Stage({ call, views, nameOf, icons });     views: an empty element with the words of ui/call/words.html
//   stage.choose(id) · stage.large → the <video> in front, or nothing · stage.still() → a JPEG of it
//
// Events: chosen (detail: id or undefined), after anything changed that a button beside it may want to show.
const FIRST = ["patient", "caller", "relative", "responder", "interpreter", "colleague", "host"];

export class Stage extends EventTarget {
  constructor({ call, views, nameOf = (id) => id, icons = "" }) {
    super();
    Object.assign(this, { call, views, nameOf, icons, words: views.dataset, screens: new Map() });
    call.addEventListener("peers", () => this.refresh());
    call.addEventListener("phase", () => this.refresh());
    call.addEventListener("step", () => this.refresh());
    call.addEventListener("track", ({ detail }) => this.attach(detail));
    call.addEventListener("gone", ({ detail: { id } }) => this.leave(id));
    call.addEventListener("quality", ({ detail }) => this.measure(detail));
    call.addEventListener("end", () => { views.replaceChildren(); this.chosen = undefined; });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.play(); });
  }

  person(id) { return this.call.people.find((one) => one.id === id); }
  tiles() { return [...this.views.querySelectorAll(".tile")]; }
  tile(id, kind) { return this.tiles().find((one) => one.dataset.of === id && one.dataset.kind === kind); }

  make(id, kind) {
    const tile = document.createElement("figure");
    tile.className = "tile";
    Object.assign(tile.dataset, { of: id, kind });
    const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true, muted: true });
    const name = Object.assign(document.createElement("figcaption"), { className: "tile__name" });
    name.innerHTML = '<span class="tile__who"></span><span class="tile__marks"></span>';
    const choose = Object.assign(document.createElement("button"), { type: "button", className: "tile__choose" });
    choose.addEventListener("click", () => this.choose(id, kind));
    tile.append(video, Object.assign(document.createElement("span"), { className: "tile__none" }), name, choose);
    this.views.append(tile);
    return tile;
  }

  attach({ id, kind, stream, track }) {
    if (kind === "audio") return this.listen(id, stream);
    if (kind === "screen") { this.screens.set(id, stream); return this.refresh(); }
    const show = () => this.show(this.tile(id, kind) ?? this.make(id, kind), stream);
    track.onunmute = show;
    track.onmute = () => { this.tile(id, kind)?.classList.remove("tile--seen"); this.refresh(); };
    if (!track.muted) show();
  }

  show(tile, stream) {
    tile.querySelector("video").srcObject = stream;
    tile.classList.add("tile--seen");
    this.refresh();
  }

  // The place for a screen is always there: whether something is on it, only who shares says.
  share(one) {
    const tile = this.tile(one.id, "screen"), shares = Boolean(one.state?.screen && this.screens.has(one.id));
    if (shares && !tile) {
      this.chosen = { id: one.id, kind: "screen" };
      this.show(this.make(one.id, "screen"), this.screens.get(one.id));
    }
    if (!shares) tile?.remove();
  }

  // A browser that forbids sound before a press says so: the first press anywhere lets it play.
  listen(id, stream) {
    let audio = this.views.querySelector(`audio[data-of="${CSS.escape(id)}"]`);
    if (!audio) {
      audio = Object.assign(document.createElement("audio"), { autoplay: true });
      audio.dataset.of = id;
      this.views.append(audio);
    }
    audio.srcObject = stream;
    audio.play().catch(() => addEventListener("pointerdown", () => audio.play().catch(() => {}), { once: true }));
  }

  play() { this.views.querySelectorAll("video, audio").forEach((one) => { if (one.srcObject && one.paused) one.play().catch(() => {}); }); }

  leave(id) {
    this.screens.delete(id);
    this.views.querySelectorAll(`[data-of="${CSS.escape(id)}"]`).forEach((one) => one.remove());
    this.refresh();
  }

  choose(id, kind = "video") {
    this.chosen = { id, kind };
    this.refresh();
  }

  get large() {
    const tile = this.views.querySelector(".tile--large.tile--seen:not(.tile--off)");
    return tile?.querySelector("video");
  }

  async still() {
    if (!this.large?.videoWidth) return null;
    const canvas = Object.assign(document.createElement("canvas"), { width: this.large.videoWidth, height: this.large.videoHeight });
    canvas.getContext("2d").drawImage(this.large, 0, 0);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  }

  refresh() {
    if (this.call.over) return;
    for (const one of this.call.people) if (one.admitted && (one.here || this.call.peers.has(one.id)) && one.id !== this.call.me && !this.tile(one.id, "video")) this.make(one.id, "video");
    for (const one of this.call.people) this.share(one);
    for (const tile of this.tiles()) if (!this.person(tile.dataset.of)) tile.remove();
    const all = this.tiles(), front = this.front(all);
    this.views.dataset.people = all.length;
    for (const tile of all) {
      tile.classList.toggle("tile--large", tile === front);
      this.dress(tile);
    }
    this.dispatchEvent(new CustomEvent("chosen", { detail: front?.dataset.of }));
  }

  front(all) {
    const wanted = this.chosen && this.tile(this.chosen.id, this.chosen.kind);
    const rank = (tile) => FIRST.indexOf(this.person(tile.dataset.of)?.role) + (tile.dataset.kind === "screen" ? -10 : 0);
    return wanted ?? all.sort((one, other) => rank(one) - rank(other))[0];
  }

  dress(tile) {
    const { of: id, kind } = tile.dataset, person = this.person(id), state = person?.state ?? {};
    const shares = kind === "screen", off = this.call.step === "phone" || (!shares && (this.call.step === "audio" || state.ladder === "audio" || state.camera === false));
    tile.classList.toggle("tile--off", off); // the last frame of a camera that was cut would look like somebody who listens
    tile.querySelector(".tile__who").textContent = shares ? `${this.nameOf(id)} · ${this.words.screen}` : this.nameOf(id);
    tile.querySelector(".tile__choose").setAttribute("aria-label", `${this.words.enlarge} ${this.nameOf(id)}`);
    tile.querySelector(".tile__choose").hidden = tile.classList.contains("tile--large");
    tile.querySelector(".tile__none").textContent = this.absence(person, state);
    const marks = tile.querySelector(".tile__marks");
    marks.replaceChildren(...(shares || this.call.step === "phone" ? [] : [this.muted(state), this.bars(tile.dataset.word || state.quality)].filter(Boolean)));
  }

  // Why there is no picture, in words.
  absence(person, state) {
    if (!person?.here || !this.call.peers.get(person.id)?.connected) return this.words.away;
    if (state.asleep) return this.words.asleep;
    if (state.forced === "phone" || this.call.step === "phone") return this.words.phone;
    if (state.ladder === "audio" || this.call.step === "audio") return this.words.voice;
    if (state.refused) return this.words.refused;
    if (state.camera === false) return this.words.off;
    return this.words.nothing;
  }

  muted(state) {
    if (state.microphone !== false) return null;
    return this.mark("microphone-off", this.words.muted);
  }

  mark(icon, words) {
    const mark = Object.assign(document.createElement("span"), { className: "tile__mark" });
    mark.innerHTML = '<svg class="icon" aria-hidden="true" focusable="false"><use></use></svg><span class="visually-hidden"></span>';
    mark.querySelector("use").setAttribute("href", `${this.icons}#${icon}`);
    mark.lastElementChild.textContent = words;
    return mark;
  }

  bars(word) {
    if (!word) return null;
    const bars = Object.assign(document.createElement("span"), { className: "bars" });
    bars.dataset.word = word;
    bars.innerHTML = "<i></i><i></i><i></i><span></span>";
    bars.lastElementChild.textContent = this.words[word];
    return bars;
  }

  measure({ id, word, frames }) {
    const tile = this.tile(id, "video");
    if (!tile) return;
    tile.dataset.word = this.worse(word, this.person(id)?.state?.quality);
    this.views.dataset.frames = Math.max(Number(this.views.dataset.frames ?? 0), frames ?? 0);
    this.dress(tile);
  }

  // Of the two ends of one connection, what the one who suffers says.
  worse(...words) { return ["poor", "fair", "good"].find((one) => words.includes(one)) ?? ""; }
}
