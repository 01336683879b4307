import type { ListResult, RecordModel } from "pocketbase";
import { SvelteMap } from "svelte/reactivity";
import { type Failure, noFailure, pb, readFailure } from "../../client.ts";

export interface Query {
  readonly collection: string;
  readonly filter: string;
  readonly sort: string;
  readonly expand: string;
}

const perPage = 100;
const keptPages = 40;

/** The rows of one query, fetched a page at a time where one looks, and let go where one does not. */
export class RecordPages {
  total = $state(0);
  loading = $state(false);
  settled = $state(false);
  failure: Failure = $state.raw(noFailure);
  readonly #pages = new SvelteMap<number, readonly RecordModel[]>();
  readonly #asked = new Set<number>();
  #query: Query | undefined;
  #round = 0;

  row(index: number): RecordModel | undefined {
    return this.#pages.get(Math.floor(index / perPage))?.[index % perPage];
  }

  /** What is in memory right now, in order. */
  get loaded(): RecordModel[] {
    return [...this.#pages.entries()].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows);
  }

  async start(query: Query): Promise<void> {
    this.#query = query;
    const round = ++this.#round;
    this.#asked.clear();
    this.loading = true;
    try {
      const first = await this.#fetch(query, 0, { count: true });
      if (round !== this.#round) return;
      this.#pages.clear();
      this.#pages.set(0, first.items);
      this.#asked.add(0);
      this.total = first.totalItems;
      this.failure = noFailure;
    } catch (cause) {
      if (round !== this.#round) return;
      this.failure = readFailure(cause);
      this.#pages.clear();
      this.total = 0;
    }
    this.loading = false;
    this.settled = true;
  }

  /** Makes sure the rows between the two are here or on their way. */
  async need(first: number, last: number): Promise<void> {
    const from = Math.floor(first / perPage);
    const to = Math.floor(Math.max(first, last) / perPage);
    const missing = [];
    for (let page = from; page <= to; page++) if (!this.#asked.has(page)) missing.push(page);
    this.#forget(from, to);
    await Promise.all(missing.map((page) => this.#load(page)));
  }

  /** Puts a changed record where its earlier self stands; true if it was there. */
  replace(record: RecordModel): boolean {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.id === record.id);
      if (at < 0) continue;
      const expand = record.expand ?? rows[at]?.expand;
      this.#pages.set(page, rows.with(at, { ...record, expand } as RecordModel));
      return true;
    }
    return false;
  }

  async #load(page: number): Promise<void> {
    const query = this.#query;
    const round = this.#round;
    if (query === undefined) return;
    this.#asked.add(page);
    try {
      const { items } = await this.#fetch(query, page, { count: false });
      if (round === this.#round) this.#pages.set(page, items);
    } catch (cause) {
      if (round !== this.#round) return;
      this.#asked.delete(page);
      this.failure = readFailure(cause);
    }
  }

  #fetch(query: Query, page: number, { count }: { count: boolean }): Promise<ListResult<RecordModel>> {
    const { collection, filter, sort, expand } = query;
    return pb.collection(collection).getList(page + 1, perPage, { filter, sort, expand, skipTotal: !count });
  }

  #forget(from: number, to: number): void {
    if (this.#pages.size <= keptPages) return;
    for (const page of this.#pages.keys()) {
      if (page >= from - 5 && page <= to + 5) continue;
      this.#pages.delete(page);
      this.#asked.delete(page);
    }
  }
}
