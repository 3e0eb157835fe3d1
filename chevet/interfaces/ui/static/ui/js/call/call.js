// A call as both sides know it: the signalling line, one connection to each other page (a mesh, up to six), what is
// sent, how well it goes. It touches no element of the page.
//
//   const call = new Call({ ticketUrl, token });     ticketUrl answers a POST with {"url": "/stream/call?ticket=…"}
//   call.setTrack("video", track);                    audio, video or screen; null cuts it; any time
//   call.start();                                     and it comes back by itself until hangUp() or the event "end"
//   new Call({ …, held: true }) · call.release()      the line first, the others once the camera has been answered for
//   call.note({ camera: true });                      what this device says of itself (video/frames.py, FLAGS)
//   call.send(id, message) · call.tellAll(message) · call.sendFile(id, blob, about)
//   call.force("audio" | "phone" | "")                somebody decides the rung of the ladder, for everybody; "" gives it back
//   call.step → "video" | "audio" | "phone"           the lowest rung that somebody here decided
//
// Events, all with a detail:
//   phase    "connecting" | "waiting" (at the door) | "alone" | "connected" | "lost" (mending, or the telephone)
//   peers    [{id, role, epoch, here, admitted, state}]
//   track    {id, kind, stream, track}
//   gone     {id}
//   message  {id, message} · file {id, blob, about} · open {id} (the data channel of a peer is ready)
//   quality  {id, word: good|fair|poor, step: video|audio|phone, …figures}
//   step     {step, mine} somebody decided the rung, here or there; every new page learns it from the flag "forced"
//   end      "ended" | "revoked" | "replaced" | "refused" | "locked"
import { Ladder, word } from "./ladder.js";
import { Line } from "./line.js";
import { Peer } from "./peer.js";

const RUNGS = ["", "audio", "phone"];
const LOOK = 2000;
const LET_GO = 30_000;

export class Call extends EventTarget {
  constructor({ ticketUrl, token, policy = "all", held = false }) {
    super();
    Object.assign(this, { held: held ? [] : null, policy, tracks: {}, peers: new Map(), flags: {}, ice: [], people: [] });
    this.line = new Line({ ticketUrl, token });
    this.line.addEventListener("frame", ({ detail }) => this.hear(detail));
    this.line.addEventListener("down", () => this.phase());
    this.line.addEventListener("end", ({ detail }) => this.finish(detail));
    addEventListener("pagehide", (event) => { if (!event.persisted) this.line.send({ t: "bye" }); });
  }

  tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  start() {
    this.line.open();
    this.looking = setInterval(() => this.look(), LOOK);
    this.phase();
  }

  hear(frame) {
    if (frame.t === "welcome") this.welcome(frame);
    else if (frame.t === "peers") this.meet(frame.peers);
    else if (frame.t === "signal") this.signal(frame);
    else if (frame.t === "ice") this.renew(frame.ice);
  }

  welcome({ me, role, epoch, admitted, ice, peers }) {
    if (this.epoch !== undefined && this.epoch !== epoch) this.peers.forEach((peer) => this.leave(peer));
    Object.assign(this, { me, role, epoch, admitted });
    if (Object.keys(this.flags).length) this.line.send({ t: "state", d: this.flags });
    this.renew(ice);
    const known = [...this.peers.values()];
    this.meet(peers);
    known.forEach((peer) => peer.mend());
  }

  renew(ice) {
    this.ice = ice;
    this.peers.forEach((peer) => peer.relays(ice));
  }

  meet(people) {
    this.people = people;
    this.weigh();
    for (const [id, peer] of this.peers) if (!people.some((one) => one.id === id && one.admitted)) this.leave(peer);
    for (const one of people) if (one.admitted && one.here && !this.held) this.know(one.id, one.epoch);
    this.tell("peers", people);
    this.phase();
  }

  // Before the camera is allowed a browser hides its own addresses, and a path found then would be a poor one. What the
  // others say meanwhile waits: from the last description of each on, and never a wish to begin anew.
  keep(frame) {
    if (frame.d.description) this.held = this.held.filter((one) => one.from !== frame.from);
    if (!frame.d.restart) this.held.push(frame);
  }

  release() {
    if (!this.held) return;
    const said = this.held;
    this.held = null;
    this.now = undefined;
    this.meet(this.people);
    said.forEach((frame) => this.signal(frame));
  }

