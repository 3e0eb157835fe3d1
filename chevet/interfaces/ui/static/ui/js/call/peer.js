// One connection to one other page: perfect negotiation, ICE restart, three media in a fixed order, one data channel.
// The fixed order (audio, video, screen) means that a camera switched, cut or shared later is a track replaced, never
// a new negotiation. Who has the smaller id makes the first offer and wins a collision.
import { Inbox, sendFile } from "./files.js";

export const KINDS = ["audio", "video", "screen"];
const SOON = 1500;
const AGAIN = 4000;

export class Peer extends EventTarget {
  constructor({ id, epoch, me, ice, give, policy, send }) {
    super();
    Object.assign(this, { id, epoch, give, send, first: me < id, streams: {}, waiting: [], chain: Promise.resolve(), tries: 0 });
    const pc = this.pc = new RTCPeerConnection({ iceServers: ice, iceTransportPolicy: policy, bundlePolicy: "max-bundle" });
    pc.onicecandidate = ({ candidate }) => { if (candidate?.candidate) this.gather(candidate); };
    pc.onconnectionstatechange = () => this.watch();
    pc.oniceconnectionstatechange = () => this.watch();
    pc.ontrack = (event) => this.receive(event);
    this.since = performance.now();
    if (this.first) this.begin(); else this.timer = setTimeout(() => this.mend(), AGAIN);
  }

  tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
  get connected() { return this.pc.connectionState === "connected"; }

  begin() {
    this.pc.onnegotiationneeded = () => this.offer();
    for (const kind of KINDS) {
      const sender = this.pc.addTransceiver(kind === "audio" ? "audio" : "video", { direction: "sendrecv" }).sender;
      if (this.give(kind)) sender.replaceTrack(this.give(kind));
    }
    this.openChannel();
  }

  openChannel() {
    if (this.channel) return;
    const channel = this.channel = this.pc.createDataChannel("chevet", { negotiated: true, id: 0 });
    channel.binaryType = "arraybuffer";
    const inbox = new Inbox((blob, about) => this.tell("file", { blob, about }));
    channel.onopen = () => this.tell("open");
    channel.onmessage = ({ data }) => { const said = inbox.take(data); if (said) this.tell("message", said); };
  }

  async offer(options) {
    try {
      this.making = true;
      await this.pc.setLocalDescription(options ? await this.pc.createOffer(options) : undefined);
      this.post({ description: this.pc.localDescription });
    } catch (error) { this.tell("fault", error.name); } finally { this.making = false; }
  }

  post(body) { this.send({ ...body, epoch: this.epoch }); }

  // Candidates of a few milliseconds travel together.
  gather(candidate) {
    this.waiting.push(candidate.toJSON());
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      while (this.waiting.length) this.post({ candidates: this.waiting.splice(0, 20) });
    }, 20);
  }

  // In the order in which they were sent: a candidate means nothing before its description.
  hear(body) { this.chain = this.chain.then(() => this.take(body)).catch((error) => this.refuse(error)); }

  async take({ description, candidates, restart }) {
    if (restart) return this.offer({ iceRestart: true });
    if (description) await this.agree(description);
    for (const one of candidates ?? []) {
      try { await this.pc.addIceCandidate(one); } catch (error) { if (!this.ignoring) this.tell("fault", error.name); }
    }
  }

  async agree(description) {
    const offered = description.type === "offer";
    this.ignoring = offered && this.first && (this.making || this.pc.signalingState !== "stable");
    if (this.ignoring) return;
    await this.pc.setRemoteDescription(description);
    if (!offered) return;
    this.adopt();
    await this.pc.setLocalDescription();
    this.post({ description: this.pc.localDescription });
  }

  // Who answers takes over the three media that the offer made, and its negotiation counts from then on.
  adopt() {
    this.pc.getTransceivers().forEach((one, at) => {
      if (one.direction === "stopped" || !KINDS[at]) return;
      one.direction = "sendrecv";
      one.sender.replaceTrack(this.give(KINDS[at]));
    });
    this.openChannel();
    this.pc.onnegotiationneeded = () => { if (this.pc.remoteDescription) this.offer(); };
  }

  // What cannot be read is dropped; the other side is asked to begin anew, a few times.
  refuse(error) {
    this.tell("fault", error?.name ?? "error");
    this.refused = (this.refused ?? 0) + 1;
    if (this.refused <= 3) setTimeout(() => this.mend(), 1000);
  }

  setTrack(kind, track) {
    const sender = this.pc.getTransceivers()[KINDS.indexOf(kind)]?.sender;
    return sender?.replaceTrack(track).catch((error) => this.tell("fault", error.name));
  }

  receive({ track, transceiver }) {
    const kind = KINDS[this.pc.getTransceivers().indexOf(transceiver)];
    if (!kind) return;
    this.streams[kind] = new MediaStream([track]);
    this.tell("track", { kind, stream: this.streams[kind], track });
  }

  watch() {
    clearTimeout(this.timer);
    if (this.connected) { this.tries = 0; this.refused = 0; this.since = performance.now(); }
    else if (this.pc.signalingState !== "closed") {
      const state = this.pc.iceConnectionState;
      if (["disconnected", "failed"].includes(state)) this.timer = setTimeout(() => this.mend(), this.first ? SOON : SOON * 2);
    }
    this.tell("state", this.pc.connectionState);
  }

  // A new path. The one who was waiting for an offer asks for it; it is tried until the page gives up or is connected.
  mend() {
    clearTimeout(this.timer);
    if (this.pc.signalingState === "closed" || this.connected) return;
    this.tries += 1;
    if (this.first) this.offer({ iceRestart: true }); else this.post({ restart: true });
    this.timer = setTimeout(() => this.mend(), AGAIN);
  }

  relays(ice) { try { this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers: ice }); } catch { /* as before */ } }

  say(message) { if (this.channel?.readyState === "open") this.channel.send(JSON.stringify(message)); }

  // One after the other: the pieces of a file know no other order than their own.
  sendFile(blob, about, progress) {
    this.sending = (this.sending ?? Promise.resolve()).then(() => sendFile(this.channel, blob, about, progress)).catch(() => false);
    return this.sending;
  }

  async figures() {
    const all = [...(await this.pc.getStats()).values()];
    const pair = all.find((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded") ?? {};
    const local = all.find((one) => one.id === pair.localCandidateId) ?? {};
    const inbound = all.filter((one) => one.type === "inbound-rtp");
    const sum = (list, name) => list.reduce((total, one) => total + (one[name] ?? 0), 0);
    const remote = all.filter((one) => one.type === "remote-inbound-rtp");
    return {
      at: performance.now(), frames: sum(inbound.filter((one) => one.kind === "video"), "framesDecoded"),
      received: sum(inbound, "bytesReceived"), lost: sum(inbound, "packetsLost"), packets: sum(inbound, "packetsReceived"),
      fraction: Math.max(0, ...remote.map((one) => one.fractionLost ?? 0)), rtt: pair.currentRoundTripTime,
      room: pair.availableOutgoingBitrate, path: local.candidateType, protocol: local.relayProtocol ?? local.protocol,
    };
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.gathering);
    this.pc.onnegotiationneeded = this.pc.onconnectionstatechange = this.pc.oniceconnectionstatechange = null;
    this.pc.close();
  }
}
