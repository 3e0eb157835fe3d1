// Every page of a link: what waits leaves when it can, and says so while it cannot.
import { start } from "./outbox.js";
import { forget } from "./vault.js";

const link = location.pathname.split("/").slice(0, 3).join("/");
const notice = document.querySelector("[data-waiting]");
const asking = document.querySelector("[data-questions]");

document.addEventListener("chevet:waiting", ({ detail }) => { if (notice) notice.hidden = !detail.count; });
// The receipt of answers that waited; the questions' own page knows what to do with it (questions.js).
document.addEventListener("chevet:sent", ({ detail: { item, answer } }) => {
  if (asking || item.place !== "answers") return;
  if (answer.status === 409 || answer.stored) location.assign(`${link}/recu/${answer.answer ?? item.body.key}`);
  else location.assign(`${link}/questions`);
});

if (document.querySelector("[data-forget]")) forget(link).catch(() => null);
else start(link).catch(() => null);

// Nothing needs it: it shows whom to call when there is no network, and sends what waits once the page is closed.
addEventListener("load", () => navigator.serviceWorker?.register("/s/service-worker.js", { type: "module" }).catch(() => null));
