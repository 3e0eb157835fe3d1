// Showing one's screen: the browser asks which window; it ends by our button or by the browser's own.
export class Screen extends EventTarget {
  constructor(call) {
    super();
    this.call = call;
  }

  get possible() { return Boolean(navigator.mediaDevices?.getDisplayMedia); }
  get on() { return this.track?.readyState === "live"; }

  async toggle() {
    if (this.on) return this.stop();
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 8, max: 15 } }, audio: false });
    this.track = stream.getVideoTracks()[0];
    this.track.contentHint = "detail";
    this.track.onended = () => this.stop();
    this.call.setTrack("screen", this.track);
    this.tell();
  }

  stop() {
    this.track?.stop();
    this.track = undefined;
    this.call.setTrack("screen", null);
    this.tell();
  }

  tell() {
    this.call.note({ screen: Boolean(this.on) });
    this.dispatchEvent(new CustomEvent("change", { detail: Boolean(this.on) }));
  }
}
