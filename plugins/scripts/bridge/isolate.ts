import type { Context, ExternalCopy, Isolate, Reference } from "isolated-vm-5";
import { kind, slotCount } from "./box.ts";
import { doorbell } from "./doorbell.ts";
import { ScriptEnded } from "./errors.ts";
import { type InspectorLink, openInspector } from "./inspect.ts";
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
  /** What debuggers call it, in place of `filename`. */
  readonly url?: string;
}

export interface GuestOptions {
  /** Megabytes. */
  readonly memoryLimit: number;
  /** Whether debuggers may attach. */
  readonly inspector: boolean;
  /** Source of a function that is given the ways out and returns the way in. */
  readonly boot: string;
  /** Answers a call of the guest, which waits for it. Must not throw. */
  onCall(entry: number, request: Wire): Promise<Wire>;
  /** Takes note of what the guest says, even when its entry is over. Must not throw. */
  onTell(entry: number, request: Wire): Promise<Wire>;
}

/** Something to be run in a sandbox. */
export interface Job {
  readonly entry: number;
  /** Name of the way in and its arguments, with separators between them. */
  readonly text: string;
  /** `ranMs`: milliseconds it ran, without what it waited. */
  done(wire: Wire, ranMs: number): void;
  failed(error: Error): void;
}

/** Who is told how a sandbox fares. */
export interface Keeper {
  /** It is ready for more than it was before. */
  freed(isolate: GuestIsolate): void;
  /** What it is at takes its time: others should do what it was given besides. */
  blocked(isolate: GuestIsolate): void;
  /** It is gone, and these were not begun. */
  ended(isolate: GuestIsolate, left: readonly Job[]): void;
}

/** V8's compiled form of the boot source, kept for the next isolate. */
let bootCache: { readonly source: string; readonly data: ExternalCopy<ArrayBuffer> } | undefined;

type Way = Reference<(...args: never[]) => unknown>;

/** One sandbox: make, enter, dispose. Guests never hold a Reference: what boot is given stays in its closure. */
export class GuestIsolate {
  readonly #isolate: Isolate;
  readonly #box: Mailbox;
  readonly #compile: (script: GuestScript) => Promise<Reference<unknown>>;
  readonly #links = new Set<InspectorLink>();
  #once: Way | undefined;
  #serve: Way | undefined;
  readonly #jobs = new Map<number, Job>();
  /** Results that came before their entries were done. */
  readonly #delivered = new Map<number, Wire>();
  #keeper: Keeper | undefined;
  #isGone = false;
  #isServing = false;
  #isWaking = false;
  #seen = 0;
  /** Calls of the guest that are not answered yet. */
  #calls = 0;
  /** The entry that awaits something, and the running time when it began to. */
  #awaiting: { readonly entry: number; readonly fromMs: number } | undefined;

