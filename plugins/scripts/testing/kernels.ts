import { cp, rm } from "node:fs/promises";
import path from "node:path";
import type { AloneContext, ConfigFlags, TrialKernel } from "#kernel";
import { Collections } from "../../collections/contract.ts";
import { hashed } from "../../collections/model/fields/password.ts";
import { Migrations } from "../../migrations/contract.ts";
import { Records } from "../../records/contract.ts";
import { type FileProblem, ScriptTrials, type Witness } from "../contract.ts";
import { superuserEmail } from "./app.ts";
import { TestHttp } from "./http.ts";

/** A kernel nobody has used yet, on a data folder of its own. */
export interface PreparedKernel {
  readonly kernel: TrialKernel;
  readonly witness: Witness;
  readonly http: TestHttp;
}

/** Kernels made before they are asked for: making one is mostly waiting for the sandbox. */
const ahead = 2;

/** Gives every test a kernel of its own: each is made, while the test before it runs, on a copy of one prepared data folder. */
export class TestKernels {
  readonly #start: AloneContext["start"];
  readonly #flags: ConfigFlags;
  readonly #folder: string;
  readonly #template: string;
  #number = 0;
  readonly #ready: Promise<PreparedKernel>[] = [];
  #ending: Promise<void> = Promise.resolve();

  private constructor({ start, config }: Pick<AloneContext, "start" | "config">, folder: string) {
    const { hooksDir, migrationsDir, publicDir } = config;
    this.#start = start;
    this.#flags = { hooksDir, migrationsDir, publicDir, hooksWatch: false, hooksPool: 1, automigrate: false };
    this.#folder = folder;
    this.#template = path.join(folder, "template");
  }

  /** Prepares a data folder with the user's migrations applied; gives what kept scripts from being loaded. */
  static async prepare(
    context: Pick<AloneContext, "start" | "config">,
    folder: string,
  ): Promise<{ readonly kernels: TestKernels; readonly problems: readonly FileProblem[] }> {
    const kernels = new TestKernels(context, folder);
    const { kernel, witness } = await kernels.#open(kernels.#template);
    const { problems } = kernel.service(ScriptTrials);
    await kernel.service(Migrations).up();
    await addSuperuser(kernel, witness);
    await kernel.terminate();
    return { kernels, problems };
  }

  /** Begins to make kernels for so many tests, as far as it is worth while. */
  order(tests: number): void {
    while (this.#ready.length < Math.min(tests, ahead)) {
      const made = this.#copy();
      made.catch(() => {}); // told to whoever takes it
      this.#ready.push(made);
    }
  }

  async take(): Promise<PreparedKernel> {
    return await (this.#ready.shift() ?? this.#copy());
  }

  /** Ends a kernel in the background. */
  giveBack({ kernel }: PreparedKernel): void {
    this.#ending = this.#ending.then(async () => {
      await kernel.terminate();
      await rm(kernel.config.dir, { recursive: true, force: true });
    });
  }

  async close(): Promise<void> {
    for (const made of this.#ready) {
      const left = await made.catch(() => undefined); // nobody asked for it any more
      if (left !== undefined) this.giveBack(left);
    }
    await this.#ending;
  }

  async #copy(): Promise<PreparedKernel> {
    const dir = path.join(this.#folder, String(++this.#number));
    await cp(this.#template, dir, { recursive: true });
    return await this.#open(dir);
  }

  async #open(dir: string): Promise<PreparedKernel> {
    const kernel = await this.#start({ ...this.#flags, dir });
    const http = new TestHttp();
    const witness = kernel.service(ScriptTrials).witness(http);
    await kernel.bootstrap();
    return { kernel, witness, http };
  }
}

async function addSuperuser(kernel: TrialKernel, { db }: Witness): Promise<void> {
  const collection = kernel.service(Collections).find(db, "_superusers");
  if (collection === undefined) throw new Error("There is no collection of superusers.");
  const records = kernel.service(Records);
  const password = hashed("$2a$10$7T./.qUOoEuGByBx4W8su.w.N4DPdJWsgKuYmAe1O7jb0ILYlZHhq");
  await records.save(db, records.create(collection, { email: superuserEmail, password }));
}
