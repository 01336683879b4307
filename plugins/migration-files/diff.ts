type Json = Readonly<Record<string, unknown>>;

/** What has to be merged over `before` to make it `after`; lists are taken whole, objects key by key. */
export function difference(before: Json, after: Json): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    const former = before[key];
    if (isObject(value) && isObject(former)) {
      const inner = difference(former, value);
      if (Object.keys(inner).length > 0) changes[key] = inner;
    } else if (JSON.stringify(value) !== JSON.stringify(former)) {
      changes[key] = value;
    }
  }
  return changes;
}

/** The same value with the keys of its objects in the order of the alphabet. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
