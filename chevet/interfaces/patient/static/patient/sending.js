// What leaves the page. Each sending has a key of its own, made here: sent twice, it is received once.
const PATIENCE = 10000; // milliseconds

export const newKey = () => globalThis.crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, "0")).join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

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

// null: it could not leave, or nobody answered in time. Otherwise what was told, with the status.
async function post(form, place, body) {
  try {
    const answer = await fetch(`${form.dataset.link}/${place}.json`, {
      method: "POST", body: JSON.stringify(body), keepalive: true, signal: AbortSignal.timeout?.(PATIENCE),
      headers: { "Content-Type": "application/json", "X-Chevet": "1" },
    });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json") || answer.status >= 500 || answer.status === 429) return null;
    return { ...await answer.json(), status: answer.status };
  } catch { return null; }
}
const onBehalf = (form) => form.elements.pour !== undefined;

// {outcome, sentence}, or {sentence, refused} for a field to correct.
export async function sendMeasure(form, values) {
  const told = await post(form, "measure", values);
  if (!told || ![200, 422].includes(told.status)) return null;
  return { ...told, refused: told.status === 422 };
}

// A sign that could not leave is sent again for as long as the page is open; it also leaves with the form.
export async function sendSign(form, values, wait = 2000) {
  const told = await post(form, "danger", { ...values, on_behalf: onBehalf(form) });
  if (told) return told.status === 200;
  await new Promise((later) => setTimeout(later, wait));
  return sendSign(form, values, Math.min(30000, wait * 2));
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

export const sendAll = (form) => post(form, "answers", {
  key: form.elements.key.value, answers: answersOf(form), on_behalf: onBehalf(form), between: form.elements.between !== undefined,
});
