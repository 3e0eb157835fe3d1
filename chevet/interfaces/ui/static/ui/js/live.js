// <section data-live="/ticket/url" data-live-age="ID of the age display">
// A view gives a one-use ticket for the stream: POST → {"url": "/stream?ticket=…"}. A ticket is good once, so every
// reconnection asks for a new one, and says after which event it takes up again. Events of the stream:
//   message   HTML; each top-level element replaces the one of the same id; one that is new goes to the start of
//             [data-live-into] inside the section, if there is one
//   refresh   the page's own htmx element listening to "chevet:refresh" fetches itself again
//   lines     JSON for the section's own script ("chevet:lines"); where none takes it, as refresh
//   beat      nothing changed and the line is alive; {"late": true} when reminders and alerts may be late ("chevet:late")
// A line that falls silent (a laptop slept) is opened again, and takes up where it was.
import { renewAge, showAge } from "./clock.js";

const SILENCE = 40_000; // milliseconds
const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function place(section, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const fresh of [...template.content.children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    const focused = old && old.contains(document.activeElement) ? document.activeElement.id : "";
    if (old) old.replaceWith(fresh);
    else section.querySelector("[data-live-into]")?.prepend(fresh);
    if (focused) document.getElementById(focused)?.focus();
    globalThis.htmx?.process(fresh);
  }
}

class Line {
  constructor(section) {
    this.section = section;
    this.age = document.getElementById(section.dataset.liveAge);
    this.wait = 1;
    this.at = Date.now();
    this.open();
    setInterval(() => this.look(), 5000);
    document.addEventListener("visibilitychange", () => this.look());
  }

  async open() {
    try {
      const answer = await fetch(this.section.dataset.live, { method: "POST", headers: { "X-CSRFToken": csrf(), Accept: "application/json" } });
      if ([401, 403, 404].includes(answer.status)) return this.lose();
      if (!answer.ok) throw new Error(String(answer.status));
      this.listen((await answer.json()).url);
    } catch { this.retry(); }
  }

  listen(url) {
    this.source = new EventSource(this.last ? `${url}&after=${this.last}` : url);
    this.source.onopen = () => { this.wait = 1; this.alive(); };
    this.source.onmessage = (event) => { place(this.section, event.data); this.alive(); };
    this.source.addEventListener("beat", (event) => { this.heard(event); this.tell("late", JSON.parse(event.data).late === true); });
    this.source.addEventListener("refresh", (event) => { this.heard(event); this.tell("refresh"); });
    this.source.addEventListener("lines", (event) => { this.heard(event); if (this.tell("lines", JSON.parse(event.data))) this.tell("refresh"); });
    this.source.onerror = () => { this.source.close(); this.retry(); };
  }

  tell(what, detail) { return this.section.dispatchEvent(new CustomEvent(`chevet:${what}`, { bubbles: true, cancelable: true, detail })); }
  heard(event) { this.last = event.lastEventId; this.alive(); }
  alive() { this.at = Date.now(); if (this.age) renewAge(this.age); }
  // A beat comes every fifteen seconds; a line from before a sleep looks open and says nothing.
  look() {
    if (!this.source || this.source.readyState === EventSource.CLOSED || Date.now() - this.at < SILENCE) return;
    this.source.close();
    this.wait = 1;
    this.retry();
  }
  lose() { if (this.age) { this.age.dataset.lost = "yes"; showAge(this.age); } }
  retry() {
    this.lose();
    setTimeout(() => this.open(), this.wait * 1000 * (0.75 + Math.random() / 2));
    this.wait = Math.min(30, this.wait * 2);
  }
}

for (const section of document.querySelectorAll("[data-live]")) new Line(section);
