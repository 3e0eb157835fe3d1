// Camera and microphone of one page: asked for in one question of the browser, seen in every mirror, heard by the meter,
// and what to say when there are none. Elements by data-…: self, mirror, ask, level, flat, screens help, camera, inapp.
import { Camera, reason } from "../ui/js/call/camera.js";
import { Microphone } from "../ui/js/call/microphone.js";

const IN_APP = /FBAN|FBAV|Instagram|Snapchat|TikTok|musical_ly|Line\/|; wv\)/;
const FLAT = 5000;
const QUIET = 0.04;

export class Devices extends EventTarget {
  constructor(app) {
    super();
    Object.assign(this, { app, camera: new Camera({ facing: "user" }), microphone: new Microphone(), heard: false });
    this.camera.addEventListener("track", ({ detail }) => this.see(detail));
    this.microphone.addEventListener("level", ({ detail }) => this.hear(detail));
    for (const one of [this.camera, this.microphone]) one.addEventListener("track", () => this.tell("track"));
  }

  tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
  all(name) { return this.app.querySelectorAll(`[data-${name}]`); }

  // Nobody is asked twice: a browser that said yes before opens at once.
  async allowedBefore() {
    try { return (await Promise.all(["camera", "microphone"].map((name) => navigator.permissions.query({ name })))).every((one) => one.state === "granted"); } catch { return false; }
  }

  // "" when something can be used, else the screen that helps. `sound`: the voice alone.
  async open({ sound = false } = {}) {
    if (!navigator.mediaDevices?.getUserMedia) return IN_APP.test(navigator.userAgent) ? "inapp" : "camera";
    try {
      if (sound) await this.microphone.open(); else await this.both();
    } catch (error) {
      if (!sound && reason(error) === "no_camera" && await this.alone()) return "";
      return this.explain(reason(error));
    }
    this.ready();
    return "";
  }

  async both() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 }, facingMode: { ideal: this.camera.facing } } });
    this.microphone.hold(stream.getAudioTracks()[0]);
    this.camera.hold(stream.getVideoTracks()[0]);
  }

  // One of the two is missing: what there is will do.
  async alone() {
    const opened = await Promise.all([this.camera, this.microphone].map((one) => one.open().then(() => true, () => false)));
    if (!opened.some(Boolean)) return false;
    this.ready();
    return true;
  }

  ready() {
    if (this.microphone.track) {
      this.microphone.watch();
      this.silence = setTimeout(() => this.flat(true), FLAT);
    }
    this.all("ask").forEach((one) => { one.hidden = true; });
    this.all("mirror").forEach((one) => { one.hidden = !this.camera.track; });
    this.tell("ready");
  }

  explain(why) {
    this.refused = why;
    if (IN_APP.test(navigator.userAgent)) return "inapp";
    if (why === "camera_refused") {
      const browser = /Firefox|FxiOS/.test(navigator.userAgent) ? "firefox" : /Chrome|CriOS|Edg/.test(navigator.userAgent) ? "chrome" : "safari";
      this.all("help").forEach((one) => { one.hidden = one.dataset.help !== browser; });
      return "help";
    }
    this.all("camera").forEach((one) => { one.hidden = one.dataset.camera !== why; });
    return "camera";
  }

  see(track) {
    this.refused = "";
    this.all("self").forEach((one) => {
      one.srcObject = new MediaStream([track]);
      one.classList.toggle("mirror", this.camera.facing === "user");
      one.hidden = false;
    });
  }

  hear(level) {
    this.all("level").forEach((one) => one.style.setProperty("--level", level.toFixed(2)));
    if (level > QUIET && !this.heard) {
      this.heard = true;
      clearTimeout(this.silence);
      this.flat(false);
    }
  }

  flat(is) {
    this.all("flat").forEach((one) => { one.hidden = !is; });
    this.tell("voice", !is);
  }

  stop() {
    clearTimeout(this.silence);
    this.camera.stop();
    this.microphone.stop();
  }
}
