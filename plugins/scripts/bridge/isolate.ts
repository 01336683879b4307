import { kind, slotCount } from "./box.ts";
import { doorbell } from "./doorbell.ts";
import { ScriptEnded } from "./errors.ts";
import type { InspectorLink } from "./inspect.ts";
import { type GuestScript, Machine, type MachineOptions } from "./machine.ts";
import { Mailbox } from "./mailbox.ts";
import type { Wire } from "./wire.ts";

export interface GuestOptions extends MachineOptions {
  /** Counts by which the guest knows whether answers that last still hold. */
  readonly counts: SharedArrayBuffer;
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

/** One sandbox: it is given entries, may be relieved of those it has not begun, and tells what came out of them. */
export class GuestIsolate {
  readonly #box: Mailbox;
  readonly #jobs = new Map<number, Job>();
  /** Results that came before their entries were done. */
  readonly #delivered = new Map<number, Wire>();
  #machine: Machine | undefined;
  #keeper: Keeper | undefined;
  #isServing = false;
  #isWaking = false;
  #seen = 0;
  /** Calls of the guest that are not answered yet. */
  #calls = 0;
  /** The entry that awaits something, and the running time when it began to. */
  #awaiting: { readonly entry: number; readonly fromMs: number } | undefined;

  private constructor(options: GuestOptions) {
    this.#box = new Mailbox({
      said: (said, entry, wire) => void this.#hear(options, said, entry, wire),
      done: (entry, text, ranMs) => this.#done(entry, text, ranMs),
      awaits: (entry) => this.#await(entry),
    });
  }

  static async create(options: GuestOptions): Promise<GuestIsolate> {
    const guest = new GuestIsolate(options);
    const { memory } = guest.#box;
    const { counts, onCall } = options;
    doorbell.attend(guest.#box);
    try {
      guest.#machine = await Machine.start(options, { memory, counts, ask: onCall });
    } catch (error) {
      doorbell.leave(guest.#box);
      throw error;
    }
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

  /** Whether it is still at the entry it was at when this was asked last. */
  isStuck(): boolean {
    const before = this.#seen;
    this.#seen = this.begun;
    return this.#seen === before && this.#box.isRunning;
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

  /** Runs one entry while scripts are loaded; settles when the guest and its promise have. */
  async enterOnce(entry: number, ...words: readonly string[]): Promise<Wire> {
    return await this.#inside.once(entry, ...words);
  }

  /** Evaluates a script. */
  async load(entry: number, script: GuestScript): Promise<Wire> {
    return await this.#inside.load(entry, script);
  }

  /** Opens a session of the inspector protocol; `listen` gets its answers and events. */
  inspect(listen: (message: string) => void): InspectorLink {
    return this.#inside.inspect(listen);
  }

  /** Milliseconds this isolate has run, without what it waited. */
  get runningMs(): number {
    return this.isDisposed ? 0 : this.#inside.insideMs - this.#box.waitedMs;
  }

  get isDisposed(): boolean {
    return this.#inside.isDisposed;
  }

  /** Bytes the guest holds. */
  async heapBytes(): Promise<number> {
    return await this.#inside.heapBytes();
  }

  /** Ends it at once, whatever it is doing. */
  dispose(reason = "The sandbox was ended."): void {
    doorbell.leave(this.#box);
    const left = this.withdraw();
    this.#inside.dispose();
    for (const entry of [...this.#jobs.keys()]) this.#take(entry)?.failed(new ScriptEnded(reason));
    const keeper = this.#keeper;
    this.#keeper = undefined;
    keeper?.ended(this, left);
  }

  /** Nobody has this sandbox before it has started. */
  get #inside(): Machine {
    return this.#machine as Machine;
  }

  #wake(): void {
    this.#isWaking = false;
    if (this.isDisposed || this.#box.wake() || this.#isServing) return;
    this.#isServing = true;
    this.#inside.serve().then(
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
