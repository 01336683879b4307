const { toString: textOf } = Function.prototype;
const { apply } = Reflect;

const opening = /^(?:function\s*[\w$]*\s*\(\s*([\w$]+)\s*\)|\(?\s*([\w$]+)\s*\)?\s*=>)\s*/;

/**
 * Whether a handler calls `e.next()` once, as the last thing it does, so that it is over when what follows begins. Told
 * from its text, which esbuild has written; when in doubt it is not.
 */
export function endsWithNext(handler: unknown): boolean {
  if (typeof handler !== "function") return false;
  const text = apply(textOf, handler, []) as string;
  const start = opening.exec(text);
  const name = start?.[1] ?? start?.[2];
  if (start === null || name === undefined) return false;
  const event = name.replaceAll("$", "\\$");
  const body = text.slice(start[0].length);
  if (!body.startsWith("{")) return new RegExp(`^${event}\\.next\\(\\)$`).test(body);
  const end = new RegExp(`(^|[;{}])\\s*(?:return\\s+)?${event}\\.next\\(\\);?\\s*}$`).exec(body);
  return end !== null && onlyReads(body.slice(0, end.index), event);
}

// Whoever else had the event could call next() too, and be surprised that it comes back at once.
function onlyReads(text: string, event: string): boolean {
  if (/\b(?:arguments|eval)\b/.test(text)) return false;
  return !new RegExp(`(?<![\\w$])${event}(?![\\w$])(?!\\.(?!next\\b)[\\w$])`).test(text);
}
