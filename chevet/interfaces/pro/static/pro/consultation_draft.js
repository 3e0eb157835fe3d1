// What is written during a consultation is kept while it is written: in the record, sealed, a moment after the last key.
// Nothing of it stays in this browser. <… data-draft="address">; every field that is part of it has data-drafted.
const SOON = 1500;
const AGAIN = 6000;
const place = document.querySelector("[data-draft]"), said = document.querySelector("[data-draft-said]");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const fields = () => [...document.querySelectorAll("[data-drafted]")];
const words = () => new URLSearchParams(fields().map((one) => [one.name, one.value])).toString();
const shown = () => fields().map((one) => one.name).join();
let timer, kept = words(), names = shown(), saving = false;

function tell(name) {
  if (!said) return;
  said.textContent = said.dataset[name];
  said.dataset.state = name;
}

export async function save({ leaving = false } = {}) {
  clearTimeout(timer);
  const now = words();
  if (names !== shown()) kept = ""; // a sheet was opened, or put away
  names = shown();
  if (!place || now === kept || (saving && !leaving)) return;
  saving = true;
  const asked = { method: "POST", body: new URLSearchParams(now), headers: { "X-CSRFToken": token, Accept: "application/json" }, keepalive: leaving };
  const answer = await fetch(place.dataset.draft, asked).catch(() => null);
  saving = false;
  if (answer?.ok) kept = now;
  tell(answer?.ok ? "kept" : "not");
  if (words() !== kept) timer = setTimeout(save, answer?.ok ? SOON : AGAIN);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-drafted]")) return;
  tell("writes");
  clearTimeout(timer);
  timer = setTimeout(save, SOON);
});
document.addEventListener("visibilitychange", () => { if (document.hidden) save({ leaving: true }); });
addEventListener("pagehide", () => save({ leaving: true }));

// A template is put where one writes, behind what is there.
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-template]") || !target.value) return;
  const into = document.getElementById(target.dataset.template);
  into.value = into.value ? `${into.value.trimEnd()}\n\n${target.value}` : target.value;
  target.value = "";
  into.dispatchEvent(new Event("input", { bubbles: true }));
  into.focus();
});
