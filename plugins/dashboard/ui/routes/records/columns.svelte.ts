import type { CollectionField } from "pocketbase";
import type { Collection } from "../../state/catalog.svelte.ts";
import { Stored } from "../../state/stored.svelte.ts";
import { isSecret } from "./search.ts";

interface Kept {
  readonly hidden: readonly string[];
  readonly order: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

const widths: Readonly<Record<string, number>> = {
  text: 210,
  editor: 260,
  number: 120,
  bool: 90,
  email: 220,
  url: 210,
  date: 178,
  autodate: 178,
  select: 170,
  file: 140,
  relation: 220,
  json: 220,
  geoPoint: 170,
};

/** Which columns of a collection are shown, in which order and how wide; remembered by field id. */
export class Columns {
  readonly #collection: () => Collection;
  readonly #kept: Stored<Kept>;

  constructor(collection: () => Collection) {
    this.#collection = collection;
    this.#kept = new Stored<Kept>(`columns:${collection().id}`, { hidden: [], order: [], widths: {} });
  }

  /** All columns there could be, in the chosen order. */
  readonly all: readonly CollectionField[] = $derived.by(() => {
    const { order } = this.#kept.value;
    const fields = this.#collection().fields.filter((field) => !isSecret(field));
    const place = (field: CollectionField, i: number) => {
      const at = order.indexOf(field.id);
      return at < 0 ? (order.length > 0 ? order.length + i : i) : at;
    };
    return fields
      .map((field, i) => ({ field, at: place(field, i) }))
      .sort((a, b) => a.at - b.at)
      .map(({ field }) => field);
  });

  readonly shown: readonly CollectionField[] = $derived(this.all.filter((field) => this.isShown(field)));

  isShown(field: CollectionField): boolean {
    return !this.#kept.value.hidden.includes(field.id);
  }

  width(field: CollectionField): number {
    return this.#kept.value.widths[field.id] ?? (field.primaryKey ? 168 : (widths[field.type] ?? 180));
  }

  toggle(field: CollectionField): void {
    const { hidden } = this.#kept.value;
    const next = hidden.includes(field.id) ? hidden.filter((id) => id !== field.id) : [...hidden, field.id];
    this.#keep({ hidden: next });
  }

  resize(field: CollectionField, width: number): void {
    this.#keep({
      widths: { ...this.#kept.value.widths, [field.id]: Math.round(Math.max(64, Math.min(width, 900))) },
    });
  }

  move(id: string, to: number): void {
    const order = this.all.map((field) => field.id).filter((other) => other !== id);
    order.splice(to, 0, id);
    this.#keep({ order });
  }

  reset(): void {
    this.#kept.value = { hidden: [], order: [], widths: {} };
  }

  #keep(change: Partial<Kept>): void {
    this.#kept.value = { ...this.#kept.value, ...change };
  }
}
