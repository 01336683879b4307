import type { Database } from "#kernel";
import type { Migration, MigrationContext } from "./contract.ts";
import { MigrationFailed } from "./errors.ts";
import { createHistory, readHistory, recordApplied, recordReverted } from "./history.ts";

export interface Databases {
  readonly data: Database;
  readonly auxiliary: Database;
}

/** Applies what is not recorded yet, in one transaction over both databases; gives the names of what was applied. */
export async function applyPending(
  databases: Databases,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const history = await readHistory(databases.data);
  const pending = await findPending(databases, migrations, new Set(history));
  if (pending.length === 0) return [];
  return await together(databases, async (context) => {
    if (history === undefined) await createHistory(context.data);
    for (const [file, parts] of pending) {
      await attempt("apply", file, async () => {
        for (const part of parts) await part.up(context);
      });
      await recordApplied(context.data, file);
    }
    return pending.map(([file]) => file);
  });
}

/** Reverts what is named, in this order and in one transaction. */
export async function revert(
  databases: Databases,
  migrations: readonly Migration[],
  files: readonly string[],
): Promise<void> {
  await together(databases, async (context) => {
    for (const file of files) {
      const parts = migrations.filter((migration) => migration.file === file).reverse();
      await attempt("revert", file, async () => {
        for (const part of parts) await part.down?.(context);
      });
      await recordReverted(context.data, file);
    }
  });
}

type Step = readonly [file: string, parts: readonly Migration[]];

async function findPending(
  databases: Databases,
  migrations: readonly Migration[],
  applied: ReadonlySet<string>,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const [file, parts] of byFile(migrations)) {
    if (!applied.has(file)) steps.push([file, parts]);
    else if (await anyMissing(databases, parts)) steps.push([file, parts]);
  }
  return steps;
}

function byFile(migrations: readonly Migration[]): ReadonlyMap<string, readonly Migration[]> {
  const steps = new Map<string, Migration[]>();
  for (const migration of migrations) {
    const parts = steps.get(migration.file);
    if (parts === undefined) steps.set(migration.file, [migration]);
    else parts.push(migration);
  }
  return steps;
}

async function anyMissing(databases: Databases, parts: readonly Migration[]): Promise<boolean> {
  for (const part of parts) if (await part.isMissing?.(databases)) return true;
  return false;
}

function together<T>(databases: Databases, work: (context: MigrationContext) => Promise<T>): Promise<T> {
  return databases.auxiliary.transaction((auxiliary) =>
    databases.data.transaction((data) => work({ data, auxiliary })),
  );
}

async function attempt(verb: "apply" | "revert", file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new MigrationFailed(verb, file, cause);
  }
}
