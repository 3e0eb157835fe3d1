// The form of questions, one screen at a time. Without this file it is the same form on one page.
// Answers live in the form, and sealed in the browser (vault.js) until they have left.
import { formOf, screensAskedBy } from "./flow.js";
import { sendMeasure, sendSign, sendAll, keyOf, newKey, forgetKey } from "./sending.js";
import { dropDraft, keepDraft, restoreDraft } from "./draft.js";
import { fillChecks } from "./checks.js";
import "./counter.js";
import "./aloud.js";

const form = document.querySelector("[data-questions]");
const parts = formOf(form);
const emergency = document.querySelector("[data-emergency]");
let current = parts.screens[0];

form.elements.key.value = keyOf(form);
form.dataset.ready = "yes";
form.setAttribute("novalidate", "");
parts.next.hidden = false;
history.replaceState({ screen: 0 }, "");
show(startingScreen(), { focus: false });
goOn();

async function goOn() {
  const place = await restoreDraft(form);
  if (place === undefined) return;
  const screens = [...parts.screens, parts.check];
  if (screens[place] && current === parts.screens[0]) show(screens[place], { focus: false });
  form.querySelector("[data-going-on]").hidden = false;
}

function startingScreen() {
  return parts.screens.find((screen) => screen.querySelector("[data-error]:not([hidden])")) ?? parts.screens[0];
}

function show(screen, { focus = true } = {}) {
  current = screen;
  for (const one of [...parts.screens, parts.check]) one.hidden = one !== screen;
  const asked = [...screensAskedBy(parts), parts.check];
  const place = asked.indexOf(screen);
  parts.opening.hidden = place > 0;
  parts.heading.classList.toggle("visually-hidden", place > 0);
  parts.back.hidden = place <= 0;
  parts.next.hidden = screen === parts.check;
  parts.send.hidden = screen !== parts.check;
  if (screen === parts.check) fillChecks(parts, form, (target) => go(target));
  parts.words.textContent = form.dataset.of.replace("{}", place + 1).replace("{}", asked.length);
  parts.bar.setAttribute("width", String(Math.round((100 * (place + 1)) / asked.length)));
  for (const question of screen.querySelectorAll("[data-question]")) question.hidden = !parts.isAsked(question);
  if (!focus) return;
  scrollTo({ top: place > 0 ? underTheStrip(parts.top) : 0 });
  (screen.querySelector("[data-question]:not([hidden]) legend") ?? screen.querySelector("[data-title]")).focus({ preventScroll: true });
}

// The name of the house is read once: from the second question on, a telephone shows the question.
function underTheStrip(element) {
  const strip = document.querySelector(".emergency-strip");
  const covered = strip && getComputedStyle(strip).position === "sticky" ? strip.offsetHeight : 0;
  return element.getBoundingClientRect().top + scrollY - covered;
}

function go(screen) {
  keepDraft(form, number(screen));
  form.querySelector("[data-going-on]").hidden = true;
  history.pushState({ screen: number(screen) }, "");
  show(screen);
}
const number = (screen) => [...parts.screens, parts.check].indexOf(screen);

addEventListener("popstate", (event) => {
  const all = [...parts.screens, parts.check];
  show(all[event.state?.screen ?? 0] ?? all[0]);
});

parts.back.addEventListener("click", () => history.back());
parts.next.querySelector("button").addEventListener("click", leave);
// Enter in a field means Continuer, not "send everything".
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT" || current === parts.check) return;
  event.preventDefault();
  leave();
});

