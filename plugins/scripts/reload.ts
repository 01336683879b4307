import type { PluginScope, StagedScope } from "#kernel";
import { RouteConflict } from "#kernel";
import { ScriptProblem } from "./errors.ts";
import { FileCompiler, filesIn, type ScriptFile } from "./files.ts";
import { Generation } from "./generation.ts";
import { type Loading, type Refusal, refusalOf } from "./loading.ts";
import { Registrations } from "./registrations.ts";
import type { Services } from "./services.ts";
import type { Suspended } from "./suspended.ts";

const entryFiles = /\.pb\.(?:js|ts)$/;

interface Running {
  readonly number: number;
  readonly generation: Generation;
  readonly registrations: Registrations;
  readonly scope: StagedScope;
}

/** Hears of files that could not be loaded, and why. */
type Teller = (file: string, error: unknown) => void;

export interface ScriptsOptions {
  readonly hooksDir: string;
  readonly tell: Teller;
  /** Files that are left out until they are resumed. */
  readonly suspended?: Suspended;
}

/** For the whole process: what was compiled once need not be again by the next kernel. */
const compiler = new FileCompiler();

/** The scripts that run, and how the next ones take their place. */
export class Scripts {
  readonly #scope: PluginScope;
  readonly #services: Services;
  readonly #hooksDir: string;
  readonly #tell: Teller;
  readonly #suspended: Suspended | undefined;
  #last: Loading | undefined;
  #running: Running | undefined;
  #number = 0;
  #loading: Promise<void> = Promise.resolve();

  constructor(services: Services, { hooksDir, tell, suspended }: ScriptsOptions) {
    this.#scope = services.scope;
    this.#services = services;
    this.#hooksDir = hooksDir;
    this.#tell = tell;
    this.#suspended = suspended;
  }

  get running(): Running | undefined {
    return this.#running;
  }

  /** What came of the last loading; undefined before the first. */
  get last(): Loading | undefined {
    return this.#last;
  }

  /** At the start a file that cannot be loaded is left out, and told; the others run. */
  async start(): Promise<void> {
    const started = performance.now();
    const refusals: Refusal[] = [];
    const refuse = async (file: string, error: unknown): Promise<void> => {
      this.#tell(file, error);
      refusals.push(await refusalOf(file, error));
    };
    const files: ScriptFile[] = [];
    for (const name of await this.#wanted()) {
      try {
        files.push(await compiler.compile(name));
      } catch (error) {
        await refuse(name, error);
      }
    }
    while (files.length > 0) {
      try {
        await this.#swap(files);
        break;
      } catch (error) {
        const place = error instanceof ScriptProblem ? error.place?.file : undefined;
        const broken = files.findIndex(({ filename }) => filename === place);
        await refuse(files[broken]?.filename ?? this.#hooksDir, error);
        files.splice(broken === -1 ? 0 : broken, broken === -1 ? files.length : 1);
      }
    }
    this.#last = { at: new Date(), ms: performance.now() - started, refusals };
  }

  /** Loads what is on disk now beside what runs, and swaps it in. What runs stays if that fails; the reason is printed. */
  async reload(): Promise<void> {
    await this.#inTurn(() => this.#reloadNow());
  }

  /** Every file there is, in the order they load: those that run, those at rest and those refused. */
  async known(): Promise<readonly { readonly filename: string; readonly isSuspended: boolean }[]> {
    const names = await filesIn(this.#hooksDir, entryFiles);
    return names.map((filename) => ({ filename, isSuspended: this.#suspended?.has(filename) === true }));
  }

  /** Takes a file out of what runs, now and until it is resumed; whatever state the others on disk are in. */
  async suspend(filename: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.#suspended?.add(filename);
      const files = this.#running?.generation.files ?? [];
      if (files.some((file) => file.filename === filename))
        await this.#swap(files.filter((file) => file.filename !== filename));
    });
  }

  /** Puts a file back beside what runs. Throws, with nothing changed, if it cannot be loaded. */
  async resume(filename: string): Promise<void> {
    await this.#inTurn(async () => {
      const others = (this.#running?.generation.files ?? []).filter((file) => file.filename !== filename);
      const files = [...others, await compiler.compile(filename)];
      await this.#swap(files.sort((a, b) => (a.filename < b.filename ? -1 : 1)));
      await this.#suspended?.remove(filename);
    });
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#loading.then(work);
    this.#loading = turn.catch(() => {}); // told to whoever asked for it
    await turn;
  }

  async #wanted(): Promise<readonly string[]> {
    const names = await filesIn(this.#hooksDir, entryFiles);
    return names.filter((name) => this.#suspended?.has(name) !== true);
  }

  async stop(): Promise<void> {
    await this.#running?.generation.close();
    this.#running = undefined;
  }

  async #reloadNow(): Promise<void> {
    const started = performance.now();
    const hooksDir = this.#hooksDir;
    const refusals: Refusal[] = [];
    try {
      const names = await this.#wanted();
      await this.#swap(await Promise.all(names.map((name) => compiler.compile(name))));
      const ms = Math.round(performance.now() - started);
      process.stdout.write(
        `Hooks reloaded in ${ms} ms (${names.length} file${names.length === 1 ? "" : "s"}).\n`,
      );
    } catch (error) {
      const file = error instanceof ScriptProblem ? (error.place?.file ?? hooksDir) : hooksDir;
      this.#tell(file, error);
      refusals.push(await refusalOf(file, error));
    }
    this.#last = { at: new Date(), ms: performance.now() - started, refusals };
  }

  async #swap(files: readonly ScriptFile[]): Promise<void> {
    const hooksDir = this.#hooksDir;
    const generation = await Generation.load({ services: this.#services, files, purpose: "hooks", hooksDir });
    const scope = this.#scope.stage("scripts");
    const registrations = new Registrations(scope, generation, this.#services);
    const former = this.#running;
    try {
      registrations.bind();
      scope.activate(former === undefined ? {} : { replacing: former.scope });
    } catch (error) {
      await scope.close();
      await generation.close();
      throw placed(error, generation, registrations);
    }
    this.#running = { number: ++this.#number, generation, registrations, scope };
    void generation
      .warm()
      .catch((error: unknown) => this.#scope.log.error("A sandbox could not be made.", { error }));
    if (former !== undefined) void this.#retire(former);
  }

  async #retire({ scope, generation }: Running): Promise<void> {
    await scope.close();
    await generation.close();
  }
}

/** Tells of a failure the way the reference does. */
export function printFailure(file: string, error: unknown): void {
  process.stderr.write(`\u001b[31mfailed to execute ${file}:\n - ${reasonOf(error)}\u001b[0m\n`);
}

/** Why scripts could not be put in place, with the place where it is known. */
export function reasonOf(error: unknown): string {
  if (error instanceof ScriptProblem) return error.describe();
  return error instanceof Error ? error.message : String(error);
}

/** A conflict of routes, with the place where the script's route was asked for. */
function placed(error: unknown, { registrations: asked }: Generation, registrations: Registrations): unknown {
  if (!(error instanceof RouteConflict)) return error;
  const texts = Object.values(error.data).map(String);
  const route = asked.findLast(
    (one) => one.kind === "route" && texts.includes(`${one.method} ${one.path}`.trim()),
  );
  return route === undefined
    ? error
    : new ScriptProblem(error.message, registrations.placeOf(route), { cause: error });
}
