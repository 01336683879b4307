// Every sandbox counts its scripts, frames and objects for itself: towards a debugger they carry the number of theirs.

const textKeys = new Set(["scriptId", "callFrameId", "objectId"]);
const numberKeys = new Set(["executionContextId", "contextId"]);
/** More contexts than this no sandbox has. */
const stride = 100_000;

/** A message of a sandbox as a debugger gets it. */
export function marked(value: unknown, sandbox: number): unknown {
  return changed(value, (key, id) => {
    if (textKeys.has(key) && typeof id === "string") return `${sandbox}.${id}`;
    return numberKeys.has(key) && typeof id === "number" ? sandbox * stride + id : undefined;
  });
}

/** A message of a debugger as its sandbox gets it, and the number of that sandbox if it names one. */
export function unmarked(value: unknown): { readonly value: unknown; readonly sandbox: number | undefined } {
  let sandbox: number | undefined;
  const plain = changed(value, (key, id) => {
    if (textKeys.has(key) && typeof id === "string") {
      sandbox = Number(id.slice(0, id.indexOf(".")));
      return id.slice(id.indexOf(".") + 1);
    }
    if (!numberKeys.has(key) || typeof id !== "number") return undefined;
    sandbox = Math.floor(id / stride);
    return id % stride;
  });
  return { value: plain, sandbox };
}

type Change = (key: string, id: unknown) => unknown;

function changed(value: unknown, change: Change): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => changed(part, change));
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    change(key, part) ?? changed(part, change),
  ]);
  return Object.fromEntries(entries);
}
