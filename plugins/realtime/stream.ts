import type { ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Batch } from "./batch.ts";
import type { Outlet, SharedMessage } from "./client.ts";
import type { Flushable, Pace } from "./pace.ts";

/** Bytes a reader may be behind when more is to be written; one that is further behind is let go. */
const mostBehind = 256 * 1024;
/** What a timer can wait at most. */
const longestMs = 2 ** 31 - 1;

/** The open answer of one connection, as a stream of events. */
export class EventStream implements Outlet, Flushable {
  readonly #response: ServerResponse;
  readonly #socket: Socket | undefined;
  readonly #clientId: Uint8Array;
  readonly #pace: Pace;
  #pending = Batch.nothing;
  #lastSent = performance.now();
  #isOver = false;
  #finish: () => void = () => {};
  /** Settles when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>;

  constructor(response: ServerResponse, clientId: string, pace: Pace) {
    this.#response = response;
    this.#clientId = Buffer.from(clientId);
    this.#pace = pace;
    response.flushHeaders();
    // Written past node:http, which takes three writes for one; where the answer is not in chunks, or has no socket, by it.
    const { socket, chunkedEncoding } = response;
    this.#socket = chunkedEncoding && socket instanceof Socket ? socket : undefined;
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    response.once("close", () => this.close());
    if (response.destroyed) this.close(); // gone before it began
  }

  send(message: SharedMessage): void {
    if (this.#isOver) return;
    if (this.#pending === Batch.nothing) this.#pace.mark(this);
    this.#pending = this.#pending.and(message);
  }

  flush(): void {
    const batch = this.#pending;
    if (this.#isOver || batch === Batch.nothing) return;
    this.#pending = Batch.nothing;
    this.#lastSent = performance.now();
    const out = this.#socket ?? this.#response;
    if (out.writableLength > mostBehind) this.#cut();
    else batch.writeTo(out, this.#clientId, out === this.#socket ? "chunk" : "events");
  }

  /** Ends the connection when nothing was sent for `idleMs`, and after `maxMs` in any case. */
  limit(idleMs: number, maxMs: number): void {
    const end = setTimeout(() => this.close(), Math.min(maxMs, longestMs));
    let idle: NodeJS.Timeout;
    const look = (): void => {
      const left = this.#lastSent + idleMs - performance.now();
      if (left <= 0) this.close();
      else idle = setTimeout(look, Math.min(left, longestMs));
    };
    look();
    void this.ended.then(() => {
      clearTimeout(end);
      clearTimeout(idle);
    });
  }

  close(): void {
    if (this.#isOver) return;
    this.flush();
    this.#isOver = true;
    this.#response.end();
    this.#finish();
  }

  /** For a reader who does not read: what is buffered for it is let go too. */
  #cut(): void {
    this.#isOver = true;
    this.#response.destroy();
    this.#finish();
  }
}
