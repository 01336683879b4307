import type { RecordModel } from "pocketbase";
import { SvelteMap } from "svelte/reactivity";
import type { RecordPages } from "./pages.svelte.ts";

/** The ticked records; a shift-click ticks everything since the last one. */
export class Selection {
  readonly #chosen = new SvelteMap<string, RecordModel>();
  readonly #pages: RecordPages;
  #anchor = -1;

  constructor(pages: RecordPages) {
    this.#pages = pages;
  }

  get size(): number {
    return this.#chosen.size;
  }

  get records(): RecordModel[] {
    return [...this.#chosen.values()];
  }

  has(id: string): boolean {
    return this.#chosen.has(id);
  }

  add(records: readonly RecordModel[]): void {
    for (const record of records) this.#chosen.set(record.id, record);
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) this.#chosen.delete(id);
  }

  clear(): void {
    this.#chosen.clear();
    this.#anchor = -1;
  }

  async toggle(index: number, { range }: { range: boolean }): Promise<void> {
    const record = this.#pages.row(index);
    if (record === undefined) return;
    if (range && this.#anchor >= 0) return this.#extend(index);
    if (!this.#chosen.delete(record.id)) this.#chosen.set(record.id, record);
    this.#anchor = index;
  }

  async #extend(index: number): Promise<void> {
    const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
    await this.#pages.need(from, to);
    for (let row = from; row <= to; row++) {
      const record = this.#pages.row(row);
      if (record !== undefined) this.#chosen.set(record.id, record);
    }
    this.#anchor = index;
  }
}
