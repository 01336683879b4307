import type { RecordModel } from "pocketbase";
import { editableValues } from "../../fields/value.ts";
import type { Collection } from "../../state/catalog.svelte.ts";
import { Stored } from "../../state/stored.svelte.ts";

interface Kept {
  readonly at: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The values of one record while they are being edited; what was not saved survives closing the sheet. */
export class RecordDraft {
  values: Record<string, unknown> = $state({});
  #before: Record<string, unknown> = $state.raw({});
  readonly #collection: Collection;
  readonly #kept: Stored<Kept | null>;

  constructor(collection: Collection, id: string) {
    this.#collection = collection;
    this.#kept = new Stored<Kept | null>(`draft:${collection.id}:${id || "new"}`, null);
  }

  /** When changes were left behind, if any were. */
  get left(): Date | undefined {
    return this.#kept.value === null ? undefined : new Date(this.#kept.value.at);
  }

  start(record: RecordModel | undefined): void {
    this.#before = editableValues(record, this.#collection.fields);
    if (this.#collection.type === "auth") this.#before.passwordConfirm = "";
    this.values = structuredClone(this.#before);
  }

  /** Only what differs from the server, as it is to be sent. */
  readonly changes: Readonly<Record<string, unknown>> = $derived.by(() => {
    const changed: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this.values)) {
      if (!same(value, this.#before[name])) changed[name] = $state.snapshot(value);
    }
    return changed;
  });

  get changed(): boolean {
    return Object.keys(this.changes).length > 0;
  }

  /** Remembers the changes, except for files and passwords, which must not lie about. */
  keep(): void {
    const secret = new Set(
      this.#collection.fields
        .filter(({ type }) => type === "password" || type === "file")
        .map(({ name }) => name),
    );
    const values = Object.fromEntries(
      Object.entries(this.changes).filter(([name]) => !secret.has(name) && name !== "passwordConfirm"),
    );
    this.#kept.value = Object.keys(values).length > 0 ? { at: Date.now(), values } : null;
  }

  restore(): void {
    Object.assign(this.values, structuredClone(this.#kept.value?.values ?? {}));
    this.#kept.value = null;
  }

  forget(): void {
    this.#kept.value = null;
  }

  reset(): void {
    this.values = structuredClone(this.#before);
  }
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (hasFile(a) || hasFile(b)) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

function hasFile(value: unknown): boolean {
  return value instanceof File || (Array.isArray(value) && value.some((item) => item instanceof File));
}
