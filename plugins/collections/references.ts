import type { Collection, Field } from "./contract.ts";

export interface Reference {
  readonly collection: Collection;
  readonly field: Field;
}

/** The relation fields that point to a collection. */
export function referencesTo(all: readonly Collection[], collection: Collection): readonly Reference[] {
  return all.flatMap((other) =>
    other.fields
      .filter((field) => field.type === "relation" && field.collectionId === collection.id)
      .map((field) => ({ collection: other, field })),
  );
}
