// The ladder: picture and voice, then voice alone, then the telephone; and up again by itself. Pure: figures in, a step out.
// figures: {at (ms), connected, room (bit/s the path seems to bear), fraction (of packets lost), voice (is the voice on here)}
const LOST = 20_000;
const POOR = 8_000;
const WELL = 15_000;

export class Ladder {
  constructor() { this.step = "video"; this.since = {}; }

  feed({ at, connected, room, fraction = 0, voice }) {
    const poor = connected && ((room !== undefined && room < 60_000) || fraction > 0.25);
    const well = connected && !poor && fraction < 0.05;
    const lasted = (name, holds) => { this.since[name] = holds ? this.since[name] ?? at : undefined; return holds ? at - this.since[name] : 0; };
    const away = lasted("away", !connected), bad = lasted("poor", poor), good = lasted("well", well);
    if (away > LOST) this.step = "phone";
    else if (this.step === "phone" && connected) this.step = "video";
    else if (this.step === "video" && bad > POOR && voice) this.step = "audio";
    else if (this.step === "audio" && good > WELL) { this.step = "video"; this.since = {}; }
    return this.step;
  }
}

// How the path feels, in one word.
export function word({ connected, rtt = 0, fraction = 0, room }) {
  if (!connected) return "";
  if (fraction > 0.12 || rtt > 0.6 || (room !== undefined && room < 120_000)) return "poor";
  return fraction > 0.04 || rtt > 0.25 || (room !== undefined && room < 400_000) ? "fair" : "good";
}
