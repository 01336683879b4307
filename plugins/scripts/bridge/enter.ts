import { CallIsOver } from "./errors.ts";
import { Lasting, lastingText } from "./lasting.ts";
import type { Nesting } from "./nesting.ts";
import type { Pool } from "./pool.ts";
import { type Codec, decode, encode, separator, textOf, type Wire, withText } from "./wire.ts";

/** The host's side of one entry: what the guest may ask for, and how values and errors cross. */
export interface Session {
  readonly codec: Codec;
  /** Milliseconds its entries ran; counted up here. */
  cpuMs: number;
  call(name: string, args: readonly unknown[]): unknown;
  /** An error of the host's as plain data. */
  packError(error: unknown): unknown;
  /** The error that plain data of the guest's stands for. */
  unpackError(data: unknown): unknown;
}

interface Entry {
  readonly session: Session;
  readonly depth: number;
  /** Where it runs; undefined while its sandbox is not in a pool yet. */
  readonly pool: Pool | undefined;
  /** Calls of the guest that wait for an answer from outside the server. */
  waiting: number;
}

/** Number of the entry that stands for what a script does outside of any call, such as a timer that fires late. */
export const outside = 0;

/** Calls that wait for the world outside, and so for no other handler. */
const waitsOutside: ReadonlySet<string> = new Set([
  "http.send",
  "file.fromURL",
  "mail.send",
  "os.run",
  "timer.sleep",
  "timer.wait",
]);

/** Where handlers are entered and their calls are answered. One per generation of scripts. */
export class Entrance {
  readonly #nesting: Nesting;
  readonly #entries = new Map<number, Entry>();
  #next = outside;

  constructor(outsideSession: Session, nesting: Nesting) {
    this.#nesting = nesting;
    this.#entries.set(outside, { session: outsideSession, depth: 0, pool: undefined, waiting: 0 });
  }

  /** Runs `method` of the guest in a free sandbox. Gives the text it answered, with bytes beside it if it did so. */
  async enter(pool: Pool, session: Session, method: string, args: readonly string[]): Promise<Wire> {
    const entry: Entry = { session, depth: this.#nesting.nextDepth(), pool, waiting: 0 };
    const text = [method, ...args].join(separator);
    return await this.#run(entry, async (id) => {
      const { wire, ranMs } = await pool.run(id, text);
      session.cpuMs += ranMs;
      return wire;
    });
  }

  /** Runs something in a sandbox that is not in the pool yet. */
  async enterAlone(session: Session, run: (entry: number) => Promise<Wire>): Promise<Wire> {
    return await this.#run({ session, depth: 0, pool: undefined, waiting: 0 }, run);
  }

  /** Answers a call of the guest. Never throws: what went wrong is the answer. */
  async answer(id: number, request: Wire): Promise<Wire> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return `!${JSON.stringify({ kind: "error", message: CallIsOver.message })}`;
    const { name, args } = read(request);
    const isOutside = waitsOutside.has(name);
    if (isOutside && entry.waiting++ === 0) entry.pool?.pause(id);
    try {
      const given = decode(args, entry.session.codec) as readonly unknown[];
      const work = (): unknown => entry.session.call(name, given);
      const value = await (isOutside ? work() : this.#nesting.within(entry.depth, work));
      return written(value, entry.session.codec);
    } catch (error) {
      return `!${JSON.stringify(entry.session.packError(error))}`;
    } finally {
      if (isOutside && --entry.waiting === 0) entry.pool?.resume(id);
    }
  }

  /** Takes note of what the guest says, even when the call it belongs to is over. */
  async hear(id: number, request: Wire): Promise<Wire> {
    return await this.answer(this.#entries.has(id) ? id : outside, request);
  }

  async #run(entry: Entry, run: (id: number) => Promise<Wire>): Promise<Wire> {
    const id = ++this.#next;
    this.#entries.set(id, entry);
    try {
      return open(await run(id), entry.session);
    } finally {
      this.#entries.delete(id);
    }
  }
}

/** What the guest asks for, and what it hands over with it. */
function read(request: Wire): { readonly name: string; readonly args: Wire } {
  const text = textOf(request);
  const end = text.indexOf(separator);
  return { name: text.slice(0, end), args: withText(request, text.slice(end + 1)) };
}

function written(value: unknown, codec: Codec): Wire {
  if (!(value instanceof Lasting)) return mark(encode(value, codec));
  const wire = encode(value.value, codec);
  return typeof wire === "string" ? lastingText(value.stand, wire) : mark(wire);
}

function mark(wire: Wire): Wire {
  return withText(wire, `+${textOf(wire)}`);
}

/** What stands in an answer, or the error it holds. */
function open(answer: Wire, session: Session): Wire {
  const text = textOf(answer);
  if (text.startsWith("!")) throw session.unpackError(JSON.parse(text.slice(1)));
  return withText(answer, text.slice(1));
}
