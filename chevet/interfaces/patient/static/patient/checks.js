// The last screen: every answer in a line, each with a way back to its question.
export function fillChecks(parts, form, goTo) {
  parts.answers.replaceChildren(...parts.screens.flatMap((screen) =>
    [...screen.querySelectorAll("[data-question]")].filter(parts.isAsked).map((question) => line(question, form, () => goTo(screen)))));
}

function line(question, form, back) {
  const row = document.createElement("li");
  const words = document.createElement("div");
  const asked = question.querySelector("legend").textContent;
  words.append(part("asked", asked), part("said", said(question) || form.dataset.none));
  const button = document.createElement("button");
  button.type = "button";
  button.append(form.dataset.change, hidden(` : ${asked}`));
  button.addEventListener("click", back);
  row.append(words, button);
  return row;
}

function said(question) {
  const number = question.querySelector("input[type=text]");
  if (number?.value.trim()) return `${number.value.trim()} ${question.querySelector(".with-unit__unit").textContent}`;
  const text = question.querySelector("textarea");
  return text ? text.value.trim() : question.querySelector("input:checked")?.closest("label").textContent.trim();
}

function part(name, words) {
  const element = document.createElement("div");
  element.className = name;
  element.textContent = words;
  return element;
}

function hidden(words) {
  const element = document.createElement("span");
  element.className = "visually-hidden";
  element.textContent = words;
  return element;
}
