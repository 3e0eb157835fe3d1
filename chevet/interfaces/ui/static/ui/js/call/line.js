// The signalling line of one page: a ticket by POST, a socket, and coming back by itself after whatever broke it.
// Events: frame (detail: what the server said), up, down, end (detail: why). After "end" it never comes back.
const BEAT = 4000;
const SILENCE = 9000;
const PATIENCE = 4000;

export class Line extends EventTarget {
  constructor({ ticketUrl, token }) {
    super();
    Object.assign(this, { ticketUrl, token, wait: 250, heard: 0, epoch: -1, over: false });
    this.beat = setInterval(() => this.look(), BEAT);
    for (const kind of ["online", "pageshow"]) addEventListener(kind, () => this.check());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.check(); });
    navigator.connection?.addEventListener?.("change", () => this.check());
  }

  tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  async open() {
    clearTimeout(this.timer);
    if (this.over || this.opening) return;
    this.opening = true;
    try {
      const answer = await fetch(this.ticketUrl, { method: "POST", headers: { "X-CSRFToken": this.token, Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
      if ([401, 403, 404, 410].includes(answer.status)) return this.finish(answer.status === 401 ? "locked" : "refused");
      if (!answer.ok) throw new Error(String(answer.status));
      this.connect((await answer.json()).url);
    } catch { this.later(); } finally { this.opening = false; }
  }

  connect(path) {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    if (this.epoch >= 0) url.searchParams.set("epoch", this.epoch);
    const socket = this.socket = new WebSocket(url);
    const slow = setTimeout(() => this.drop(socket), PATIENCE);
    socket.onmessage = (event) => { clearTimeout(slow); if (socket === this.socket) this.hear(JSON.parse(event.data)); };
    socket.onclose = () => { clearTimeout(slow); if (socket === this.socket) this.drop(socket); };
  }

  hear(frame) {
    this.heard = performance.now();
    if (frame.t === "welcome") { this.epoch = frame.epoch; this.wait = 250; this.tell("up"); }
    if (frame.t === "end") return this.finish(frame.why);
    if (frame.t !== "pong") this.tell("frame", frame);
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  // A line that broke is not told so by TCP for a long while: whoever hears nothing asks, then begins anew.
  look() {
    if (this.over || this.socket?.readyState !== WebSocket.OPEN) return;
    if (performance.now() - this.heard > SILENCE) return this.drop(this.socket);
    this.send({ t: "ping" });
  }

  check() {
    if (this.over) return;
    if (this.socket?.readyState !== WebSocket.OPEN) { this.wait = 250; return this.open(); }
    const asked = performance.now();
    this.send({ t: "ping" });
    setTimeout(() => { if (this.heard < asked) this.drop(this.socket); }, 2500);
  }

  drop(socket) {
    if (socket) { socket.onclose = socket.onmessage = null; socket.close(); }
    if (socket !== this.socket) return;
    this.socket = null;
    this.tell("down");
    this.later();
  }

  later() {
    if (this.over) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(3000, this.wait * 2);
  }

  finish(why) {
    if (this.over) return;
    this.over = true;
    clearInterval(this.beat);
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    if (socket) { socket.onclose = null; socket.close(); }
    this.tell("end", why);
  }
}
