import { bootSource } from "./bridge/boot.ts";
import { Entrance, type Session } from "./bridge/enter.ts";
import { GuestIsolate } from "./bridge/isolate.ts";
import type { GuestScript } from "./bridge/machine.ts";
import { Nesting } from "./bridge/nesting.ts";
import { Pool } from "./bridge/pool.ts";
import { decode, type Wire } from "./bridge/wire.ts";
import { scriptClock } from "./clock.ts";
import { ScriptProblem } from "./errors.ts";
import type { ScriptFile } from "./files.ts";
import type { Located } from "./guest/registry.ts";
import { hostFunctions } from "./host/functions.ts";
import { mapComment, urlOf } from "./inspecting/sources.ts";
import { Modules } from "./modules.ts";
import type { Services } from "./services.ts";
import { type HostFunctions, ScriptSession, type SessionOptions } from "./session.ts";
import { StackMapper } from "./stack.ts";

export interface GenerationOptions {
  readonly services: Services;
  readonly files: readonly ScriptFile[];
  readonly purpose: "hooks" | "migrations";
  readonly hooksDir: string;
  /** What scripts of this generation can ask for besides what all can. */
  readonly functions?: HostFunctions;
}

/** Shared by all generations: an entry of one may lead to entries of another. */
const nesting = new Nesting();

/** Isolates kept when idle; more are made when they are needed. */
const keptIdle = 3;
/** Megabytes. */
const memoryLimit = 128;
const heapLimit = 48;

/** Modules know `module`; scripts of the reference's kind test for its absence. */
const moduleLead = "(function (exports, require, module, __filename, __dirname) {";
const plainLead = "(function () {";

/** One loaded set of scripts: its sandboxes, and what it asked for. */
export class Generation {
  readonly loadedAt = new Date();
  readonly files: readonly ScriptFile[];
  readonly stacks = new StackMapper();
  registrations: readonly Located[] = [];
  readonly #options: GenerationOptions;
  readonly #functions: HostFunctions;
  readonly #entrance: Entrance;
  readonly #pool: Pool;
  /** Jobs that handlers of this generation added. */
  readonly #removals: (() => void)[] = [];

