// A camera that can be turned, lit, asked for a still, and that comes back after the telephone took it away.
// Events: track (detail: the new track or null).
const REFUSALS = { NotAllowedError: "camera_refused", SecurityError: "camera_refused", NotFoundError: "no_camera", OverconstrainedError: "no_camera", NotReadableError: "camera_busy", AbortError: "camera_busy" };
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } };

// A button that opens the camera is an address of its own page (<a href="#…">): a press that comes before the modules have
// arrived is remembered there by the browser, and shown by the element of that name (.pressed).
export function pressedEarly(button) {
  if (!button?.hash || location.hash !== button.hash) return false;
  history.replaceState(null, "", location.pathname + location.search);
  return true;
}

// camera_refused, no_camera or camera_busy
export function reason(error) { return REFUSALS[error?.name] ?? "camera_refused"; }

export class Camera extends EventTarget {
  constructor({ facing = "environment" } = {}) {
    super();
    Object.assign(this, { facing, lit: false });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) setTimeout(() => this.revive(), 300); });
  }

  async open() {
    if (!navigator.mediaDevices?.getUserMedia) throw Object.assign(new Error(), { name: "NotFoundError" });
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, facingMode: { ideal: this.facing } } });
    return this.hold(stream.getVideoTracks()[0]);
  }

  hold(track) {
    this.release();
    this.track = track;
    this.lit = false;
    track.onended = () => this.lose(track);
    this.dispatchEvent(new CustomEvent("track", { detail: track }));
    return track;
  }

  lose(track) { if (track === this.track && !document.hidden) setTimeout(() => this.revive(), 500); }

  get alive() { return this.track?.readyState === "live"; }

  // After a lock screen or a telephone call the track has ended, or stays mute for ever on some systems.
  async revive() {
    if (!this.track || this.stopped || this.reviving || (this.alive && !this.track.muted)) return;
    this.reviving = true;
    try { await this.open(); } catch { /* the next look at the page tries again */ } finally { this.reviving = false; }
  }

  // Some telephones open one camera at a time: the old one is let go first, and taken back when the new one fails.
  async flip() {
    const before = this.facing;
    this.facing = before === "environment" ? "user" : "environment";
    this.release();
    try { return await this.open(); } catch { this.facing = before; return this.open(); }
  }

  get torch() {
    if (!this.track?.getCapabilities?.().torch) return "none";
    return this.lit ? "on" : "off";
  }

  async setTorch(on) {
    if (this.torch === "none") return;
    try { await this.track.applyConstraints({ advanced: [{ torch: on }] }); this.lit = on; } catch { /* the lamp stays as it is */ }
  }

  // A still at the best size that this device gives, drawn anew: what the file says of place and device stays here.
  async still() {
    let picture;
    try { picture = await createImageBitmap(await new ImageCapture(this.track).takePhoto()); } catch { picture = await this.frame(); }
    const canvas = document.createElement("canvas");
    const scale = Math.min(1, 4096 / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  }

  async frame() {
    await this.track.applyConstraints({ width: { ideal: 3840 }, height: { ideal: 2160 } }).catch(() => {});
    const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: new MediaStream([this.track]) });
    await video.play();
    await new Promise((go) => setTimeout(go, 400));
    const picture = await createImageBitmap(video);
    video.srcObject = null;
    await this.track.applyConstraints(SIZE).catch(() => {});
    return picture;
  }

  release() {
    if (!this.track) return;
    this.track.onended = null;
    this.track.stop();
  }

  stop() { this.stopped = true; this.release(); this.track = undefined; }
}
