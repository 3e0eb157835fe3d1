// Keeps the files of the pages and the page without network; never a page of somebody.
import { flush } from "/static/patient/outbox.js";

const KEPT = "chevet-files";
const WITHOUT_NETWORK = "/s/hors-ligne";
const FILES = ["ui/chevet.css", "ui/forms.css", "ui/components.css", "patient/patient.css", "ui/mark.svg"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([WITHOUT_NETWORK, ...FILES.map((file) => `/static/${file}`)])));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event, { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(WITHOUT_NETWORK)));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});

// The network first: a page and its script are always of the same version.
async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) (await caches.open(KEPT)).put(request, answer.clone());
    return answer;
  } catch (unreachable) {
    const found = await caches.match(request);
    if (found) return found;
    throw unreachable;
  }
}

// A page that is open sends by itself, and shows what it is told.
self.addEventListener("sync", (event) => {
  if (event.tag === "answers") event.waitUntil(sendWhatWaits());
});
async function sendWhatWaits() {
  if ((await self.clients.matchAll({ includeUncontrolled: true })).length) return;
  if (!await flush()) throw new Error("not yet");
}

// A neutral sentence, sealed on its way: anybody may read a locked screen.
self.addEventListener("push", (event) => {
  const { title, path, lang, dir } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { lang, dir, tag: "questionnaire", icon: "/static/ui/mark.svg", data: path }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
