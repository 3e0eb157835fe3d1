// The waiting room and the call: screens of one page, which follow what the server knows. Whoever was invited has the same
// page without a place to confirm, without news and without the telephone (data-guest).
import { pressedEarly } from "../ui/js/call/camera.js";
import { Board } from "../ui/js/call/board.js";
import { Call } from "../ui/js/call/call.js";
import { Chat } from "../ui/js/call/chat.js";
import { Stage } from "../ui/js/call/stage.js";
import { papers } from "./consultation_papers.js";
import { Devices } from "./devices.js";

const app = document.querySelector("[data-call]");
const part = (name) => app.querySelector(`[data-${name}]`);
const all = (name) => app.querySelectorAll(`[data-${name}]`);
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const guest = "guest" in app.dataset, said = app.dataset;
const status = part("status"), asks = part("asks-photo"), title = document.title;
const devices = new Devices(app);
const NEWS = 5000, PATIENCE = 20_000;
let call, stage, wakeLock, at = said.screenNow, climbed = "video", lostSince;

function show(screen) {
  at = screen;
  app.querySelectorAll("section[data-screen]").forEach((one) => { one.hidden = one.dataset.screen !== screen; });
}
function say(words, phase = "") {
  if (status.textContent !== words) status.textContent = words;
  status.dataset.phase = phase;
}
const post = (url, body = {}) => fetch(url, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" }, body: body instanceof FormData ? body : new URLSearchParams(body) });

// The browser asks in the press itself. What it refuses is explained where the press was.
async function allow(how) {
  const back = ["prepare", "waiting", "live"].includes(at) ? at : said.returns ?? "prepare";
  said.returns = back;
  const screen = await devices.open(how);
  if (!screen) return ["help", "camera", "inapp"].includes(at) ? show(back) : undefined;
  call?.note({ refused: devices.refused || "no_camera", camera: false });
  return show(screen);
}

devices.addEventListener("ready", () => {
  all("go-in").forEach((one) => { one.hidden = false; });
  describe();
});
devices.addEventListener("track", () => describe());

function describe() {
  if (!call) return;
  const { camera, microphone } = devices;
  call.setTrack("video", part("cam").getAttribute("aria-pressed") === "true" ? camera.track ?? null : null);
  call.setTrack("audio", microphone.track ?? null);
  call.note({ camera: Boolean(camera.alive && call.tracks.video), microphone: microphone.on, facing: camera.alive ? camera.facing : "", refused: camera.alive ? "" : devices.refused ?? "" });
}

// "Je suis prêt": where she is goes with it; what is wrong comes back beside its field.
async function ready(event) {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  const form = event.target, problem = form.querySelector("[data-problem]");
  const answer = await post(said.ready, new FormData(form)).catch(() => null);
  if (answer?.redirected) return location.reload();
  if (!answer?.ok) {
    const told = await answer?.json().catch(() => ({})) ?? {};
    if (answer && answer.status !== 422) return location.reload();
    problem.textContent = told.why || said.saysLost;
    problem.hidden = false;
    const [field] = Object.keys(told.fields ?? {});
    if (field) reveal(form, field);
    return;
  }
  said.returns = "waiting";
  show("waiting");
  begin();
}

function reveal(form, name) {
  const field = form.elements[name];
  if (!field?.focus) return;
  const box = field.closest("[data-elsewhere]");
  if (box) { box.hidden = false; const radio = form.querySelector('[value="elsewhere"]'); if (radio) radio.checked = true; }
  const folded = field.closest("details");
  if (folded) folded.open = true;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

function begin() {
  if (call && !call.over) return;
  call = new Call({ ticketUrl: said.ticket, token, policy: new URLSearchParams(location.search).get("path") === "relay" ? "relay" : "all" });
  const nameOf = (id) => { const role = call.people.find((one) => one.id === id)?.role ?? "host"; return said[`name${role[0].toUpperCase()}${role.slice(1)}`] ?? ""; };
  stage = new Stage({ call, views: part("views"), nameOf, icons: said.icons });
  new Board({ call, place: part("board"), nameOf });
  new Chat({ call, place: part("chat"), nameOf }).addEventListener("said", () => { part("chat").closest("details").open = true; });
  call.addEventListener("phase", ({ detail }) => phase(detail));
  call.addEventListener("quality", ({ detail }) => quality(detail));
  call.addEventListener("step", () => news());
  call.addEventListener("message", ({ detail: { id, message } }) => obey(id, message));
  call.addEventListener("end", ({ detail }) => over(detail));
  describe();
  call.start();
  keepAwake();
}

function phase(now) {
  lostSince = now === "lost" ? lostSince ?? performance.now() : undefined;
  if (now === "waiting") return ["prepare", "phone"].includes(at) ? undefined : show("waiting");
  if (["alone", "connecting", "connected", "lost"].includes(now) && call.admitted) enter();
  const words = { connecting: said.saysOpening, alone: said.saysAlone, connected: said.saysConnected, lost: said.saysLost }[now];
  if (words) say(words, now);
}

// Admitted: the picture, a short buzz for who looked away, the name of the page for who is elsewhere.
function enter() {
  if (!["waiting", "prepare"].includes(at)) return;
  said.returns = "live";
  show("live");
  navigator.vibrate?.([120, 80, 120]);
  document.title = `${said.saysYours} · ${title}`;
  equip();
  if (!devices.camera.track && !devices.microphone.track) allow();
}

// The buttons that this device can answer.
function equip() {
  part("pip").hidden = !document.pictureInPictureEnabled;
  navigator.mediaDevices?.enumerateDevices().then((list) => { part("flip").hidden = list.filter((one) => one.kind === "videoinput").length < 2; }).catch(() => {});
}

// Of several paths, the one to the professional is the one that counts.
function quality({ id, word, step, frames }) {
  said.frames = Math.max(Number(said.frames ?? 0), frames ?? 0);
  if (call.people.some((one) => one.role === "host") && call.people.find((one) => one.id === id)?.role !== "host") return;
  if (step !== climbed && !guest) post(said.step, { step }).then(() => news()).catch(() => {});
  climbed = step;
  if (call.now === "connected") {
    if (step === "audio") say(said.saysVoice, "lost");
    else say({ fair: said.saysFair, poor: said.saysPoor }[word] ?? said.saysConnected, "connected");
  } else if (lostSince && performance.now() - lostSince > PATIENCE) say(said.saysLostLong, "lost");
}

// What the professional asks of the device is done; a photo is the person's own to give.
async function obey(id, { ask, document: paper }) {
  if (paper) shown(String(paper.title ?? ""));
  if (ask === "flip") await devices.camera.flip().catch(() => {});
  if (ask === "torch") await devices.camera.setTorch(devices.camera.torch !== "on");
  if (ask === "photo") { asks.dataset.who = id; if (!asks.open) asks.showModal(); }
}

// What the professional puts in the record while one talks can be read in the documents, which ask for a code.
function shown(title) {
  const place = part("shown");
  if (!place) return;
  place.querySelector("span").textContent = `${said.saysShown} ${title}`;
  place.hidden = false;
}

async function take() {
  asks.close();
  say(said.saysPhoto, "connected");
  const sent = await devices.camera.still().then((blob) => call.sendFile(asks.dataset.who, blob, { kind: "photo" })).catch(() => false);
  say(sent ? said.saysGone : said.saysNotGone, sent ? "connected" : "lost");
}

function over(why) {
  wakeLock?.release().catch(() => {});
  document.title = title;
  asks.open && asks.close();
  if (document.pictureInPictureElement) document.exitPictureInPicture().catch(() => {});
  if (why === "left") return show("left");
  if (why === "replaced") { devices.stop(); return show("replaced"); }
  devices.stop();
  return show("over");
}

// The server's word on where it stands: a doctor who passes to the telephone, the end, lines of the waiting room.
async function news() {
  if (guest || document.hidden || ["left", "replaced", "over"].includes(at)) return;
  const answer = await fetch(said.news, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const told = await answer.json().catch(() => null);
  if (!told) return;
  replace(part("news-here"), told.news);
  replace(part("phone-here"), told.phone);
  if (told.screen === "over") { call?.hangUp(); devices.stop(); return show("over"); }
  if (told.screen === "phone" && told.by !== "network") { if (at !== "phone") rest(); return; }
  if (told.screen !== "phone" && at === "phone") back(told.screen);
}

function replace(place, html) { if (place && place.dataset.last !== html) { place.dataset.last = html; place.innerHTML = html; } }

// By telephone: nobody is seen or heard here any more, and the line stays open to come back.
function rest() {
  show("phone");
  call?.setTrack("video", null);
  call?.setTrack("audio", null);
}

function back(screen) {
  if (screen === "prepare") return show("prepare");
  show(call?.admitted ? "live" : "waiting");
  begin();
  describe();
}

async function keepAwake() { try { wakeLock = await navigator.wakeLock?.request("screen"); } catch { /* the screen may sleep */ } }

document.addEventListener("visibilitychange", () => {
  call?.note({ asleep: document.hidden });
  if (document.hidden || !call || call.over) return;
  document.title = title;
  keepAwake();
  news();
  setTimeout(describe, 1500);
});

function press(button, on) { button.setAttribute("aria-pressed", String(on)); }

part("mic").addEventListener("click", async ({ currentTarget: button }) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  if (on && !devices.microphone.alive) await devices.microphone.open().catch(() => {});
  devices.microphone.set(on);
  press(button, on);
  describe();
});

part("cam").addEventListener("click", async ({ currentTarget: button }) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  if (on) await devices.camera.open().catch(() => {}); else devices.camera.release();
  app.querySelectorAll('[data-self="live"]').forEach((one) => { one.hidden = !on; });
  press(button, on);
  describe();
});

part("flip").addEventListener("click", () => devices.camera.flip().catch(() => {}));
part("pip").addEventListener("click", () => { if (document.pictureInPictureElement) document.exitPictureInPicture(); else stage?.large?.requestPictureInPicture().catch(() => {}); });
part("to-phone")?.addEventListener("click", async () => {
  const answer = await post(said.phone).catch(() => null);
  if (answer?.ok) { call?.force("phone"); news(); }
});
all("papers").forEach((form) => papers(form, said.icons, (paper) => call?.tellAll({ document: paper })));
part("quit").addEventListener("click", () => call.hangUp());
part("take").addEventListener("click", take);
part("not").addEventListener("click", () => { asks.close(); call.send(asks.dataset.who, { answer: "no-photo" }); });
all("again").forEach((one) => one.addEventListener("click", () => location.reload()));
all("allow").forEach((one) => one.addEventListener("click", (event) => { event.preventDefault(); allow(); }));
all("voice").forEach((one) => one.addEventListener("click", () => allow({ sound: true })));
part("ready-form")?.addEventListener("submit", ready);
part("back-to-video")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await post(said.video).catch(() => {});
  call?.force("");
  if (!call) return location.reload();
  return news();
});
part("line")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, problem = form.querySelector("[data-problem]");
  const answer = await post(form.action, new FormData(form)).catch(() => null);
  problem.hidden = Boolean(answer?.ok);
  if (!answer?.ok) { problem.textContent = (await answer?.json().catch(() => ({})))?.why || said.saysLost; return; }
  form.elements.text.value = "";
  form.elements.key.value = crypto.randomUUID();
  news();
});
app.querySelectorAll('input[name="where"]').forEach((one) => one.addEventListener("change", () => { part("elsewhere").hidden = one.value !== "elsewhere"; }));

setInterval(news, NEWS);
// Who comes back into the waiting room or the call needs no press, if the browser remembers its yes.
if (["waiting", "live"].includes(at)) {
  said.returns = at;
  show(at);
  equip();
  begin();
  devices.allowedBefore().then((yes) => { if (yes) allow(); else { all("ask").forEach((one) => { one.hidden = false; }); if (at === "live") show("waiting"); } });
} else if (pressedEarly(part("allow"))) allow();
else devices.allowedBefore().then((yes) => { if (yes && at === "prepare") allow(); });
