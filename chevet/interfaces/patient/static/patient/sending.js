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

// null: it could not leave, or nobody answered in time.
async function post(url, body) {
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(PATIENCE), keepalive: true });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
    const told = await answer.json();
    return answer.ok || answer.status === 422 ? told : { ...told, failed: answer.status };
  } catch { return null; }
}

function about(form, values) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, ...values });
  if (form.elements.pour) body.set("pour", form.elements.pour.value);
  return body;
}

export async function sendMeasure(form, values) {
  const told = await post(form.dataset.measure, about(form, values));
  if (!told || told.failed) return null;
  return told.outcome ? told : { ...told, refused: true };
}

// A sign that could not leave is sent again for as long as the page is open; it also leaves with the form.
export async function sendSign(form, values, wait = 2000) {
  const told = await post(form.dataset.sign, about(form, values));
  if (told) return !told.failed && "emergency" in told;
  await new Promise((later) => setTimeout(later, wait));
  return sendSign(form, values, Math.min(30000, wait * 2));
}

export async function sendAll(form) {
  const told = await post(form.action, new URLSearchParams(new FormData(form)));
  return told?.failed ? { sentence: told.sentence ?? "" , failed: told.failed } : told;
}