  // A connection lives as long as both pages do: a server that restarts makes nobody begin anew.
  know(id, epoch) {
    const known = this.peers.get(id);
    if (known && known.epoch >= epoch) return known;
    if (known) this.leave(known);
    const peer = new Peer({ id, epoch, me: this.me, ice: this.ice, give: (kind) => this.given(kind, "video"), policy: this.policy, send: (d) => this.line.send({ t: "signal", to: id, d }) });
    this.peers.set(id, peer);
    peer.ladder = new Ladder();
    peer.addEventListener("state", () => this.phase());
    for (const kind of ["track", "message", "file", "open", "fault"]) {
      peer.addEventListener(kind, ({ detail }) => this.pass(kind, id, detail));
    }
    return peer;
  }

  pass(kind, id, detail) {
    if (kind === "message" && RUNGS.includes(detail.forced)) return this.decide(detail.forced);
    this.tell(kind, kind === "message" ? { id, message: detail } : { id, ...(typeof detail === "object" ? detail : { what: detail }) });
  }

  signal(frame) {
    const { from, epoch, d } = frame;
    if (d.epoch !== this.epoch) return;
    if (this.held) return this.keep(frame);
    const peer = this.know(from, epoch);
    if (peer.epoch === epoch) peer.hear(d);
  }

  leave(peer) {
    this.peers.delete(peer.id);
    peer.close();
    this.tell("gone", { id: peer.id });
  }

  setTrack(kind, track) {
    this.tracks[kind] = track;
    this.peers.forEach((peer) => this.feed(peer, kind));
  }

  feed(peer, kind) { peer.setTrack(kind, this.given(kind, peer.ladder.step)); }

  // What one peer receives of a kind: nothing of it on a rung that has none.
  given(kind, step) {
    const none = this.step === "phone" || (kind === "video" && [step, this.step].includes("audio"));
    return none ? null : this.tracks[kind] ?? null;
  }

  force(step) {
    this.tellAll({ forced: step });
    this.decide(step);
  }

  decide(step) {
    this.note({ forced: step });
    this.weigh();
  }

  // The lowest rung that anybody here decided; a page that comes back learns it from the others.
  weigh() {
    const said = [this.flags.forced ?? "", ...this.people.filter((one) => one.here && one.id !== this.me).map((one) => one.state?.forced ?? "")];
    const forced = RUNGS[Math.max(...said.map((one) => RUNGS.indexOf(one)))] ?? "";
    if (forced === this.forced) return;
    this.forced = forced;
    for (const kind of ["audio", "video", "screen"]) this.peers.forEach((peer) => this.feed(peer, kind));
    this.tell("step", { step: this.step, mine: Boolean(this.flags.forced) });
  }

  get step() { return this.forced || "video"; }

  note(flags) {
    const news = Object.fromEntries(Object.entries(flags).filter(([name, value]) => this.flags[name] !== value));
    Object.assign(this.flags, news);
    if (Object.keys(news).length) this.line.send({ t: "state", d: news });
  }

  send(id, message) { this.peers.get(id)?.say(message); }
  tellAll(message) { this.peers.forEach((peer) => peer.say(message)); }
  async sendFile(id, blob, about, progress) { return (await this.peers.get(id)?.sendFile(blob, about, progress)) ?? false; }

  phase() {
    const peers = [...this.peers.values()];
    let now = "connecting";
    if (this.admitted === false) now = "waiting";
    else if (peers.some((peer) => peer.connected)) now = "connected";
    else if (this.admitted && peers.length) now = this.wasConnected || peers.some((peer) => peer.ladder.step === "phone") ? "lost" : "connecting";
    else if (this.admitted) now = "alone";
    if (now === "connected") { this.wasConnected = true; this.note({ connected: true }); }
    else if (this.flags.connected) this.note({ connected: false });
    if (now !== this.now) { this.now = now; this.tell("phase", now); }
  }

  async look() {
    for (const peer of this.peers.values()) {
      const person = this.people.find((one) => one.id === peer.id);
      if (!peer.connected && !person?.here && performance.now() - peer.since > LET_GO) { this.leave(peer); continue; }
      if (!peer.connected && peer.tries > 2) this.line.send({ t: "ice" });
      const figures = await peer.figures();
      this.climb(peer, { ...figures, connected: peer.connected, voice: Boolean(this.tracks.audio?.enabled) });
    }
    this.phase();
  }

  climb(peer, figures) {
    const before = peer.ladder.step, step = peer.ladder.feed(figures);
    if (step !== before && (step === "audio" || before === "audio")) this.feed(peer, "video");
    if (step !== before) this.note({ ladder: step });
    const said = word(figures);
    if (said) this.note({ quality: said });
    this.tell("quality", { id: peer.id, word: said, step, ...figures });
  }

  hangUp() { this.line.send({ t: "bye" }); this.finish("left"); }

  finish(why) {
    if (this.over) return;
    this.over = true;
    clearInterval(this.looking);
    this.line.finish(why);
    this.peers.forEach((peer) => this.leave(peer));
    this.tell("end", why);
  }
}
