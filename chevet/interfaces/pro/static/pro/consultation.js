// The professional's page of a consultation: who is seen and heard, what is shown, what is asked of the patient's device,
// on which rung of the ladder it goes on. What is written stands in consultation_draft.js, who is there in its fragment.
import { Call } from "../ui/js/call/call.js";
import { Camera, reason } from "../ui/js/call/camera.js";
import { Microphone } from "../ui/js/call/microphone.js";
import { Screen } from "../ui/js/call/screen.js";
import { Stage } from "../ui/js/call/stage.js";
import { Board } from "../ui/js/call/board.js";
import { Chat } from "../ui/js/call/chat.js";
import { Sharing } from "./consultation_sharing.js";
import { arrival } from "./arrivals.js";
import { save } from "./consultation_draft.js";
import "./consultation_tabs.js";

const cockpit = document.querySelector("[data-cockpit]");
const part = (name) => cockpit.querySelector(`[data-${name}]`);
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const told = part("told"), views = part("views"), waiting = part("waiting"), self = part("self");
const relayed = new URLSearchParams(location.search).get("path") === "relay";
const call = new Call({ ticketUrl: cockpit.dataset.ticket, token, policy: relayed ? "relay" : "all" });
const camera = new Camera({ facing: "user" }), microphone = new Microphone(), screen = new Screen(call);
const nameOf = (id) => document.querySelector(`[data-seat="${CSS.escape(id)}"] [data-name]`)?.textContent ?? document.querySelector("[data-team-name]").dataset.teamName;
const stage = new Stage({ call, views, nameOf, icons: cockpit.dataset.icons });
const board = new Board({ call, place: part("board"), nameOf });
const chat = new Chat({ call, place: part("chat"), nameOf });
const sharing = new Sharing({ cockpit, call, board, stage, say, token });
let chosen;

function say(name, of = "") { told.textContent = name ? told.dataset[name].replace("{}", of) : ""; }

// What the others must see of us: the camera and the voice are opened once, and cut by the buttons.
camera.addEventListener("track", ({ detail }) => {
  self.srcObject = new MediaStream([detail]);
  self.hidden = false;
  if (camera.wanted !== false) call.setTrack("video", detail);
  describe();
});
microphone.addEventListener("track", ({ detail }) => { call.setTrack("audio", detail); describe(); });

async function openDevices() {
  await Promise.all([
    camera.open().catch((error) => say(reason(error) === "no_camera" ? "noCamera" : "cameraRefused")),
    microphone.open().catch(() => say("noMic")),
  ]);
  describe();
}

function describe() {
  const seen = Boolean(camera.alive && camera.wanted !== false);
  call.note({ camera: seen, microphone: microphone.on });
  press("mic", !microphone.on);
  press("camera", !seen);
  self.hidden = !seen || call.step !== "video";
}

function press(name, on) { cockpit.querySelector(`[data-does="${name}"]`)?.setAttribute("aria-pressed", String(on)); }

const does = {
  async mic() {
    if (!microphone.alive) await microphone.open().catch(() => say("noMic"));
    else microphone.set(!microphone.on);
    describe();
  },
  async camera() {
    if (!camera.alive) await camera.open().catch(() => say("cameraRefused"));
    else {
      camera.wanted = camera.wanted === false;
      call.setTrack("video", camera.wanted ? camera.track : null);
    }
    describe();
  },
  async screen() { await screen.toggle().catch(() => {}); },
  async still() {
    const picture = await stage.still();
    if (picture) board.show(picture, { title: cockpit.dataset.still });
  },
  file() { part("file").click(); },
  async pip() {
    if (document.pictureInPictureElement) return document.exitPictureInPicture();
    return stage.large?.requestPictureInPicture().catch(() => say("noPip"));
  },
  voice() { step(call.step === "audio" ? "" : "audio"); },
  phone() { step(call.step === "phone" ? "" : "phone"); },
  people() { toggle(part("people")); },
  chat() { const place = part("chat-place"); toggle(place); if (place.open) place.querySelector("input").focus(); },
  note() { document.querySelector("[data-draft] [name=note]").focus(); },
  help() { document.getElementById("keys").showModal(); },
};

function toggle(details) { details.open = !details.open; }

// The rung is said to the other pages at once, and to the server, which keeps it for whoever comes back.
function step(wanted) {
  call.force(wanted);
  const body = new URLSearchParams({ step: wanted || "video" });
  fetch(cockpit.dataset.step, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => {});
}

