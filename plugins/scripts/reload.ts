import type { PluginScope, StagedScope } from "#kernel";
import { RouteConflict } from "#kernel";
import { ScriptProblem } from "./errors.ts";
import { FileCompiler, filesIn, type ScriptFile } from "./files.ts";
import { Generation } from "./generation.ts";
import { Registrations } from "./registrations.ts";
import type { Services } from "./services.ts";

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
}

/** For the whole process: what was compiled once need not be again by the next kernel. */
const compiler = new FileCompiler();

/** The scripts that run, and how the next ones take their place. */
export class Scripts {
  readonly #scope: PluginScope;
  readonly #services: Services;
  readonly #hooksDir: string;
  readonly #tell: Teller;
  #running: Running | undefined;
  #number = 0;
  #loading: Promise<void> = Promise.resolve();

  constructor(services: Services, { hooksDir, tell }: ScriptsOptions) {
    this.#scope = services.scope;
    this.#services = services;
    this.#hooksDir = hooksDir;
    this.#tell = tell;
  }

  get running(): Running | undefined {
    return this.#running;
  }

  /** At the start a file that cannot be loaded is left out, and told; the others run. */
  async start(): Promise<void> {
    const names = await filesIn(this.#hooksDir, entryFiles);
    const files: ScriptFile[] = [];
    for (const name of names) {
      const file = await this.#attempt(name, () => compiler.compile(name));
      if (file !== undefined) files.push(file);
    }
    while (files.length > 0) {
      try {
        await this.#swap(files);
        return;
      } catch (error) {
        const place = error instanceof ScriptProblem ? error.place?.file : undefined;
        const broken = files.findIndex(({ filename }) => filename === place);
        this.#tell(files[broken]?.filename ?? this.#hooksDir, error);
        files.splice(broken === -1 ? 0 : broken, broken === -1 ? files.length : 1);
      }
    }
  }

  /** Loads what is on disk now beside what runs, and swaps it in. What runs stays if that fails; the reason is printed. */
  async reload(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#reloadNow());
    await this.#loading;
  }

  async stop(): Promise<void> {
    await this.#running?.generation.close();
    this.#running = undefined;
  }

  async #reloadNow(): Promise<void> {
    const started = performance.now();
    const hooksDir = this.#hooksDir;
    try {
      const names = await filesIn(hooksDir, entryFiles);
      await this.#swap(await Promise.all(names.map((name) => compiler.compile(name))));
      const ms = Math.round(performance.now() - started);
      process.stdout.write(
        `Hooks reloaded in ${ms} ms (${names.length} file${names.length === 1 ? "" : "s"}).\n`,
      );
    } catch (error) {
      this.#tell(error instanceof ScriptProblem ? (error.place?.file ?? hooksDir) : hooksDir, error);
    }
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

  async #attempt<T>(file: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#tell(file, error);
      return undefined;
    }
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
