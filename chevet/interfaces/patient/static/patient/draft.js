// The answers of a form that was not sent, kept sealed (vault.js) so that a dead battery or a lost network costs nothing.
import { drop, keep, kept } from "./vault.js";

const REMEMBERED = ["tried", "key", "first", "told"]; // what is known of each measure
let writing = 0;

const nameOf = (form) => `draft ${form.dataset.day} ${form.elements.pour ? "proche" : ""}`;
const measures = (form) => [...form.querySelectorAll("fieldset[data-kind=measure]")];

export function keepDraft(form, screen) {
  clearTimeout(writing);
  writing = setTimeout(() => keep(form.dataset.link, nameOf(form), { ...read(form), screen }).catch(() => null), 200);
}

export function dropDraft(form) {
  clearTimeout(writing);
  return drop(form.dataset.link, nameOf(form)).catch(() => null);
}

function read(form) {
  const values = [...new FormData(form)].filter(([name, value]) => /^[an]_/.test(name) && value);
  const facts = measures(form).map(({ dataset }) => [dataset.item, Object.fromEntries(REMEMBERED.filter((name) => dataset[name]).map((name) => [name, dataset[name]]))]);
  return { key: form.elements.key.value, values, facts };
}

// The number of the screen to go on with; undefined when there is nothing to go on with.
export async function restoreDraft(form) {
  if ("returned" in form.dataset) return undefined;
  const draft = await kept(form.dataset.link, nameOf(form)).catch(() => undefined);
  if (!draft?.values.length) return undefined;
  form.elements.key.value = draft.key;
  for (const [name, value] of draft.values) fill(form, name, value);
  for (const [item, facts] of draft.facts) {
    const field = measures(form).find(({ dataset }) => dataset.item === item);
    if (!field) continue;
    Object.assign(field.dataset, facts);
    field.querySelector("[data-again]").hidden = !facts.first;
  }
  return draft.screen;
}

function fill(form, name, value) {
  const fields = [...form.elements].filter((field) => field.name === name);
  for (const field of fields) {
    if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}
