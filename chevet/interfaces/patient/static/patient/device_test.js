// A device tried before the day: picture, voice, and the way through the relay that the call would take. It asks for
// nothing when all is well, keeps nothing, and blocks nobody.
import { pressedEarly } from "../ui/js/call/camera.js";
import { Devices } from "./devices.js";

const app = document.querySelector("[data-test]");
const part = (name) => app.querySelector(`[data-${name}]`);
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const said = app.dataset, devices = new Devices(app);
const TRY = 8000, SLOW = 600, AGAIN = 20_000;

function show(screen) { app.querySelectorAll("section[data-screen]").forEach((one) => { one.hidden = one.dataset.screen !== screen; }); }

function check(name, is, words) {
  const line = app.querySelector(`[data-check="${name}"]`);
  line.dataset.is = is;
  line.querySelector("[role=status]").textContent = words;
}

async function allow() {
  const screen = await devices.open();
  show(screen || "prepare");
}

devices.addEventListener("ready", () => {
  part("checks").hidden = false;
  if (devices.camera.alive) check("camera", "ok", said.saysSeen);
  if (devices.microphone.alive) check("voice", "", said.saysWait); else check("voice", "bad", said.saysNothing);
  path();
  setInterval(relays, AGAIN);
});

devices.addEventListener("voice", async ({ detail: heard }) => {
  check("voice", heard ? "ok" : "bad", heard ? said.saysHeard : said.saysSilent);
  part("sound").hidden = heard;
  if (!heard) await microphones();
});

async function microphones() {
  const list = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "audioinput");
  part("which-mic").replaceChildren(...list.map((one) => Object.assign(document.createElement("option"), { value: one.deviceId, textContent: one.label })));
}

part("which-mic").addEventListener("change", async ({ target }) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: target.value } } }).catch(() => null);
  if (stream) { devices.heard = false; devices.microphone.hold(stream.getAudioTracks()[0]); }
});

part("play").addEventListener("click", () => {
  const context = new AudioContext(), tone = context.createOscillator(), gain = context.createGain();
  gain.gain.value = 0.15;
  tone.frequency.value = 523;
  tone.connect(gain).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.8);
  tone.onended = () => context.close();
});

async function relays() {
  const answer = await fetch(said.relay, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => null);
  return answer?.ok && !answer.redirected ? (await answer.json()).ice : null;
}

// Two ends in this page that may only meet through the relay; the time of one message there and back.
async function path() {
  check("path", "", said.saysWait);
  const ice = await relays();
  if (!ice) return check("path", "bad", said.saysBlocked);
  if (!ice.some((one) => "username" in one)) return check("path", "ok", said.saysDirect);
  const took = await Promise.race([roundTrip(ice), new Promise((go) => setTimeout(go, TRY))]).catch(() => undefined);
  app.dataset.took = took ?? "";
  if (took === undefined) return check("path", "bad", said.saysBlocked);
  return check("path", took > SLOW ? "bad" : "ok", took > SLOW ? said.saysSlow : said.saysPath);
}

async function roundTrip(iceServers) {
  const [near, far] = [0, 1].map(() => new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" }));
  near.onicecandidate = ({ candidate }) => candidate && far.addIceCandidate(candidate).catch(() => {});
  far.onicecandidate = ({ candidate }) => candidate && near.addIceCandidate(candidate).catch(() => {});
  far.ondatachannel = ({ channel }) => { channel.onmessage = ({ data }) => channel.send(data); };
  const channel = near.createDataChannel("there and back");
  const took = new Promise((done) => {
    channel.onopen = () => channel.send(String(performance.now()));
    channel.onmessage = ({ data }) => done(Math.round(performance.now() - Number(data)));
  });
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  return took.finally(() => { near.close(); far.close(); });
}

app.querySelectorAll("[data-allow]").forEach((one) => one.addEventListener("click", (event) => { event.preventDefault(); allow(); }));
addEventListener("pagehide", () => devices.stop());
if (pressedEarly(part("allow"))) allow();
else devices.allowedBefore().then((yes) => { if (yes) allow(); });
