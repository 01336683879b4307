import type { CollectionField, CollectionModel } from "pocketbase";

export interface Difference {
  readonly name: string;
  readonly kind: "added" | "changed" | "deleted";
  readonly lines: readonly Line[];
  readonly lostFields: readonly string[];
}

export interface Line {
  readonly sign: " " | "+" | "-";
  readonly text: string;
}

/** A collection as it is written down: without what differs from server to server. */
export function plain(collection: CollectionModel): Record<string, unknown> {
  const {
    created: _created,
    updated: _updated,
    ...rest
  } = structuredClone(collection) as Record<string, unknown>;
  return rest;
}

/** Text → definitions; undefined if it is something else. */
export function readDefinitions(text: string): CollectionModel[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    const list = Array.isArray(read) ? read : (read as { collections?: unknown }).collections;
    if (!Array.isArray(list) || list.length === 0) return undefined;
    return list.every((c) => typeof c?.name === "string" && Array.isArray(c?.fields))
      ? (list as CollectionModel[])
      : undefined;
  } catch {
    return undefined;
  }
}

/** Gives incoming collections and their fields the ids of those here that have the same names. */
export function adoptIds(
  incoming: readonly CollectionModel[],
  present: readonly CollectionModel[],
): CollectionModel[] {
  const ids = new Map<string, string>();
  const renamed = incoming.map((collection) => {
    const own = present.find((c) => c.name === collection.name);
    if (own === undefined) return collection;
    ids.set(collection.id, own.id);
    const fields = collection.fields.map((field) => ({
      ...field,
      id: own.fields.find((f) => f.name === field.name)?.id ?? field.id,
    }));
    return { ...collection, id: own.id, fields };
  });
  return renamed.map((collection) => ({
    ...collection,
    fields: collection.fields.map((field: CollectionField) =>
      ids.has(field.collectionId) ? { ...field, collectionId: ids.get(field.collectionId) as string } : field,
    ),
  })) as CollectionModel[];
}

export function differences(
  incoming: readonly CollectionModel[],
  present: readonly CollectionModel[],
  options: { readonly keepMissing: boolean },
): Difference[] {
  const found: Difference[] = [];
  for (const next of incoming) {
    const old = present.find((c) => c.id === next.id) ?? present.find((c) => c.name === next.name);
    const lines = diff(old ? text(old) : [], text(extended(next, old, options.keepMissing)));
    if (lines.every((line) => line.sign === " ")) continue;
    const lost = options.keepMissing
      ? []
      : (old?.fields.filter((f) => !next.fields.some((n) => n.id === f.id || n.name === f.name)) ?? []);
    found.push({
      name: next.name,
      kind: old ? "changed" : "added",
      lines: near(lines),
      lostFields: lost.map((f) => f.name),
    });
  }
  if (options.keepMissing) return found;
  const gone = present.filter((c) => !c.system && !incoming.some((n) => n.id === c.id || n.name === c.name));
  return [
    ...found,
    ...gone.map((c) => ({ name: c.name, kind: "deleted" as const, lines: [], lostFields: [] })),
  ];
}

// What the server makes of it: fields that are not mentioned stay when they are to be kept.
function extended(next: CollectionModel, old: CollectionModel | undefined, keep: boolean): CollectionModel {
  if (old === undefined) return next;
  const kept = old.fields.filter(
    (f) => (keep || f.system) && !next.fields.some((n) => n.id === f.id || n.name === f.name),
  );
  return { ...old, ...next, fields: [...next.fields, ...kept] } as CollectionModel;
}

function text(collection: CollectionModel): string[] {
  return JSON.stringify(sorted(plain(collection)), null, 2).split("\n");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

// The longest common run of lines, by the textbook table; definitions are a few hundred lines.
function diff(a: readonly string[], b: readonly string[]): Line[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const same = i < a.length && j < b.length && a[i] === b[j];
    const gone = i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1));
    const sign = same ? " " : gone ? "-" : "+";
    lines.push({ sign, text: (sign === "+" ? b[j] : a[i]) ?? "" });
    if (sign !== "+") i++;
    if (sign !== "-") j++;
  }
  return lines;
}

// Only changes and three lines around each; a gap becomes one line of dots.
function near(lines: readonly Line[]): Line[] {
  const keep = lines.map((_, i) => lines.slice(Math.max(0, i - 3), i + 4).some((line) => line.sign !== " "));
  return lines.flatMap((line, i): Line[] => {
    if (keep[i]) return [line];
    return keep[i - 1] || i === 0 ? [{ sign: " ", text: "⋯" }] : [];
  });
}
