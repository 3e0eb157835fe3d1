// A line of chat between the pages of a call: it goes from browser to browser, is kept nowhere, and ends with the call.
//
//   new Chat({ call, place, nameOf })     place: an element like ui/call/chat.html
//
// Events: said (detail: {id, text}), for who wants to make a noise.
const LONGEST = 1000;

export class Chat extends EventTarget {
  constructor({ call, place, nameOf = () => "" }) {
    super();
    Object.assign(this, { call, place, nameOf, lines: place.querySelector("[data-chat-lines]") });
    const form = place.querySelector("form");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.say(form.elements.text); });
    call.addEventListener("message", ({ detail: { id, message } }) => { if (typeof message.chat === "string") this.hear(id, message.chat); });
  }

  say(field) {
    const text = field.value.trim().slice(0, LONGEST);
    if (!text) return;
    const heard = [...this.call.peers.values()].some((peer) => peer.channel?.readyState === "open");
    this.place.dataset.heard = heard ? "yes" : "no";
    if (!heard) return;
    this.call.tellAll({ chat: text });
    this.write(this.place.dataset.me, text, true);
    field.value = "";
  }

  hear(id, said) {
    const text = said.trim().slice(0, LONGEST);
    if (!text) return;
    this.write(this.nameOf(id), text, false);
    this.dispatchEvent(new CustomEvent("said", { detail: { id, text } }));
  }

  write(who, text, mine) {
    const line = Object.assign(document.createElement("li"), { className: mine ? "chat__line chat__line--mine" : "chat__line" });
    const words = Object.assign(document.createElement("span"), { textContent: text, dir: "auto" });
    line.append(Object.assign(document.createElement("strong"), { textContent: who }), words);
    this.lines.append(line);
    line.scrollIntoView({ block: "nearest" });
  }
}