  private constructor(isolate: Isolate, context: Context, options: GuestOptions) {
    this.#isolate = isolate;
    this.#box = new Mailbox({
      said: (said, entry, wire) => void this.#hear(options, said, entry, wire),
      done: (entry, text, ranMs) => this.#done(entry, text, ranMs),
      awaits: (entry) => this.#await(entry),
    });
    this.#compile = async ({ code, filename, lead, url = filename }) => {
      const compiled = await isolate.compileScript(code, { filename: url, columnOffset: -lead });
      return (await compiled.run(context, { reference: true })) as Reference<unknown>;
    };
  }

  static async create(options: GuestOptions): Promise<GuestIsolate> {
    const vm = await loadVm();
    const { memoryLimit, inspector } = options;
    const isolate = new vm.Isolate({ memoryLimit, inspector });
    const context = await isolate.createContext({ inspector });
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

  /** Whom to tell from now on. */
  keep(keeper: Keeper): void {
    this.#keeper = keeper;
  }

  /** Entries it was given that are not done. */
  get jobCount(): number {
    return this.#jobs.size;
  }

  /** Whether what it is given now will be begun as soon as it is done with what it has. */
  get isOpen(): boolean {
    return this.#calls === 0 && this.#awaiting === undefined && this.#box.used < slotCount;
  }

  /** How many entries were begun in it. */
  get begun(): number {
    return this.#box.begun;
  }

  /** Whether it has begun nothing since this was asked last. */
  isStill(): boolean {
    const before = this.#seen;
    this.#seen = this.begun;
    return this.#seen === before;
  }

  /** Gives it something to run. It must be open. */
  give(job: Job): void {
    this.#jobs.set(job.entry, job);
    this.#box.put(job.entry, job.text);
    if (this.#isWaking) return;
    this.#isWaking = true;
    setImmediate(() => this.#wake()); // waking costs more than what is given: once for all of this turn
  }

  /** Takes back what it has not begun. */
  withdraw(): readonly Job[] {
    return this.#box.withdraw().map((entry) => this.#take(entry) as Job);
  }

  /** Runs the way in with these arguments while scripts are loaded; settles when the guest and its promise have. */
  async enterOnce(entry: number, ...words: readonly string[]): Promise<Wire> {
    return (await this.#once?.apply(undefined, [entry, ...words] as never[], plain)) as Wire;
  }

  /** Evaluates a script through the way in's `load`. */
  async load(entry: number, script: GuestScript): Promise<Wire> {
    const compiled = await this.#compile(script);
    const given = [entry, "load", script.filename, compiled.derefInto()];
    return (await this.#once?.apply(undefined, given as never[], plain)) as Wire;
  }

  /** Opens a session of the inspector protocol; `listen` gets its answers and events. */
  inspect(listen: (message: string) => void): InspectorLink {
    const link = openInspector(this.#isolate, listen, () => this.#links.delete(link));
    this.#links.add(link);
    return link;
  }

  /** Milliseconds this isolate has run, without what it waited. */
  get runningMs(): number {
    return this.isDisposed ? 0 : Number(this.#isolate.cpuTime) / 1e6 - this.#box.waitedMs;
  }

  get isDisposed(): boolean {
    return this.#isGone || this.#isolate.isDisposed;
  }

  /** Bytes the guest holds. */
  async heapBytes(): Promise<number> {
    if (this.isDisposed) return 0;
    const { used_heap_size, externally_allocated_size } = await this.#isolate.getHeapStatistics();
    return used_heap_size + externally_allocated_size;
  }

  /** Ends it at once, whatever it is doing. */
  dispose(reason = "The sandbox was ended."): void {
    doorbell.leave(this.#box);
    const left = this.withdraw();
    this.#isGone = true;
    const links = [...this.#links].map((link) => link.close());
    // Ending an isolate waits for its debuggers, and holds up everything.
    if (links.length > 0) void Promise.all(links).then(() => this.#end());
    else this.#end();
    for (const entry of [...this.#jobs.keys()]) this.#take(entry)?.failed(new ScriptEnded(reason));
    const keeper = this.#keeper;
    this.#keeper = undefined;
    keeper?.ended(this, left);
  }

  #end(): void {
    if (!this.#isolate.isDisposed) this.#isolate.dispose();
  }

  #wake(): void {
    this.#isWaking = false;
    if (this.isDisposed || this.#box.wake() || this.#isServing) return;
    this.#isServing = true;
    this.#serve?.apply(undefined, []).then(
      () => this.#served(),
      (error: Error) => this.dispose(error.message),
    );
  }

  // What came while it was leaving has not been seen.
  #served(): void {
    this.#isServing = false;
    if (this.#box.used > 0 && this.#awaiting === undefined) this.#wake();
  }

  async #hear({ onCall, onTell }: GuestOptions, said: number, entry: number, wire: Wire): Promise<void> {
    if (said === kind.fetch) this.#box.answer(this.#jobs.get(entry)?.text ?? "");
    else if (said === kind.deliver) {
      this.#delivered.set(entry, wire);
      this.#box.answer("");
    } else if (said === kind.tell) this.#box.answer(await onTell(entry, wire));
    else {
      this.#calls++;
      this.#keeper?.blocked(this);
      const answer = await onCall(entry, wire);
      this.#calls--;
      this.#box.answer(answer);
      this.#keeper?.freed(this);
    }
  }

  #await(entry: number): void {
    this.#awaiting = { entry, fromMs: this.runningMs };
    this.#keeper?.blocked(this);
  }

  #done(entry: number, text: string | undefined, ranMs: number): void {
    const wire = text ?? (this.#delivered.get(entry) as Wire);
    this.#delivered.delete(entry);
    let sum = ranMs;
    if (this.#awaiting?.entry === entry) {
      sum += this.runningMs - this.#awaiting.fromMs;
      this.#awaiting = undefined;
    }
    this.#take(entry)?.done(wire, sum);
    this.#keeper?.freed(this);
  }

  #take(entry: number): Job | undefined {
    const job = this.#jobs.get(entry);
    this.#jobs.delete(entry);
    return job;
  }
}

const plain = { result: { copy: true, promise: true } } as const;
