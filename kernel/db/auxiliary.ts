import { existsSync, renameSync } from "node:fs";
import { Database, type DatabaseOptions } from "./database.ts";
import { dialect } from "./dialect.ts";
import { name, raw, sql } from "./sql.ts";
import { isDamage } from "./write-health.ts";

export interface AuxiliaryOptions extends Omit<DatabaseOptions, "onDamage"> {
  /** Says a line to the operator. */
  readonly tell: (text: string) => void;
}

/** Damage that comes back sooner than this is the disk's, and not helped by another file. */
const againMs = 600_000;

/**
 * auxiliary.db. What it holds may be lost without loss to the application: when it turns out to be damaged, at the start
 * or later, it is put aside and an empty one takes its place, instead of a server that does not start or keeps no logs.
 */
export class AuxiliaryFile {
  readonly #file: string;
  readonly #options: AuxiliaryOptions;
  #database: Database | undefined;
  #replacedAt = Number.NEGATIVE_INFINITY;

  private constructor(file: string, options: AuxiliaryOptions) {
    this.#file = file;
    this.#options = options;
  }

  static async open(file: string, options: AuxiliaryOptions): Promise<AuxiliaryFile> {
    const auxiliary = new AuxiliaryFile(file, options);
    await auxiliary.#open().catch(async (error: unknown) => {
      if (!isDamage(error)) throw error;
      auxiliary.#putAside();
      await auxiliary.#open();
    });
    return auxiliary;
  }

  /** The database of the moment. */
  get database(): Database {
    if (this.#database === undefined) throw new Error("auxiliary.db is not open.");
    return this.#database;
  }

  async #open(): Promise<void> {
    const onDamage = (): void => this.#replaceSoon();
    const database = new Database(this.#file, { ...this.#options, onDamage });
    try {
      await probe(database);
    } catch (error) {
      await database.close();
      throw error;
    }
    this.#database = database;
  }

  #replaceSoon(): void {
    if (this.#database === undefined || performance.now() - this.#replacedAt < againMs) return;
    this.#replacedAt = performance.now();
    this.#replace(this.#database).catch((error: unknown) =>
      this.#options.tell(`${this.#file} could not be replaced: ${String(error)}`),
    );
  }

  async #replace(damaged: Database): Promise<void> {
    // Closed first: a database that closes removes the write-ahead log that lies under its name.
    await damaged.close();
    this.#putAside();
    await this.#open();
  }

  #putAside(): void {
    const aside = `${this.#file}.damaged-${Date.now()}`;
    for (const suffix of ["", "-wal", "-shm"]) {
      if (existsSync(this.#file + suffix)) renameSync(this.#file + suffix, aside + suffix);
    }
    this.#options.tell(
      `${this.#file} is damaged: it was put aside as ${aside}, and an empty one takes its place`,
    );
  }
}

/** Reads the ends of every table, which is where rows are added and taken away. Throws if one cannot be read. */
async function probe(database: Database): Promise<void> {
  const tables = await database.column<string>(raw("SELECT name FROM sqlite_schema WHERE type = 'table'"));
  for (const table of tables) {
    const order = raw(dialect.rowOrder());
    // Each by itself, or all between would be read, too.
    const ends = sql`SELECT (SELECT MIN(${order}) FROM ${name(table)}), (SELECT MAX(${order}) FROM ${name(table)})`;
    await database.get(ends).catch((error: unknown) => {
      if (isDamage(error)) throw error; // others are tables without rows in order
    });
  }
}
