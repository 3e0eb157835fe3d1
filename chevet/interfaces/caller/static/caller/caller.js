// The caller's page: one press, the camera, and back again by itself. Nothing is kept in this browser but a cookie of
// the window. Sound stays on the telephone: the microphone opens only when somebody touches it.
import { Call } from "../ui/js/call/call.js";
import { Camera, pressedEarly, reason } from "../ui/js/call/camera.js";

const app = document.querySelector("[data-caller]");
const part = (name) => app.querySelector(`[data-${name}]`);
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const status = part("status"), self = part("self"), others = part("others"), asks = part("asks-photo"), torch = part("torch"), microphone = part("mic");
const onlyLooks = app.dataset.role === "colleague";
const camera = new Camera({ facing: onlyLooks ? "user" : "environment" });
let call, wakeLock, entered = false;

function show(screen) { app.querySelectorAll("[data-screen]").forEach((one) => { one.hidden = one.dataset.screen !== screen; }); }
function say(name, phase) {
  status.textContent = status.dataset[name];
  if (phase) status.dataset.phase = phase;
}

// Until the site has heard it: a press without network counts when the network is back.
async function enter() {
  for (let wait = 500; !entered; wait = Math.min(4000, wait * 2)) {
    const answer = await fetch(app.dataset.enter, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) entered = true;
    else if (answer && answer.status < 500) { location.reload(); return false; }
    else { say("saysLost", "lost"); await new Promise((go) => setTimeout(go, wait)); }
  }
  return true;
}

// The camera is asked for in the press itself, while the site is told and the line opens: one wait instead of three.
async function go() {
  show("live");
  say("saysOpening", "opening");
  const entering = enter().then((may) => { if (may) begin(); return may; });
  let why = "";
  if (!onlyLooks) try { await camera.open(); } catch (error) { why = reason(error); }
  if (why) refused(why);
  if (!(await entering)) return;
  if (!why) { say("saysConnecting", "connecting"); keepAwake(); }
  call.note({ refused: why });
  call.release();
}

function begin() {
  if (call) return;
  call = new Call({ ticketUrl: app.dataset.ticket, token, held: true, policy: new URLSearchParams(location.search).get("path") === "relay" ? "relay" : "all" });
  if (camera.track) call.setTrack("video", camera.track);
  call.addEventListener("phase", ({ detail }) => { if (!call.held) say({ connecting: "saysConnecting", waiting: "saysAlone", alone: "saysAlone", connected: "saysConnected", lost: "saysLost" }[detail], detail); });
  call.addEventListener("message", ({ detail: { id, message } }) => obey(id, message.ask));
  call.addEventListener("track", ({ detail }) => meet(detail));
  call.addEventListener("gone", ({ detail: { id } }) => others.querySelectorAll(`[data-of="${CSS.escape(id)}"]`).forEach((one) => one.remove()));
  call.addEventListener("quality", ({ detail }) => { app.dataset.frames = Math.max(Number(app.dataset.frames ?? 0), detail.frames ?? 0); });
  call.addEventListener("end", ({ detail }) => over(detail));
  describe();
  call.start();
}

camera.addEventListener("track", ({ detail: track }) => {
  self.srcObject = new MediaStream([track]);
  self.classList.toggle("mirror", camera.facing === "user");
  call?.setTrack("video", track);
  describe();
});

function describe() {
  if (torch) {
    torch.hidden = camera.torch === "none";
    torch.setAttribute("aria-pressed", String(camera.torch === "on"));
  }
  call?.note({ camera: Boolean(camera.alive), facing: camera.facing, torch: camera.torch, microphone: Boolean(call.tracks.audio?.enabled) });
}

function refused(why) {
  call?.note({ refused: why, camera: false });
  if (why === "camera_refused") {
    const browser = /Firefox|FxiOS/.test(navigator.userAgent) ? "firefox" : /Chrome|CriOS|Edg/.test(navigator.userAgent) ? "chrome" : "safari";
    app.querySelectorAll("[data-help]").forEach((one) => { one.hidden = one.dataset.help !== browser; });
    return show("help");
  }
  app.querySelectorAll("[data-camera]").forEach((one) => { one.hidden = one.dataset.camera !== why; });
  return show("camera");
}

