// Asking in a dialog what its own page would ask, and saying in a word what was done.
const dialog = document.querySelector("[data-ask]");
const told = document.querySelector("[data-told]");
const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const MARK = { "HX-Request": "true" };

export function say(sentence) {
  told.textContent = sentence;
  told.classList.add("told--shown");
  clearTimeout(say.soon);
  say.soon = setTimeout(() => told.classList.remove("told--shown"), 6000);
}

async function answered(asked) {
  const answer = await asked.catch(() => null);
  const elsewhere = answer?.headers.get("HX-Redirect");
  if (elsewhere) location.assign(elsewhere);
  if (!answer || answer.status >= 500) return { said: document.querySelector("[data-unreachable]").dataset.unreachable };
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  return isJson ? answer.json() : { html: await answer.text() };
}

export const post = (url, body) => answered(fetch(url, { method: "POST", headers: { ...MARK, "X-CSRFToken": csrf() }, body }));

// Resolves once something was done or given up.
export async function ask(query, list) {
  const form = document.getElementById("bulk");
  const { html, said } = await answered(fetch(`${form.action}?${query}`, { headers: MARK }));
  if (!html) return say(said ?? "");
  dialog.innerHTML = html;
  dialog.showModal();
  focusFirst();
  await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  list.again();
}

function focusFirst() {
  (dialog.querySelector("[data-error-summary]") ?? dialog.querySelector("input:checked") ?? dialog.querySelector("input:not([type=hidden]), textarea"))?.focus();
}

dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes-ask]")) { event.preventDefault(); dialog.close(); }
});
dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { html, said } = await post(event.target.action, new FormData(event.target));
  if (html) { dialog.innerHTML = html; return focusFirst(); }
  document.querySelectorAll("input[name=line]:checked").forEach((box) => { box.checked = false; });
  say(said ?? "");
  dialog.close();
});