async function leave() {
  const button = parts.next.querySelector("button");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const here = current;
    const wrong = await firstUnfinished(here);
    if (wrong) return wrong.focus();
    if (here !== current) return;
    const asked = [...screensAskedBy(parts), parts.check];
    go(asked[asked.indexOf(here) + 1]);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function firstUnfinished(screen) {
  for (const question of screen.querySelectorAll("[data-question]:not([hidden])")) {
    const field = question.querySelector("fieldset");
    const stop = field.dataset.kind === "measure" ? await unfinishedMeasure(field) : unfinishedChoice(field);
    if (stop) return stop;
  }
  return null;
}

function unfinishedChoice(field) {
  const radios = [...field.querySelectorAll("input[type=radio]")];
  const mayPass = !radios.length || radios.some((radio) => radio.checked) || (!("required" in field.dataset) && !radios.some((radio) => radio.value === "?"));
  return complain(field, mayPass ? "" : form.dataset.choose) ? radios[0] : null;
}

// A measure leaves the moment its screen is left; what alarms is asked again, calmly, once.
async function unfinishedMeasure(field) {
  const input = field.querySelector("input[type=text]");
  const typed = input.value.trim();
  if (!typed) return withoutNumber(field, input);
  if (typed === field.dataset.told) return null;
  if (field.dataset.tried !== typed) Object.assign(field.dataset, { tried: typed, key: newKey() });
  const answer = await sendMeasure(form, { key: field.dataset.key, kind: field.dataset.item, typed });
  if (!answer) return null; // no network: it leaves with the form
  complain(field, answer.outcome === "impossible" || answer.refused ? answer.sentence : "");
  calm(field).hidden = answer.outcome !== "again";
  if (answer.outcome === "impossible" || answer.refused) return input;
  field.dataset.tried = "";
  if (answer.outcome === "again") {
    Object.assign(field.dataset, { first: typed, told: "" });
    input.value = "";
    return input;
  }
  field.dataset.told = typed;
  if (answer.outcome === "emergency") { told(true); await alarm(); }
  return null;
}

function withoutNumber(field, input) {
  if (field.dataset.first) {
    // Asked again and not measured again: the first number stands.
    Object.assign(field.dataset, { told: field.dataset.first, first: "" });
    input.value = field.dataset.told;
    calm(field).hidden = true;
    return null;
  }
  const said = field.querySelector("input[type=radio]:checked");
  return complain(field, said ? "" : form.dataset.type) ? input : null;
}
const calm = (field) => field.querySelector("[data-again]");

function complain(field, sentence) {
  const place = field.querySelector("[data-error]");
  place.querySelector("[data-words]").textContent = sentence;
  place.hidden = !sentence;
  field.closest("[data-question]").classList.toggle("field--wrong", Boolean(sentence));
  field.querySelector("input[type=text]")?.toggleAttribute("aria-invalid", Boolean(sentence));
  if (sentence) field.querySelector("input[type=text]")?.setAttribute("aria-invalid", "true");
  return Boolean(sentence);
}

form.addEventListener("change", (event) => {
  const radio = event.target;
  if (radio.type !== "radio") return;
  const field = radio.closest("fieldset");
  complain(field, "");
  if (field.dataset.kind === "measure") field.querySelector("input[type=text]").value = "";
  // A danger sign leaves at once and stays sent, whatever the form says later.
  if ("danger" in radio.dataset) {
    told(false);
    sendSign(form, { key: newKey(), item: field.dataset.item, choice: radio.value }).then(told);
    alarm();
  }
});
form.addEventListener("input", (event) => {
  keepDraft(form, number(current));
  if (event.target.type !== "text") return;
  for (const radio of event.target.closest("fieldset").querySelectorAll("input[type=radio]")) radio.checked = false;
});

// "L'équipe est prévenue" is said only once it is true.
function told(yes) {
  emergency.querySelector("[data-told]").hidden = !yes;
}

function alarm() {
  if (!emergency.open) emergency.showModal();
  emergency.querySelector("a").focus();
  return new Promise((closed) => emergency.addEventListener("close", closed, { once: true }));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = parts.send.querySelector("button");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  parts.unsent.hidden = true;
  const answer = await sendAll(form);
  button.removeAttribute("aria-busy");
  if (answer) await received(answer);
  else notSent();
});

async function received(answer) {
  if (answer.status === 422) return correct(answer.fields, {});
  if (answer.status === 200 && !answer.stored) return correct(answer.impossible, answer);
  // Closed, or no longer known: the page that says so is the plain form's.
  if (![200, 409].includes(answer.status)) return HTMLFormElement.prototype.submit.call(form);
  const key = answer.answer ?? form.elements.key.value;
  forgetKey(form);
  await dropDraft(form);
  location.assign(`${form.dataset.link}/recu/${key}${answer.status === 409 ? "?deja=1" : ""}`);
}

// What waited has left: what it was told is told here, late.
document.addEventListener("chevet:sent", ({ detail: { item, answer } }) => {
  if (item.place === "answers") return item.body.key === form.elements.key.value ? received(answer) : undefined;
  if (item.place === "danger") return told(answer.status === 200);
  if (answer.outcome === "emergency") { told(true); alarm(); }
});
document.addEventListener("chevet:waiting", ({ detail }) => {
  parts.unsent.hidden = !detail.count;
  parts.unsent.querySelector("[data-kept]").hidden = !globalThis.crypto?.subtle;
});

function notSent() {
  parts.unsent.hidden = false;
  parts.unsent.scrollIntoView({ block: "nearest" });
}

function correct(problems, { emergency: grave = false }) {
  const fields = [...form.querySelectorAll("fieldset")].filter((field) => complain(field, problems[field.dataset.item] ?? ""));
  if (grave) { told(true); alarm(); }
  if (fields.length) go(fields[0].closest("[data-screen]"));
  else notSent();
}
