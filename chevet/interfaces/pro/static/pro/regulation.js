// The doctor's page of a regulation: who shows, what is asked of their device, the stills that come.
import { Call } from "../ui/js/call/call.js";

const stage = document.querySelector("[data-regulation]");
const part = (name) => stage.querySelector(`[data-${name}]`);
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const views = part("views"), waiting = part("waiting"), controls = part("controls"), told = part("told"), quality = part("quality"), stills = part("stills"), microphone = part("mic");
const words = waiting.querySelector("span").dataset;
const call = new Call({ ticketUrl: stage.dataset.ticket, token, policy: new URLSearchParams(location.search).get("path") === "relay" ? "relay" : "all" });
let chosen;

function say(name) { told.textContent = name ? told.dataset[name] : ""; }
function wait(name) { waiting.hidden = !name; if (name) waiting.querySelector("span").textContent = words[name]; }
function nameOf(id) { return document.querySelector(`#guest-${CSS.escape(id)} strong`)?.textContent ?? ""; }

function viewOf(id) {
  let view = document.getElementById(`view-${id}`);
  if (view) return view;
  view = document.createElement("figure");
  view.id = `view-${id}`;
  view.className = "view";
  const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true, muted: true });
  const name = Object.assign(document.createElement("figcaption"), { textContent: nameOf(id) });
  const large = Object.assign(document.createElement("button"), { type: "button", className: "view__choose" });
  large.addEventListener("click", () => choose(id));
  view.append(video, name, large);
  return view;
}

function dress(view) {
  const name = nameOf(view.id.slice(5)), large = view.querySelector("button");
  view.querySelector("figcaption").textContent = name;
  large.setAttribute("aria-label", `${views.dataset.enlarge} ${name}`);
  large.hidden = view.classList.contains("view--chosen");
}

function choose(id) {
  chosen = id;
  views.querySelectorAll(".view").forEach((one) => one.classList.toggle("view--chosen", one.id === `view-${id}`));
  refresh();
}

call.addEventListener("track", ({ detail: { id, kind, stream, track } }) => {
  if (kind === "audio") return listen(id, stream);
  const view = viewOf(id), video = view.querySelector("video");
  if (kind === "screen") return;
  const show = () => {
    video.srcObject = stream;
    if (!view.isConnected) views.append(view);
    if (!chosen) choose(id);
    refresh();
  };
  track.onunmute = show;
  track.onmute = refresh;
  if (!track.muted) show();
});

function listen(id, stream) {
  const audio = document.getElementById(`voice-${id}`) ?? Object.assign(document.createElement("audio"), { id: `voice-${id}`, autoplay: true });
  audio.srcObject = stream;
  stage.append(audio);
}

call.addEventListener("gone", ({ detail: { id } }) => {
  document.getElementById(`view-${id}`)?.remove();
  document.getElementById(`voice-${id}`)?.remove();
  if (chosen === id) chosen = views.firstElementChild?.id.slice(5);
  refresh();
});
call.addEventListener("peers", refresh);
call.addEventListener("phase", refresh);

function refresh() {
  const person = call.people.find((one) => one.id === chosen);
  const shows = Boolean(person && views.childElementCount);
  controls.hidden = !shows;
  if (shows) {
    const torch = controls.querySelector('[data-ask="torch"]');
    torch.hidden = ["none", undefined].includes(person.state.torch);
    torch.setAttribute("aria-pressed", String(person.state.torch === "on"));
    views.querySelectorAll(".view").forEach(dress);
  }
  if (call.over) return;
  if (!shows) wait(call.now === "lost" ? "saysLost" : "saysWaiting");
  else if (call.now === "lost") wait("saysLost");
  else wait(person.state.asleep ? "saysAsleep" : "");
}

call.addEventListener("quality", ({ detail: { id, word, frames, path, protocol } }) => {
  if (id !== chosen) return;
  Object.assign(stage.dataset, { frames: frames ?? 0, path: path ?? "", protocol: protocol ?? "" });
  quality.hidden = !word;
  quality.dataset.word = word;
  quality.textContent = word ? quality.dataset[word] : "";
});

controls.addEventListener("click", ({ target }) => {
  const ask = target.closest("[data-ask]")?.dataset.ask;
  if (!ask || !chosen) return;
  call.send(chosen, { ask });
  say(ask === "photo" ? "asked" : "");
});

call.addEventListener("message", ({ detail: { message } }) => { if (message.answer === "no-photo") say("refused"); });
call.addEventListener("file", ({ detail: { blob } }) => { say(""); receive(blob); });

// Drawn here before it is shown: what came over the line is never the browser's own to open.
async function receive(blob) {
  let picture;
  try { picture = await createImageBitmap(blob); } catch { return; }
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: picture.width, height: picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const clean = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  offer(clean);
}

function offer(blob) {
  const item = document.createElement("li"), url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, target: "_blank" });
  link.append(Object.assign(document.createElement("img"), { src: url, alt: stills.dataset.alt }));
  const acts = Object.assign(document.createElement("div"), { className: "cluster" });
  const keep = button(stills.dataset.keep, "secondary", () => store(blob, item, url));
  const drop = button(stills.dataset.drop, "quiet", () => { URL.revokeObjectURL(url); item.remove(); });
  acts.append(keep, drop);
  item.append(link, acts);
  stills.prepend(item);
  stage.dataset.stills = Number(stage.dataset.stills ?? 0) + 1;
}

function button(words, kind, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `button button--${kind}`, textContent: words });
  made.addEventListener("click", act);
  return made;
}

// The site takes a megabyte a request: a larger still is kept a little smaller.
async function store(blob, item, url) {
  const form = new FormData();
  form.append("photo", await small(blob), "photo.jpg");
  const answer = await fetch(stage.dataset.photos, { method: "POST", body: form, headers: { "X-CSRFToken": token } }).catch(() => null);
  say(answer?.ok ? "kept" : "failed");
  if (!answer?.ok) return;
  URL.revokeObjectURL(url);
  item.remove();
}

async function small(blob) {
  for (let side = 4096; blob.size > 900_000 && side > 800; side *= 0.8) {
    const picture = await createImageBitmap(blob);
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  }
  return blob;
}

// Doctor and caller are on the telephone: voices over the video only when that line is gone.
microphone.addEventListener("click", async () => {
  const on = microphone.getAttribute("aria-pressed") !== "true";
  try {
    if (on && !call.tracks.audio) call.setTrack("audio", (await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true } })).getAudioTracks()[0]);
  } catch { return say("noMic"); }
  if (call.tracks.audio) call.tracks.audio.enabled = on;
  if (on) call.tellAll({ ask: "voice" });
  microphone.setAttribute("aria-pressed", String(on));
  call.note({ microphone: on });
});

call.addEventListener("end", ({ detail }) => {
  views.replaceChildren();
  controls.hidden = true;
  wait({ locked: "saysLocked", replaced: "saysReplaced" }[detail] ?? "saysEnded");
});
call.start();
