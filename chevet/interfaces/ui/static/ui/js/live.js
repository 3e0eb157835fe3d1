// <section data-live="/ticket/url" data-live-age="ID of the age display">
// A view gives a one-use ticket for the stream: POST → {"url": "/stream?ticket=…"}. A ticket is good once, so every
// reconnection asks for a new one, and says after which event it takes up again. Events of the stream:
//   message   HTML; each top-level element replaces the one of the same id; one that is new goes to the start of
//             [data-live-into] inside the section, if there is one
//   refresh   the page's own htmx element listening to "chevet:refresh" fetches itself again
//   beat      nothing changed and the line is alive
import { renewAge, showAge } from "./clock.js";

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
    this.open();
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
    this.source.addEventListener("beat", (event) => { this.last = event.lastEventId; this.alive(); });
    this.source.addEventListener("refresh", (event) => { this.last = event.lastEventId; this.alive(); this.section.dispatchEvent(new CustomEvent("chevet:refresh", { bubbles: true })); });
    this.source.onerror = () => { this.source.close(); this.retry(); };
  }

  alive() { if (this.age) renewAge(this.age); }
  lose() { if (this.age) { this.age.dataset.lost = "yes"; showAge(this.age); } }
  retry() {
    this.lose();
    setTimeout(() => this.open(), this.wait * 1000 * (0.75 + Math.random() / 2));
    this.wait = Math.min(30, this.wait * 2);
  }
}

for (const section of document.querySelectorAll("[data-live]")) new Line(section);
