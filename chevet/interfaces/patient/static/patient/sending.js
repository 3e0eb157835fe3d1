// What leaves the form. Each sending has a key of its own, made here: sent twice, it is received once.
import { send } from "./outbox.js";

export const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint16(0, Date.now() / 2 ** 32);
  new DataView(bytes.buffer).setUint32(2, Date.now() % 2 ** 32);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

// The key of the whole form outlives a reload of this tab, so that a second sending finds the first. Only the key.
const place = (form) => `key ${location.pathname} ${form.dataset.day}`;
export function keyOf(form) {
  try {
    const kept = sessionStorage.getItem(place(form)) ?? newKey();
    sessionStorage.setItem(place(form), kept);
    return kept;
  } catch { return newKey(); }
}
export function forgetKey(form) {
  try { sessionStorage.removeItem(place(form)); } catch { /* nothing was kept */ }
}

const onBehalf = (form) => form.elements.pour !== undefined;
// The server answers in the language that is being read.
const language = document.documentElement.lang;
const leave = (form, place, body) => send(form.dataset.link, place, { ...body, language });

// {outcome, sentence}, or {sentence, refused} for a field to correct; null while it waits.
export async function sendMeasure(form, values) {
  const told = await leave(form, "measure", values);
  if (!told || ![200, 422].includes(told.status)) return null;
  return { ...told, refused: told.status === 422 };
}

// Whether the team knows. What could not leave says so later (chevet:sent).
export async function sendSign(form, values) {
  const told = await leave(form, "danger", { ...values, on_behalf: onBehalf(form) });
  return told?.status === 200;
}

// The same answers as the plain form would send, as typed.
export function answersOf(form) {
  const missing = {}, typed = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("n_") && value) missing[name.slice(2)] = value;
    if (name.startsWith("a_") && value.trim()) typed[name.slice(2)] = value.trim();
  }
  return { ...missing, ...typed };
}

export const sendAll = (form) => leave(form, "answers", {
  key: form.elements.key.value, answers: answersOf(form), on_behalf: onBehalf(form), between: form.elements.between !== undefined,
});
