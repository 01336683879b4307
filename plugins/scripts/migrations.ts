import path from "node:path";
import type { Migration, MigrationContext, MigrationSource } from "../migrations/contract.ts";
import { FileCompiler, filesIn } from "./files.ts";
import { Generation } from "./generation.ts";
import type { Services } from "./services.ts";

/** The user's migrations: `migrate(up, down)` in pb_migrations/*.js and *.ts. */
export class ScriptMigrations implements MigrationSource {
  readonly #services: Services;
  readonly #compiler = new FileCompiler();

  constructor(services: Services) {
    this.#services = services;
  }

  async load(): Promise<readonly Migration[]> {
    const { migrationsDir, hooksDir } = this.#services.scope.config;
    const names = (await filesIn(migrationsDir, /\.(?:js|ts)$/)).filter((name) => !name.endsWith(".d.ts"));
    return names.map((name) => this.#migration(name, hooksDir));
  }

  // Loaded when it runs: most migrations of an old project have run long ago.
  #migration(filename: string, hooksDir: string): Migration {
    const step = (direction: "up" | "down") => async (context: MigrationContext) => {
      const file = await this.#compiler.compile(filename);
      const generation = await Generation.load({
        services: this.#services,
        files: [file],
        purpose: "migrations",
        hooksDir,
      });
      try {
        await run(generation, direction, context);
      } finally {
        await generation.close();
      }
    };
    return { file: path.basename(filename), up: step("up"), down: step("down") };
  }
}

async function run(
  generation: Generation,
  direction: "up" | "down",
  context: MigrationContext,
): Promise<void> {
  for (const asked of generation.registrations) {
    if (asked.kind !== "migration") continue;
    const place = asked[direction];
    if (place === undefined) continue;
    const session = generation.session({ db: context.data, auxiliary: context.auxiliary });
    await generation.enter(session, "migration", String(place));
  }
}
