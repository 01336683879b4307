import type { Context, ExternalCopy, Isolate, Reference } from "isolated-vm-5";
import { doorbell } from "./doorbell.ts";
import { type InspectorLink, openInspector } from "./inspect.ts";
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

export interface MachineOptions {
  /** Megabytes. */
  readonly memoryLimit: number;
  /** Whether debuggers may attach. */
  readonly inspector: boolean;
  /** Source of a function that is given the ways out and returns the ways in. */
  readonly boot: string;
}

/** What the guest is connected with. */
export interface Connections {
  readonly memory: SharedArrayBuffer;
  /** Counts by which the guest knows whether answers that last still hold. */
  readonly counts: SharedArrayBuffer;
  /** Answers what the guest awaits. Must not throw. */
  ask(entry: number, request: Wire): Promise<Wire>;
}

/** V8's compiled form of the boot source, kept for the next isolate. */
let bootCache: { readonly source: string; readonly data: ExternalCopy<ArrayBuffer> } | undefined;

type Way = Reference<(...args: never[]) => unknown>;
interface Ways {
  readonly once: never;
  readonly serve: never;
}

const plain = { result: { copy: true, promise: true } } as const;

/** One V8 isolate with the boot source in it. Guests never hold a Reference: what boot is given stays in its closure. */
export class Machine {
  readonly #isolate: Isolate;
  readonly #context: Context;
  readonly #once: Way;
  readonly #serve: Way;
  readonly #links = new Set<InspectorLink>();
  #isGone = false;

  private constructor(isolate: Isolate, context: Context, once: Way, serve: Way) {
    this.#isolate = isolate;
    this.#context = context;
    this.#once = once;
    this.#serve = serve;
  }

  static async start(options: MachineOptions, { memory, counts, ask }: Connections): Promise<Machine> {
    const vm = await loadVm();
    const { memoryLimit, inspector, boot } = options;
    const isolate = new vm.Isolate({ memoryLimit, inspector });
    const context = await isolate.createContext({ inspector });
    const way = new vm.Reference(async (entry: number, text: string, ...bytes: Uint8Array[]) => {
      const answer = await ask(entry, bytes.length === 0 ? text : [text, ...bytes]);
      return typeof answer === "string" ? answer : new vm.ExternalCopy(answer).copyInto({ release: true });
    });
    const shared = (part: SharedArrayBuffer): unknown => new vm.ExternalCopy(part).copyInto();
    const given = [shared(memory), shared(doorbell.memory), shared(counts), way] as never[];
    const started = await evaluateBoot(isolate, context, boot);
    const ways = (await started.apply(undefined, given, { result: { reference: true } })) as Reference<Ways>;
    const [once, serve] = await Promise.all([
      ways.get("once", { reference: true }),
      ways.get("serve", { reference: true }),
    ]);
    return new Machine(isolate, context, once as Way, serve as Way);
  }

  /** Runs one entry; settles when the guest and its promise have. */
  async once(entry: number, ...words: readonly string[]): Promise<Wire> {
    return (await this.#once.apply(undefined, [entry, ...words] as never[], plain)) as Wire;
  }

  /** Evaluates a script through the way in's `load`. */
  async load(entry: number, { code, filename, lead, url = filename }: GuestScript): Promise<Wire> {
    const compiled = await this.#isolate.compileScript(code, { filename: url, columnOffset: -lead });
    const evaluated = (await compiled.run(this.#context, { reference: true })) as Reference<unknown>;
    const given = [entry, "load", filename, evaluated.derefInto()] as never[];
    return (await this.#once.apply(undefined, given, plain)) as Wire;
  }

  /** Lets the guest work on what lies in its mailbox; settles when it has left. */
  async serve(): Promise<void> {
    await this.#serve.apply(undefined, []);
  }

  /** Opens a session of the inspector protocol; `listen` gets its answers and events. */
  inspect(listen: (message: string) => void): InspectorLink {
    const link = openInspector(this.#isolate, listen, () => this.#links.delete(link));
    this.#links.add(link);
    return link;
  }

  /** Milliseconds the guest has been inside, waiting included. */
  get insideMs(): number {
    return this.isDisposed ? 0 : Number(this.#isolate.cpuTime) / 1e6;
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
  dispose(): void {
    this.#isGone = true;
    const links = [...this.#links].map((link) => link.close());
    // Ending an isolate waits for its debuggers, and holds up everything.
    if (links.length > 0) void Promise.all(links).then(() => this.#end());
    else this.#end();
  }

  #end(): void {
    if (!this.#isolate.isDisposed) this.#isolate.dispose();
  }
}

async function evaluateBoot(isolate: Isolate, context: Context, boot: string): Promise<Way> {
  const known = bootCache?.source === boot ? bootCache.data : undefined;
  const script = await isolate.compileScript(boot, {
    filename: "isobase:boot",
    ...(known === undefined ? { produceCachedData: true } : { cachedData: known }),
  });
  const { cachedData } = script as { readonly cachedData?: ExternalCopy<ArrayBuffer> }; // its types leave it out
  if (cachedData !== undefined) bootCache = { source: boot, data: cachedData };
  return (await script.run(context, { reference: true })) as Way;
}
