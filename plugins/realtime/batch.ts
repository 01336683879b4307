import type { Writable } from "node:stream";
import type { SharedMessage } from "./client.ts";

/** The bytes of a batch, and where in them the client's id belongs. */
interface Draft {
  readonly bytes: Buffer;
  readonly ids: readonly number[];
  /** Where the events are, between what makes them a chunk of an HTTP/1.1 answer. */
  readonly start: number;
  readonly end: number;
}

/** Before every event; the id is filled in for each client. */
const idLine = `id:${" ".repeat(40)}\n`;
const idOffset = idLine.indexOf(" ");
const lineEnd = "\r\n";

/**
 * Messages that go out in one write. Whoever was sent the same ones shares the batch and the bytes made of it, since they
 * differ in nothing but the id of the client.
 */
export class Batch {
  static readonly nothing = new Batch(0);
  readonly #size: number;
  readonly #before: Batch | undefined;
  readonly #message: SharedMessage | undefined;
  /** What came of this batch last: one message is sent to many in a row. */
  #after: Batch | undefined;
  #draft: Draft | undefined;

  private constructor(size: number, before?: Batch, message?: SharedMessage) {
    this.#size = size;
    this.#before = before;
    this.#message = message;
  }

  /** This and one message more. */
  and(message: SharedMessage): Batch {
    if (this.#after === undefined || this.#after.#message !== message)
      this.#after = new Batch(this.#size + idLine.length + message.size, this, message);
    return this.#after;
  }

  /** Writes it for the client with this id, past node:http as a chunk of its own, or as plain events. */
  writeTo(out: Writable, id: Uint8Array, form: "chunk" | "events"): void {
    this.#draft ??= this.#build();
    const { bytes, ids, start, end } = this.#draft;
    for (const offset of ids) bytes.set(id, offset);
    out.write(form === "chunk" ? bytes : bytes.subarray(start, end));
    if (out.writableLength > 0) this.#draft = undefined; // these bytes wait to be sent: the next client needs others
  }

  #build(): Draft {
    Batch.nothing.#after = undefined; // what was sent so far is on its way, and shall not be kept
    const messages = this.#messages();
    const head = this.#size.toString(16) + lineEnd;
    const events = messages.map(({ frame }) => idLine + frame).join("");
    const ids: number[] = [];
    let end = head.length;
    for (const { size } of messages) {
      ids.push(end + idOffset);
      end += idLine.length + size;
    }
    return { bytes: Buffer.from(head + events + lineEnd), ids, start: head.length, end };
  }

  #messages(): readonly SharedMessage[] {
    const messages: SharedMessage[] = [];
    for (let batch: Batch = this; batch.#message !== undefined; batch = batch.#before as Batch)
      messages.push(batch.#message);
    return messages.reverse();
  }
}
