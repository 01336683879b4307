import type { Context, ExternalCopy, Isolate, Reference } from "isolated-vm-5";
import { kind, separator } from "./box.ts";
import { doorbell } from "./doorbell.ts";
import { Mailbox } from "./mailbox.ts";
import type { Wire } from "./wire.ts";

type IsolatedVm = typeof import("isolated-vm-5");

// One major of isolated-vm per line of Node; the API we use is the same in all of them.
const major = Number(process.versions.node.split(".")[0]);
const packageName = major >= 24 ? "isolated-vm-7" : major >= 22 ? "isolated-vm-6" : "isolated-vm-5";

let loading: Promise<IsolatedVm> | undefined;
async function loadVm(): Promise<IsolatedVm> {
  loading ??= import(packageName).then((module: { readonly default: IsolatedVm }) => module.default);
  return await loading;
}

/** A script to be evaluated in every isolate: the text of a function expression. */
export interface GuestScript {
  readonly filename: string;
  readonly code: string;
  /** Characters before the author's first one in the first line of `code`. */
  readonly lead: number;
}

export interface GuestOptions {
  /** Megabytes. */
  readonly memoryLimit: number;
  /** Source of a function that is given the ways out and returns the way in. */
  readonly boot: string;
  /** Answers a call of the guest, which waits for it. Must not throw. */
  onCall(entry: number, request: Wire): Promise<Wire>;
  /** Takes note of what the guest says, even when its entry is over. Must not throw. */
  onTell(entry: number, request: Wire): Promise<Wire>;
}

/** V8's compiled form of the boot source, kept for the next isolate. */
let bootCache: { readonly source: string; readonly data: ExternalCopy<ArrayBuffer> } | undefined;

type Way = Reference<(...args: never[]) => unknown>;

/** What waits for the outcome of an entry. */
interface Waiting {
  resolve(wire: Wire): void;
  reject(error: unknown): void;
}

/** One sandbox: make, enter, dispose. Guests never hold a Reference: what boot is given stays in its closure. */
export class GuestIsolate {
  readonly #isolate: Isolate;
  readonly #box: Mailbox;
  readonly #compile: (script: GuestScript) => Promise<Reference<unknown>>;
  #once: Way | undefined;
  #serve: Way | undefined;
  #waiting: Waiting | undefined;

  private constructor(isolate: Isolate, context: Context, options: GuestOptions) {
    this.#isolate = isolate;
    this.#box = new Mailbox((messageKind, entry, wire) => this.#receive(options, messageKind, entry, wire));
    this.#compile = async ({ code, filename, lead }) => {
      const compiled = await isolate.compileScript(code, { filename, columnOffset: -lead });
      return (await compiled.run(context, { reference: true })) as Reference<unknown>;
    };
  }

  static async create(options: GuestOptions): Promise<GuestIsolate> {
    const vm = await loadVm();
    const isolate = new vm.Isolate({ memoryLimit: options.memoryLimit });
    const context = await isolate.createContext();
    const known = bootCache?.source === options.boot ? bootCache.data : undefined;
    const script = await isolate.compileScript(options.boot, {
      filename: "isobase:boot",
      ...(known === undefined ? { produceCachedData: true } : { cachedData: known }),
    });
    const { cachedData } = script as { readonly cachedData?: ExternalCopy<ArrayBuffer> }; // its types leave it out
    if (cachedData !== undefined) bootCache = { source: options.boot, data: cachedData };
    const boot = (await script.run(context, { reference: true })) as Way;
    const guest = new GuestIsolate(isolate, context, options);
    const ask = new vm.Reference(async (entry: number, text: string, ...bytes: Uint8Array[]) => {
      const answer = await options.onCall(entry, bytes.length === 0 ? text : [text, ...bytes]);
      return typeof answer === "string" ? answer : new vm.ExternalCopy(answer).copyInto({ release: true });
    });
    const shared = (memory: SharedArrayBuffer): unknown => new vm.ExternalCopy(memory).copyInto();
    const given = [shared(guest.#box.memory), shared(doorbell.memory), ask];
    const ways = (await boot.apply(undefined, given as never[], {
      result: { reference: true },
    })) as Reference<{
      readonly once: never;
      readonly serve: never;
    }>;
    guest.#once = (await ways.get("once", { reference: true })) as Way;
    guest.#serve = (await ways.get("serve", { reference: true })) as Way;
    doorbell.attend(guest.#box);
    return guest;
  }

  /** Runs the way in with these arguments; settles when the guest and its promise have. One at a time. */
  async enter(entry: number, ...words: readonly string[]): Promise<Wire> {
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#box.offer(entry, words.join(separator))) return;
      this.#serve
        ?.apply(undefined, [entry, ...words] as never[])
        .catch((error: unknown) => this.#fail(error));
    });
  }

  /** The same while scripts are loaded, when no other entry will follow soon. */
  async enterOnce(entry: number, ...words: readonly string[]): Promise<Wire> {
    return (await this.#once?.apply(undefined, [entry, ...words] as never[], plain)) as Wire;
  }

  /** Evaluates a script through the way in's `load`. */
  async load(entry: number, script: GuestScript): Promise<Wire> {
    const compiled = await this.#compile(script);
    const given = [entry, "load", script.filename, compiled.derefInto()];
    return (await this.#once?.apply(undefined, given as never[], plain)) as Wire;
  }

  /** Milliseconds this isolate has run, without what it waited. */
  get runningMs(): number {
    return this.isDisposed ? 0 : Number(this.#isolate.cpuTime) / 1e6 - this.#box.waitedMs;
  }

  get isDisposed(): boolean {
    return this.#isolate.isDisposed;
  }

  /** Bytes the guest holds. */
  async heapBytes(): Promise<number> {
    if (this.isDisposed) return 0;
    const { used_heap_size, externally_allocated_size } = await this.#isolate.getHeapStatistics();
    return used_heap_size + externally_allocated_size;
  }

  /** Ends it at once, whatever it is doing. */
  dispose(): void {
    doorbell.leave(this.#box);
    if (!this.#isolate.isDisposed) this.#isolate.dispose();
    this.#fail(new Error("The sandbox was ended."));
  }

  #receive({ onCall, onTell }: GuestOptions, messageKind: number, entry: number, wire: Wire): void {
    if (messageKind === kind.call || messageKind === kind.tell) {
      const answering = messageKind === kind.call ? onCall(entry, wire) : onTell(entry, wire);
      void answering.then((answer) => this.#box.answer(entry, answer));
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(wire);
  }

  #fail(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}

const plain = { result: { copy: true, promise: true } } as const;
