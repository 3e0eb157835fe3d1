// Messages and files on one data channel: text is JSON; a file is its head, its pieces in order, its end.
const PIECE = 16 * 1024;
const LARGEST = 15 * 1024 * 1024;
const FULL = 1024 * 1024;

export async function sendFile(channel, blob, about = {}, progress = () => {}) {
  if (channel?.readyState !== "open" || blob.size > LARGEST) return false;
  channel.bufferedAmountLowThreshold = FULL / 4;
  channel.send(JSON.stringify({ file: { size: blob.size, type: blob.type, about } }));
  for (let at = 0; at < blob.size; at += PIECE) {
    if (channel.bufferedAmount > FULL) await new Promise((go) => { channel.onbufferedamountlow = go; setTimeout(go, 2000); });
    if (channel.readyState !== "open") return false;
    channel.send(await blob.slice(at, at + PIECE).arrayBuffer());
    progress(Math.min(1, (at + PIECE) / blob.size));
  }
  return true;
}

export class Inbox {
  constructor(onFile) { this.onFile = onFile; }

  // A message to hand on, or nothing while a file is coming in.
  take(data) {
    if (typeof data === "string") return this.read(data);
    if (!this.head) return undefined;
    this.pieces.push(data);
    this.size += data.byteLength;
    if (this.size > this.head.size) this.head = undefined;
    else if (this.size === this.head.size) this.finish();
    return undefined;
  }

  read(text) {
    let said;
    try { said = JSON.parse(text); } catch { return undefined; }
    if (!said?.file) return said;
    const { size, type, about } = said.file;
    if (!(size > 0 && size <= LARGEST)) return undefined;
    this.head = { size, type: /^image\/(jpeg|png|webp)$/.test(type) ? type : "application/octet-stream", about };
    this.pieces = [];
    this.size = 0;
    return undefined;
  }

  finish() {
    const { head, pieces } = this;
    this.head = undefined;
    this.onFile(new Blob(pieces, { type: head.type }), head.about ?? {});
  }
}
