import type { ExternalCopy, Isolate, Reference } from "isolated-vm-5";
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
  onCall(entry: number, name: string, args: Wire): Promise<Wire>;
  /** Takes note of what the guest says without waiting. */
  onTell(entry: number, name: string, args: string): void;
}

/** V8's compiled form of the boot source, kept for the next isolate. */
let bootCache: { readonly source: string; readonly data: ExternalCopy<ArrayBuffer> } | undefined;

/** One sandbox: make, enter, dispose. Guests never hold a Reference: what boot is given stays in its closure. */
export class GuestIsolate {
  readonly #isolate: Isolate;
  readonly #enter: Reference<(...args: never[]) => unknown>;
  readonly #compile: (script: GuestScript) => Promise<Reference<unknown>>;

  private constructor(
    isolate: Isolate,
    enter: Reference<(...args: never[]) => unknown>,
    compile: (script: GuestScript) => Promise<Reference<unknown>>,
  ) {
    this.#isolate = isolate;
    this.#enter = enter;
    this.#compile = compile;
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
    const boot = (await script.run(context, { reference: true })) as Reference<
      (...args: unknown[]) => unknown
    >;
    const call = new vm.Reference(
      async (entry: number, name: string, text: string, ...bytes: Uint8Array[]) => {
        const answer = await options.onCall(entry, name, bytes.length === 0 ? text : [text, ...bytes]);
        return typeof answer === "string" ? answer : new vm.ExternalCopy(answer).copyInto({ release: true });
      },
    );
    const tell = new vm.Reference((entry: number, name: string, text: string) => {
      options.onTell(entry, name, text);
    });
    const enter = await boot.apply(undefined, [call, tell], { result: { reference: true } });
    const compile = async ({ code, filename, lead }: GuestScript): Promise<Reference<unknown>> => {
      const compiled = await isolate.compileScript(code, { filename, columnOffset: -lead });
      return (await compiled.run(context, { reference: true })) as Reference<unknown>;
    };
    return new GuestIsolate(isolate, enter as Reference<(...args: never[]) => unknown>, compile);
  }

  /** Runs the way in with these arguments; settles when the guest and its promise have. */
  async enter(entry: number, method: string, args: readonly string[]): Promise<Wire> {
    return (await this.#enter.apply(undefined, [entry, method, ...args] as never[], plain)) as Wire;
  }

  /** Evaluates a script through the way in's `load`. */
  async load(entry: number, script: GuestScript): Promise<Wire> {
    const compiled = await this.#compile(script);
    const given = [entry, "load", script.filename, compiled.derefInto()];
    return (await this.#enter.apply(undefined, given as never[], plain)) as Wire;
  }

  /** Milliseconds this isolate has run, without what it waited. */
  get runningMs(): number {
    return this.isDisposed ? 0 : Number(this.#isolate.cpuTime) / 1e6;
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
    if (!this.#isolate.isDisposed) this.#isolate.dispose();
  }
}

const plain = { result: { copy: true, promise: true } } as const;
