/** A deep copy of plain data, dates, maps, sets and bytes. */
export function structuredClone(value: unknown): unknown {
  return clone(value, new Map());
}

function clone(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(`${String(value)} could not be cloned.`);
  }
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Date) return new Date(value);
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).slice();
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (value instanceof Map) return cloneMap(value, seen);
  if (value instanceof Set) return cloneSet(value, seen);
  const copy: unknown[] | { [key: string]: unknown } = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const key of Object.keys(value)) {
    (copy as { [key: string]: unknown })[key] = clone((value as { [key: string]: unknown })[key], seen);
  }
  return copy;
}

function cloneMap(map: ReadonlyMap<unknown, unknown>, seen: Map<object, unknown>): unknown {
  const copy = new Map<unknown, unknown>();
  seen.set(map as object, copy);
  for (const [key, value] of map) copy.set(clone(key, seen), clone(value, seen));
  return copy;
}

function cloneSet(set: ReadonlySet<unknown>, seen: Map<object, unknown>): unknown {
  const copy = new Set<unknown>();
  seen.set(set as object, copy);
  for (const value of set) copy.add(clone(value, seen));
  return copy;
}
