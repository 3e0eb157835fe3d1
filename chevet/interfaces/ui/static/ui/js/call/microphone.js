// A voice that can be silenced, watched by a meter, and that comes back after a telephone call took it away.
// Events: track (detail: the new track), level (detail: 0 to 1, ten times a second while `watch` lasts).
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const BEAT = 100;

export class Microphone extends EventTarget {
  constructor() {
    super();
    this.wanted = true;
    document.addEventListener("visibilitychange", () => { if (!document.hidden) setTimeout(() => this.revive(), 300); });
  }

  async open() {
    if (!navigator.mediaDevices?.getUserMedia) throw Object.assign(new Error(), { name: "NotFoundError" });
    return this.hold((await navigator.mediaDevices.getUserMedia({ audio: SOUND })).getAudioTracks()[0]);
  }

  hold(track) {
    this.release();
    this.track = track;
    track.enabled = this.wanted;
    track.onended = () => { if (track === this.track && !document.hidden) setTimeout(() => this.revive(), 500); };
    if (this.meter) this.listen();
    this.dispatchEvent(new CustomEvent("track", { detail: track }));
    return track;
  }

  get alive() { return this.track?.readyState === "live"; }
  get on() { return Boolean(this.alive && this.track.enabled); }

  set(on) {
    this.wanted = on;
    if (this.track) this.track.enabled = on;
  }

  async revive() {
    if (!this.track || this.stopped || this.reviving || this.alive) return;
    this.reviving = true;
    try { await this.open(); } catch { /* the next look at the page tries again */ } finally { this.reviving = false; }
  }

  // The meter reads a copy: a voice that is cut in the call still moves it, which is how one sees that it works.
  watch() {
    this.meter ??= setInterval(() => this.measure(), BEAT);
    if (this.track) this.listen();
  }

  listen() {
    this.context ??= new AudioContext();
    this.context.resume().catch(() => {});
    this.source?.disconnect();
    this.copy?.stop();
    this.copy = this.track.clone();
    this.copy.enabled = true;
    this.analyser ??= Object.assign(this.context.createAnalyser(), { fftSize: 512 });
    this.source = this.context.createMediaStreamSource(new MediaStream([this.copy]));
    this.source.connect(this.analyser);
  }

  measure() {
    if (!this.analyser) return;
    const heard = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(heard);
    const loud = Math.sqrt(heard.reduce((total, one) => total + one * one, 0) / heard.length);
    this.dispatchEvent(new CustomEvent("level", { detail: Math.min(1, loud * 6) }));
  }

  release() {
    if (!this.track) return;
    this.track.onended = null;
    this.track.stop();
  }

  stop() {
    this.stopped = true;
    clearInterval(this.meter);
    this.copy?.stop();
    this.context?.close().catch(() => {});
    this.release();
    this.track = this.context = undefined;
  }
}
