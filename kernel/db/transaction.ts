import type { Connection, Row, RunResult } from "./connection.ts";
import type { Db, TableOptions, TableResult, Transaction } from "./db.ts";
import { TransactionOver } from "./errors.ts";
import { raw, type Sql, type SqlValue } from "./sql.ts";

/** A transaction of the one connection that writes. */
export class WriterTransaction implements Transaction {
  readonly inTransaction = true;
  readonly database: Db;
  readonly locals = new Map<symbol, unknown>();
  readonly #writer: Connection;
  readonly #committed: (() => void | Promise<void>)[] = [];
  readonly #rolledBack: ((reason: unknown) => void | Promise<void>)[] = [];
  #savepoints = 0;
  #schemaTouched = false;
  #over = false;
  /** The failure that made SQLite take everything back by itself. */
  #lost: { readonly error: unknown } | undefined;

  constructor(database: Db, writer: Connection) {
    this.database = database;
    this.#writer = writer;
  }

  /** Takes SQLite's own lock. For the database only. */
  begin(): void {
    this.#writer.script("BEGIN IMMEDIATE");
  }

  /** Runs `work` and commits. For the database only. */
  async finish<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      const value = await work(this);
      if (this.#lost !== undefined) throw this.#lost.error;
      this.#writer.script("COMMIT");
      return value;
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.script("ROLLBACK");
      throw error;
    } finally {
      this.#over = true;
      if (this.#schemaTouched) this.database.schemaChanged();
    }
  }

  async get<R = Row>(query: Sql): Promise<R | undefined> {
    return this.#use().get<R>(query);
  }

  async all<R = Row>(query: Sql): Promise<R[]> {
    return this.#use().all<R>(query);
  }

  async column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]> {
    return this.#use().column<V>(query);
  }

  async value<V extends SqlValue = SqlValue>(query: Sql): Promise<V | undefined> {
    return this.#use().value<V>(query);
  }

  async table(query: Sql, options?: TableOptions): Promise<TableResult> {
    return this.#use().table(query, { limit: options?.limit });
  }

  async scan<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]> {
    return this.#use().column<V>(query); // only this connection sees what the transaction wrote
  }

  async scanRows<R = Row>(query: Sql): Promise<R[]> {
    return this.#use().all<R>(query);
  }

  async run(query: Sql): Promise<RunResult> {
    return this.#write((writer) => writer.run(query));
  }

  async script(text: string): Promise<void> {
    this.#write((writer) => writer.script(text));
    this.schemaChanged();
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.#use();
    return await work(this);
  }

  async savepoint<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const name = `s${++this.#savepoints}`;
    const marks = { committed: this.#committed.length, rolledBack: this.#rolledBack.length };
    await this.run(raw(`SAVEPOINT ${name}`));
    try {
      const value = await work(this);
      await this.run(raw(`RELEASE ${name}`));
      return value;
    } catch (error) {
      if (this.#lost === undefined) {
        this.#writer.run(raw(`ROLLBACK TO ${name}`));
        this.#writer.run(raw(`RELEASE ${name}`));
      }
      this.#committed.length = marks.committed;
      const undone = this.#rolledBack.splice(marks.rolledBack);
      for (const tell of undone) await tell(error);
      throw error;
    }
  }

  async afterCommit(work: () => void | Promise<void>): Promise<void> {
    this.#committed.push(work);
  }

  afterRollback(work: (reason: unknown) => void | Promise<void>): void {
    this.#rolledBack.push(work);
  }

  schemaChanged(): void {
    this.#schemaTouched = true;
    this.#writer.forgetStatements();
  }

  /** In order; the first error is thrown when all have run. */
  async tellCommitted(): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    for (const tell of this.#committed) {
      try {
        await tell();
      } catch (error) {
        failure ??= { error };
      }
    }
    if (failure !== undefined) throw failure.error;
  }

  async tellRolledBack(reason: unknown): Promise<void> {
    for (const tell of this.#rolledBack) await tell(reason);
  }

  // A full disk, for one, ends the whole transaction; what came next would be written outside of any.
  #write<T>(work: (writer: Connection) => T): T {
    const writer = this.#use();
    try {
      return work(writer);
    } catch (error) {
      if (!writer.inTransaction) this.#lost ??= { error };
      throw error;
    }
  }

  #use(): Connection {
    if (this.#over || this.#lost !== undefined) throw new TransactionOver();
    return this.#writer;
  }
}
