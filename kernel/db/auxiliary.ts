import { existsSync, renameSync } from "node:fs";
import type { Logger } from "../log.ts";
import { Database, type DatabaseOptions } from "./database.ts";
import { raw } from "./sql.ts";

/**
 * Opens auxiliary.db. What it holds may be lost without loss to the application, so a damaged one is put aside
 * and the server starts with an empty one, instead of not at all.
 */
export async function openAuxiliary(file: string, options: DatabaseOptions, log: Logger): Promise<Database> {
  try {
    return await openChecked(file, options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const aside = `${file}.damaged-${Date.now()}`;
    for (const suffix of ["", "-wal", "-shm"]) {
      if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    }
    log.error(`${file} is damaged: it was put aside as ${aside}, and an empty one takes its place`, {
      error,
    });
    return await openChecked(file, options);
  }
}

async function openChecked(file: string, options: DatabaseOptions): Promise<Database> {
  const database = new Database(file, options);
  try {
    await database.column(raw("SELECT name FROM sqlite_schema"));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  const code =
    error instanceof Error && ("sqliteCode" in error ? error.sqliteCode : "code" in error && error.code);
  return code === "SQLITE_NOTADB" || (typeof code === "string" && code.startsWith("SQLITE_CORRUPT"));
}