// What the doctor asks of the device is done and said; a photo is the person's own to give.
async function obey(id, ask) {
  if (ask === "flip") { await flip(); say("saysFlipped"); }
  if (ask === "torch") { await light(); say("saysLit"); }
  if (ask === "voice") say("saysVoice");
  if (ask === "photo") { asks.dataset.who = id; if (!asks.open) asks.showModal(); }
}

async function flip() { try { await camera.flip(); } catch (error) { refused(reason(error)); } }
async function light() { await camera.setTorch(camera.torch !== "on"); describe(); }

async function take() {
  asks.close();
  say("saysPhoto");
  const sent = await camera.still().then((blob) => call.sendFile(asks.dataset.who, blob, { kind: "photo" })).catch(() => false);
  say(sent ? "saysGone" : "saysNotGone");
}

function meet({ id, kind, stream, track }) {
  if (kind === "audio") return others.append(Object.assign(media("audio", id, stream), { autoplay: true }));
  const appear = () => { if (!others.querySelector(`video[data-of="${CSS.escape(id)}"][data-kind="${kind}"]`)) { const video = media("video", id, stream); video.dataset.kind = kind; others.append(video); } };
  track.onunmute = appear;
  track.onmute = () => others.querySelector(`video[data-of="${CSS.escape(id)}"][data-kind="${kind}"]`)?.remove();
  if (!track.muted) appear();
}

function media(name, id, stream) {
  const made = Object.assign(document.createElement(name), { autoplay: true, playsInline: true, srcObject: stream });
  if (name === "video") { made.muted = true; made.onloadeddata = () => { made.dataset.seen = ""; }; }
  made.dataset.of = id;
  return made;
}

function over(why) {
  camera.stop();
  call.tracks.audio?.stop();
  wakeLock?.release().catch(() => {});
  self.srcObject = null;
  if (why === "left") return;
  part("send-photo")?.remove();
  asks.close();
  show("over");
}

function stop() {
  camera.release();
  camera.track = undefined;
  call?.setTrack("video", null);
  describe();
  show("stopped");
}

async function keepAwake() { try { wakeLock = await navigator.wakeLock?.request("screen"); } catch { /* the screen may sleep */ } }

document.addEventListener("visibilitychange", () => {
  call?.note({ asleep: document.hidden });
  if (!document.hidden && call) { keepAwake(); setTimeout(describe, 1500); }
});

microphone.addEventListener("click", async () => {
  const on = microphone.getAttribute("aria-pressed") !== "true";
  try {
    if (on && !call.tracks.audio) call.setTrack("audio", (await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true } })).getAudioTracks()[0]);
  } catch { return; }
  if (call.tracks.audio) call.tracks.audio.enabled = on;
  microphone.setAttribute("aria-pressed", String(on));
  describe();
});

// A photo of a telephone weighs five megabytes; where video does not pass, it leaves smaller, drawn anew.
async function shrunk(file) {
  const picture = await createImageBitmap(file);
  for (let side = 2400; side > 500; side *= 0.8) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (blob.size < 900_000) return blob;
  }
  return file;
}

part("send-photo")?.querySelector("input[type=file]").addEventListener("change", async ({ target }) => {
  const said = part("sent"), form = new FormData();
  if (!target.files[0]) return;
  said.textContent = status.dataset.saysPhoto;
  try {
    form.append("photo", await shrunk(target.files[0]), "photo.jpg");
    const answer = await fetch(app.dataset.photo, { method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" } });
    said.textContent = answer.ok ? status.dataset.saysGone : (await answer.json()).why;
    if (answer.ok) entered = true;
  } catch { said.textContent = status.dataset.saysNotGone; }
  target.value = "";
});

app.querySelectorAll("[data-go]").forEach((one) => one.addEventListener("click", (event) => { event.preventDefault(); go(); }));
part("flip")?.addEventListener("click", flip);
torch?.addEventListener("click", light);
part("stop")?.addEventListener("click", stop);
part("take").addEventListener("click", take);
part("not").addEventListener("click", () => { asks.close(); call.send(asks.dataset.who, { answer: "no-photo" }); });

if (pressedEarly(part("go"))) go();