  private constructor(options: GenerationOptions) {
    this.#options = options;
    this.files = options.files;
    for (const file of options.files) this.stacks.add(file.filename, file);
    const modules = new Modules(options.hooksDir, this.stacks, {
      maps: options.services.inspector === undefined ? "leave out" : "add",
    });
    this.#functions = {
      ...hostFunctions,
      ...options.functions,
      "cron.add": (_session, id: string, expression: string, source: string) =>
        this.#addCron(id, expression, source),
      "module.load": (_session, from: string, name: string) => modules.load(from, name),
    };
    this.#entrance = new Entrance(this.session({ db: undefined }), nesting);
    this.#pool = new Pool({
      make: () => this.#makeIsolate("again"),
      size: keptIdle,
      heapLimit,
      // Whoever looks at a breakpoint is not in a hurry.
      timeLimit:
        options.services.inspector === undefined ? options.services.scope.config.hooksTimeout : Infinity,
    });
  }

  /** Evaluates the scripts once and reads what they registered; throws ScriptProblem with the place of what is wrong. */
  static async load(options: GenerationOptions): Promise<Generation> {
    const generation = new Generation(options);
    generation.#pool.add(await generation.#makeIsolate("first"));
    return generation;
  }

  session(options: Omit<SessionOptions, "services" | "functions" | "mapStack">): ScriptSession {
    return new ScriptSession({
      ...options,
      services: this.#options.services,
      functions: this.#functions,
      mapStack: (stack) => this.stacks.map(stack),
    });
  }

  /** Enters a sandbox; gives what it answered. */
  async enter(session: ScriptSession, method: string, ...args: readonly string[]): Promise<unknown> {
    this.#options.services.scope.writes.noticeOthers(); // what sandboxes know of it would not tell
    try {
      const answer = await this.#entrance.enter(this.#pool, session, method, args);
      return answer === "null" ? null : decode(answer, session.codec);
    } finally {
      if (session.hasOpenTransactions) await session.close();
    }
  }

  /** How many sandboxes there are, how many are at work, and what they hold. */
  get sandboxes(): { readonly count: number; readonly busy: number; readonly heapBytes: number } {
    return { count: this.#pool.size, busy: this.#pool.busy, heapBytes: this.#pool.heapBytes() };
  }

  /** Makes the next entries find a sandbox ready. */
  async warm(): Promise<void> {
    if (this.#options.services.scope.config.hooksPool < 2) return;
    if (this.#pool.size < keptIdle - 1) this.#pool.add(await this.#makeIsolate("again"));
  }

  // Added by a handler, from its source: the sandbox it ran in may not be there when its time comes.
  #addCron(id: string, expression: string, source: string): void {
    const run = async (): Promise<void> => {
      try {
        await this.enter(this.session({ db: undefined }), "source", JSON.stringify(source));
      } catch (error) {
        this.#options.services.scope.log.error("[cronAdd] failed to execute cron job", { jobId: id, error });
      }
    };
    this.#removals.push(this.#options.services.crons.add({ id, expression, run }));
  }

  /** Ends when the calls under way have. */
  async close(): Promise<void> {
    for (const remove of this.#removals) remove();
    await this.#pool.close();
  }

  async #makeIsolate(time: "first" | "again"): Promise<GuestIsolate> {
    const isolate = await GuestIsolate.create({
      memoryLimit,
      inspector: this.#options.services.inspector !== undefined,
      boot: await bootSource(),
      counts: this.#options.services.scope.writes.memory,
      onCall: (entry, request) => this.#entrance.answer(entry, request),
      onTell: (entry, request) => this.#entrance.hear(entry, request),
    });
    this.#options.services.inspector?.add(isolate);
    try {
      await this.#begin(isolate, time);
      for (const file of this.files) await this.#evaluate(isolate, file);
      const loaded = await this.#alone((entry) => isolate.enterOnce(entry, "loaded"));
      if (time === "first") this.registrations = JSON.parse(loaded as string) as readonly Located[];
      return isolate;
    } catch (error) {
      isolate.dispose();
      throw error;
    }
  }

  async #begin(isolate: GuestIsolate, time: "first" | "again"): Promise<void> {
    const { services, purpose, hooksDir } = this.#options;
    const surroundings = {
      hooks: services.scope.hooks().map(({ name }) => name),
      hooksDir,
      purpose,
      env: process.env,
      args: process.argv.slice(1),
      mute: time === "again",
      clock: scriptClock.source,
    };
    await this.#alone((entry) => isolate.enterOnce(entry, "begin", JSON.stringify(surroundings)));
  }

  async #evaluate(isolate: GuestIsolate, { filename, code, map }: ScriptFile): Promise<void> {
    const lead = code.includes("module.exports = __toCommonJS(") ? moduleLead : plainLead;
    const isInspected = this.#options.services.inspector !== undefined;
    const script: GuestScript = {
      filename,
      code: `${lead}${code}\n})${isInspected ? mapComment(map) : ""}`,
      lead: lead.length,
      ...(isInspected && { url: urlOf(filename) }),
    };
    await this.#alone((entry) => isolate.load(entry, script));
  }

  async #alone(run: (entry: number) => Promise<Wire>): Promise<Wire> {
    const session = new LoadingSession(this.session({ db: undefined }), this.stacks);
    return await this.#entrance.enterAlone(session, run);
  }
}

/** While scripts are loaded, what goes wrong is told with its place. */
class LoadingSession implements Session {
  cpuMs = 0;
  readonly #session: ScriptSession;
  readonly #stacks: StackMapper;

  constructor(session: ScriptSession, stacks: StackMapper) {
    this.#session = session;
    this.#stacks = stacks;
  }

  get codec(): Session["codec"] {
    return this.#session.codec;
  }

  call(name: string, args: readonly unknown[]): unknown {
    return this.#session.call(name, args);
  }

  packError(error: unknown): unknown {
    return this.#session.packError(error);
  }

  unpackError(data: unknown): unknown {
    const cause = this.#session.unpackError(data);
    if (cause instanceof ScriptProblem) return cause;
    const { message, stack = "" } = data as { readonly message: string; readonly stack?: string };
    return new ScriptProblem(message, this.#stacks.placeOf(stack), { cause });
  }
}
