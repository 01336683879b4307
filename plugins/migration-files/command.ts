import { type Command, type CommandContext, type PluginScope, snakeCase, UsageError } from "#kernel";
import type { AutomigrateServices } from "./automigrate.ts";
import { portable } from "./collection-json.ts";
import { migrationFile, writeMigration } from "./file.ts";
import { confirm } from "./prompt.ts";
import { blankText, snapshotText } from "./template.ts";

const description = `Supported arguments are:
- up            - runs all available migrations
- down [number] - reverts the last [number] applied migrations
- create name   - creates new blank migration template file
- collections   - creates new migration file with snapshot of the local collections configuration
- history-sync  - ensures that the _migrations history table doesn't have references to deleted migration files`;

/** `isobase migrate …`; texts as in the reference. */
export function migrateCommand(scope: PluginScope, services: AutomigrateServices): Command {
  const { collections, migrations } = services;

  async function up({ print }: CommandContext): Promise<void> {
    const applied = await migrations.up();
    if (applied.length === 0) print("No new migrations to apply.");
    for (const file of applied) print(`Applied ${file}`);
  }

  async function down({ args, print }: CommandContext): Promise<void> {
    const count = Number.parseInt(args[1] ?? "1", 10) || 1;
    const files = await migrations.lastApplied(count);
    if (files.length === 0) {
      print("No migrations to revert.");
      return;
    }
    process.stderr.write(`\n${files.join("\n")}\n`);
    const question = `Do you really want to revert the last ${files.length} applied migration(s)?`;
    if (!(await confirm(question))) {
      print("The command has been cancelled");
      return;
    }
    for (const file of await migrations.down(files.length)) print(`Reverted ${file}`);
  }

  async function write(name: string, text: string, { print }: CommandContext): Promise<void> {
    const file = await migrationFile(scope.config, name);
    if (!(await confirm(`Do you really want to create migration "${file}"?`))) {
      print("The command has been cancelled");
      return;
    }
    await writeMigration(scope.config, file, text);
    print(`Successfully created file "${file}"`);
  }

  async function create(context: CommandContext): Promise<void> {
    const [, name = ""] = context.args;
    await write(snakeCase(name), blankText(), context);
  }

  async function snapshot(context: CommandContext): Promise<void> {
    const all = collections.all(scope.db).map((collection) => portable(scope, collection));
    await write("collections_snapshot", snapshotText(all), context);
  }

  async function syncHistory({ print }: CommandContext): Promise<void> {
    await migrations.syncHistory();
    print("The _migrations table was synced with the available migrations.");
  }

  const steps: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = {
    up,
    down,
    create,
    collections: snapshot,
    "history-sync": syncHistory,
  };

  return {
    name: "migrate",
    summary: "Executes app DB migration scripts",
    description,
    // Before anything is opened or made.
    async check({ args: [word = "up", name = ""] }) {
      if (steps[word] === undefined) throw new UsageError(`unsupported command: "${word}"`);
      if (word === "create" && name === "") throw new UsageError("missing migration file name");
    },
    async run(context) {
      const [word = "up"] = context.args;
      await steps[word]?.(context);
    },
  };
}
