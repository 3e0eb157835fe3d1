// Calls and other acts on one follow-up: a key that stands on a button presses it, a call counts its seconds, and a number
// that is dialled tells the others first. Everything here works without.
const WRITES = "input:not([type=checkbox]):not([type=radio]):not([type=hidden]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest?.(WRITES)) {
    // Out of the note with Escape, and the keys listen again.
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase() && one.checkVisibility());
  if (!button) return;
  event.preventDefault();
  button.click();
});

// [data-digits]: the choices of a form are numbered, and a digit ticks one. The place of the key counts, not its letter: an
// AZERTY keyboard gives its digits without Shift.
const choices = [...document.querySelectorAll("form[data-digits] .choice input")];
choices.slice(0, 9).forEach((one, at) => {
  const key = document.createElement("kbd");
  key.className = "button__key";
  key.setAttribute("aria-hidden", "true");
  key.textContent = at + 1;
  one.closest("label").append(key);
});
document.addEventListener("keydown", (event) => {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (!choices.length || !digit || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(WRITES)) return;
  event.preventDefault();
  const choice = choices[digit[1] - 1];
  if (choice && !choice.checked) choice.click(); // what was ticked already stays ticked; Space takes it back
  choice?.focus();
});
if (!document.querySelector("[data-error-summary]")) (choices.find((one) => one.checked) ?? choices[0])?.focus({ preventScroll: true });

const arrived = Date.now();
function count() {
  for (const timer of document.querySelectorAll("[data-elapsed]")) {
    const seconds = Number(timer.dataset.elapsed) + Math.floor((Date.now() - arrived) / 1000);
    timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
if (document.querySelector("[data-elapsed]")) { count(); setInterval(count, 1000); }

// Dialling by pressing the number itself: the call begins here too, and the page then asks what came of it.
for (const link of document.querySelectorAll("[data-begins]")) {
  link.addEventListener("click", () => {
    const form = document.getElementById(link.dataset.begins);
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true })
      .then((answer) => { location.assign(answer.url); })
      .catch(() => {});
  });
}
