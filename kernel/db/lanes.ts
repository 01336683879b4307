import type { Connection } from "./connection.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** Where queries run that may visit many rows. */
export interface ReadLanes {
  column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]>;
  schemaChanged(): void;
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly file: string;
  /** Seconds after which a query is ended. */
  readonly timeout: number;
}

/** Runs everything at once on the main thread. */
export class QueryLanes implements ReadLanes {
  readonly #reader: Connection;

  constructor(reader: Connection, _options: LaneOptions) {
    this.#reader = reader;
  }

  async column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]> {
    return this.#reader.column<V>(query);
  }

  schemaChanged(): void {}

  async close(): Promise<void> {}
}