function climb() {
  const now = call.step;
  cockpit.dataset.step_now = now;
  cockpit.querySelectorAll("[data-rung]").forEach((one) => { if (one.dataset.rung === now) one.setAttribute("aria-current", "step"); else one.removeAttribute("aria-current"); });
  press("voice", now === "audio");
  press("phone", now === "phone");
  part("by-phone").hidden = now !== "phone";
  self.hidden = now !== "video" || !call.flags.camera;
}
call.addEventListener("step", climb);

cockpit.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-does]");
  if (button) { does[button.dataset.does]?.(); return; }
  const ask = target.closest("[data-ask]")?.dataset.ask;
  if (!ask || !chosen) return;
  call.send(chosen, { ask });
  say(ask === "photo" ? "asked" : "");
});
screen.addEventListener("change", ({ detail }) => { press("screen", detail); say(detail ? "shares" : ""); });

stage.addEventListener("chosen", ({ detail }) => { chosen = detail; refresh(); });
function refresh() {
  if (call.over) return;
  const state = call.people.find((one) => one.id === chosen)?.state ?? {};
  part("requests").hidden = !stage.large || call.step !== "video";
  const torch = cockpit.querySelector('[data-ask="torch"]');
  torch.hidden = !["on", "off"].includes(state.torch);
  torch.setAttribute("aria-pressed", String(state.torch === "on"));
  cockpit.querySelector('[data-ask="flip"]').hidden = !state.facing;
  waiting.hidden = views.querySelector(".tile") !== null;
  cockpit.dataset.phase = call.now ?? "";
  if (!waiting.hidden) waiting.querySelector("[data-says]").textContent = waiting.querySelector("[data-says]").dataset[call.now === "connecting" ? "connecting" : "alone"];
}
call.addEventListener("phase", refresh);
climb();

// Somebody came, went, was let in: the fragment of who is there is fetched again.
let known = "";
call.addEventListener("peers", ({ detail }) => {
  const now = detail.map((one) => `${one.id}${one.here}${one.admitted}${one.state?.testing ?? ""}${one.state?.refused ?? ""}`).join();
  const knocks = detail.some((one) => one.here && !one.admitted && !known.includes(`${one.id}true`));
  if (now !== known) { document.body.dispatchEvent(new CustomEvent("chevet:people")); place(); }
  if (knocks) arrival();
  known = now;
  refresh();
});

// Never under a hand that writes there: then a moment later.
function place() {
  const where = document.getElementById("where");
  if (where.contains(document.activeElement) && document.activeElement.matches("input")) return where.addEventListener("focusout", () => setTimeout(place, 300), { once: true });
  document.body.dispatchEvent(new CustomEvent("chevet:where"));
  document.body.dispatchEvent(new CustomEvent("chevet:documents"));
}

call.addEventListener("message", ({ detail: { message } }) => {
  if (message.answer === "no-photo") say("refused");
  if (message.document) { say("sent", String(message.document.title ?? "").slice(0, 120)); document.body.dispatchEvent(new CustomEvent("chevet:documents")); }
});
call.addEventListener("file", ({ detail: { blob, about } }) => { if (about.kind === "photo") { say(""); sharing.receive(blob); } });
chat.addEventListener("said", () => { part("chat-place").open = true; });
document.addEventListener("visibilitychange", () => call.note({ asleep: document.hidden && !document.pictureInPictureElement }));

call.addEventListener("end", ({ detail }) => {
  camera.stop();
  microphone.stop();
  screen.stop();
  self.hidden = true;
  board.away();
  waiting.hidden = false;
  waiting.querySelector("[data-says]").textContent = waiting.querySelector("[data-says]").dataset[{ locked: "locked", replaced: "replaced" }[detail] ?? "ended"];
});

// The end sheet is drawn when it is asked for, with what was written until then.
document.addEventListener("click", async ({ target }) => {
  if (!target.closest("[data-opens=end]")) return;
  await save();
  document.body.dispatchEvent(new CustomEvent("chevet:end"));
});

// One key, one act; never while somebody writes.
const WRITES = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [data-board-surface]";
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(WRITES) || document.querySelector("dialog[open]")) return;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase() && one.checkVisibility());
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Leaving by a link of the page while somebody is on the line asks first; the end of the consultation does not.
addEventListener("beforeunload", (event) => { if (call.now === "connected" && !cockpit.dataset.leaves) event.preventDefault(); });
document.addEventListener("submit", (event) => { if (event.target.matches("[data-leaves]")) cockpit.dataset.leaves = "yes"; });
openDevices();
call.start();
