import { Assembly, dataBytes, describePart, headBytes, kind, type Part, partsOf, turn, word } from "./box.ts";
import type { Wire } from "./wire.ts";

/** Takes a message of the guest's. */
export type Receive = (kind: number, entry: number, wire: Wire) => void;

/** The host's side of the memory it shares with one guest. */
export class Mailbox {
  readonly memory = new SharedArrayBuffer(headBytes + dataBytes);
  readonly #head = new Int32Array(this.memory, 0, headBytes / 4);
  readonly #data = Buffer.from(this.memory, headBytes);
  readonly #incoming: Assembly;
  readonly #receive: Receive;
  #outgoing: Generator<Part, void> | undefined;

  constructor(receive: Receive) {
    this.#receive = receive;
    const data = this.#data;
    this.#incoming = new Assembly(this.#head, {
      text: (length) => data.toString("utf16le", 0, length * 2),
      bytes: (length) => Uint8Array.from(data.subarray(0, length)),
    });
  }

  /** Hands the guest its next entry; false if it does not wait for one. */
  offer(entry: number, text: string): boolean {
    if (Atomics.compareExchange(this.#head, word.turn, turn.idle, turn.host) !== turn.idle) return false;
    this.#send(entry, text);
    return true;
  }

  /** Answers the call the guest waits for. */
  answer(entry: number, wire: Wire): void {
    this.#send(entry, wire);
  }

  /** Reads the message that may lie in the box. */
  look(): void {
    if (Atomics.compareExchange(this.#head, word.turn, turn.forHost, turn.host) !== turn.forHost) return;
    const messageKind = this.#head[word.kind] as number;
    if (messageKind === kind.goOn) {
      this.#sendNext();
      return;
    }
    const wire = this.#incoming.read();
    if (wire === undefined) {
      this.#handOver();
      return;
    }
    if (messageKind === kind.result) Atomics.store(this.#head, word.turn, turn.idle);
    if (messageKind === kind.lastResult) Atomics.store(this.#head, word.turn, turn.guest);
    this.#receive(messageKind, this.#head[word.entry] as number, wire);
  }

  /** Nobody will answer the guest any more: whatever it waits for, it goes on. */
  close(): void {
    Atomics.store(this.#head, word.over, 1);
    Atomics.store(this.#head, word.turn, turn.over);
    Atomics.notify(this.#head, word.turn);
  }

  /** Milliseconds the guest has spent waiting for the host. */
  get waitedMs(): number {
    const waited = this.#head[word.waited] as number;
    if (Atomics.load(this.#head, word.turn) === turn.guest) return waited;
    return waited + ((Date.now() - (this.#head[word.waitingSince] as number)) | 0);
  }

  #send(entry: number, wire: Wire): void {
    this.#head[word.entry] = entry;
    this.#outgoing = partsOf(wire);
    this.#sendNext();
  }

  #sendNext(): void {
    const next = this.#outgoing?.next();
    if (next?.value === undefined) return;
    const { content } = next.value;
    if (typeof content === "string") this.#data.write(content, "utf16le");
    else this.#data.set(content);
    describePart(this.#head, next.value);
    this.#handOver();
  }

  #handOver(): void {
    Atomics.store(this.#head, word.turn, turn.forGuest);
    Atomics.notify(this.#head, word.turn);
  }
}
