// The questionnaire on the telephone, by the keyboard alone: a digit chooses and goes on, Enter goes on, and an answer that
// is a danger sign opens its panel at once, in the middle of the questions. Without a script it is an ordinary form.
const form = document.querySelector(".assisted");
const dangers = JSON.parse(form.dataset.dangers || "{}");
const panel = form.querySelector("[data-danger]");
const fields = [...form.querySelectorAll(".field")].filter((one) => !skipOf(one));
const byKeys = form.hasAttribute("data-assisted");

// "Not measured" belongs to the measure before it.
function skipOf(field) { return field.querySelector("input[type=checkbox][name$=__none]"); }
const skipAfter = (field) => skipOf(field.nextElementSibling ?? field);
const radios = (field) => [...field.querySelectorAll("input[type=radio]")];
const entry = (field) => radios(field).find((one) => one.checked) ?? field.querySelector("input, textarea");
const answered = (field) => radios(field).some((one) => one.checked) || Boolean(field.querySelector("input:not([type=radio]), textarea")?.value) || Boolean(skipAfter(field)?.checked);

for (const field of fields) {
  const skip = skipAfter(field);
  if (skip) field.append(skip.closest(".field"));
  if (byKeys) radios(field).forEach((radio, at) => {
    const key = document.createElement("kbd");
    key.className = "button__key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = at + 1;
    radio.closest("label").append(key);
  });
}

const skips = new Map(fields.map((field) => [field, skipOf(field)]));
const count = form.querySelector("[data-count]");
function tell() {
  const done = fields.filter((field) => answered(field) || skips.get(field)?.checked).length;
  count.hidden = false;
  count.textContent = count.dataset.words.replace("{}", done).replace("{}", fields.length);
  const danger = Object.entries(dangers).some(([name, codes]) => codes.includes(form.elements[name]?.value));
  if (danger === !panel.hidden) return;
  panel.hidden = !danger;
}

function go(field, step) {
  const next = fields[fields.indexOf(field) + step];
  if (!next) return form.querySelector(".assisted__send button").focus();
  entry(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "center", behavior: "auto" });
}

function digit(event) {
  if (/^[1-9]$/.test(event.key)) return Number(event.key);
  const code = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  return code ? Number(code[1]) : 0;
}

form.addEventListener("change", tell);
form.addEventListener("input", tell);
if (byKeys) {
  document.querySelector("[data-keys-said]").hidden = false;
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = fields.find((one) => one.contains(event.target));
    if (!field) return;
    const choice = radios(field)[digit(event) - 1];
    if (choice) { event.preventDefault(); choice.click(); choice.focus(); go(field, 1); return; }
    if (event.key !== "Enter" || event.target.tagName === "TEXTAREA") return;
    event.preventDefault();
    const skip = skips.get(field);
    if (skip && !field.querySelector("input[type=text]").value && !skip.checked) skip.click();
    go(field, event.shiftKey ? -1 : 1);
  });
  if (!document.querySelector("[data-error-summary]")) entry(fields[0])?.focus({ preventScroll: true });
}
tell();
