import { bind, type Db, dialect } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { statementsOf } from "../statements.ts";

/** Up to this many rows a set of keys is worked out faster than most pages of a list are filled row by row. */
const small = 50_000;
const freshMs = 10_000;

/** Roughly how large tables are; asked for in the background, so that nobody waits. */
export class Sizes {
  readonly #rows = new Map<string, { readonly rows: number; readonly at: number }>();

  isSmall(db: Db, collection: Collection): boolean {
    const known = this.#rows.get(collection.id);
    const now = performance.now();
    if (known === undefined || now - known.at > freshMs) this.#refresh(db, collection, known?.rows ?? 0, now);
    return known === undefined || known.rows <= small;
  }

  #refresh(db: Db, collection: Collection, rows: number, at: number): void {
    this.#rows.set(collection.id, { rows, at });
    if (collection.isView) return;
    const { table } = statementsOf(collection);
    const newest = bind(`SELECT MAX(${dialect.rowOrder(table)}) FROM ${table}`, []);
    db.database.value<number>(newest).then(
      (found) => this.#rows.set(collection.id, { rows: Number(found ?? 0), at }),
      () => {}, // not there yet for others than the transaction that makes it: it is small
    );
  }
}
