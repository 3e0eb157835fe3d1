// The question read aloud, where the browser has a voice for the language of the page.
const speech = globalThis.speechSynthesis;
const language = document.documentElement.lang;
const buttons = [...document.querySelectorAll("[data-aloud]")];
const words = (button) => button.querySelector("[data-words]");
const silence = document.querySelector("[data-silence]")?.dataset.silence;

function offer() {
  const spoken = speech.getVoices().some((voice) => voice.lang.toLowerCase().startsWith(language));
  for (const button of buttons) button.hidden = !spoken;
}

function heard(button) {
  const field = button.closest("fieldset"), said = (selector) => [...field.querySelectorAll(selector)].map((one) => one.textContent.trim());
  return [...said("legend"), ...said(".field__hint:not(.only-without-script)"), ...said(".choice")].join(". ");
}

function hush() {
  speech.cancel();
  for (const button of buttons) if (button.dataset.listen) words(button).textContent = button.dataset.listen;
}

function read(button) {
  const stops = words(button).textContent === silence;
  hush();
  if (stops) return;
  button.dataset.listen = words(button).textContent;
  words(button).textContent = silence;
  const utterance = Object.assign(new SpeechSynthesisUtterance(heard(button)), { lang: language, onend: hush });
  speech.speak(utterance);
}

if (speech && buttons.length) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  for (const button of buttons) button.addEventListener("click", () => read(button));
  addEventListener("pagehide", hush);
}
