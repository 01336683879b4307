import { definePlugin, onBootstrap, onServe, type PluginScope } from "#kernel";
import { type Migration, MigrationSources, Migrations, SystemMigrations } from "./contract.ts";
import { readHistory, recordApplied, recordReverted } from "./history.ts";
import { applyPending, revert } from "./runner.ts";

export default definePlugin({
  name: "migrations",
  summary: "Brings the databases up to date: plugins' tables at every start, then what the user wrote.",
  provides: { migrations: Migrations },

  setup(scope) {
    const migrations = createMigrations(scope);

    // Innermost: whoever handles onBootstrap finds the tables in place after next().
    scope.on(
      onBootstrap,
      async (e) => {
        await e.next();
        await applyPending({ data: scope.db, auxiliary: scope.auxiliary }, systemMigrations(scope));
      },
      { priority: 999 },
    );
    scope.on(
      onServe,
      async (e) => {
        await migrations.up();
        await e.next();
      },
      { priority: -1000 },
    );

    return { migrations };
  },
});

function createMigrations(scope: PluginScope): Migrations {
  const databases = () => ({ data: scope.db, auxiliary: scope.auxiliary });

  async function lastApplied(known: readonly Migration[], count: number): Promise<readonly string[]> {
    const files = new Set(known.map(({ file }) => file));
    const history = (await readHistory(scope.db)) ?? [];
    const revertible = history.filter((file) => files.has(file)).reverse();
    return count < 0 ? revertible : revertible.slice(0, count);
  }

  return {
    async up() {
      return await applyPending(databases(), await allMigrations(scope));
    },
    async lastApplied(count) {
      return await lastApplied(await userMigrations(scope), count);
    },
    async down(count) {
      const known = await userMigrations(scope); // the tables of plugins stay while there are plugins
      const files = await lastApplied(known, count);
      await revert(databases(), known, files);
      return files;
    },
    async syncHistory() {
      const known = new Set((await allMigrations(scope)).map(({ file }) => file));
      for (const file of (await readHistory(scope.db)) ?? []) {
        // Others than scripts were built into the program that applied them.
        if (/\.[jt]s$/.test(file) && !known.has(file)) await recordReverted(scope.db, file);
      }
    },
    record: recordApplied,
  };
}

function systemMigrations(scope: PluginScope): readonly Migration[] {
  return sorted(scope.collect(SystemMigrations));
}

async function userMigrations(scope: PluginScope): Promise<readonly Migration[]> {
  const sources = await Promise.all(scope.collect(MigrationSources).map((source) => source.load()));
  return sorted(sources.flat());
}

async function allMigrations(scope: PluginScope): Promise<readonly Migration[]> {
  return [...systemMigrations(scope), ...(await userMigrations(scope))];
}

// By code unit, as the reference does; sort() keeps the order of those that share a file.
function sorted(migrations: readonly Migration[]): readonly Migration[] {
  return [...migrations].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}
