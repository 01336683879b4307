import { BadRequest } from "#kernel";
import { excerpt } from "./excerpt.ts";

/** What `?fields=` asks for: keys, each whole, changed or with a picker of its own for what lies below. */
interface Picker {
  /** `*`: every key of this level. */
  all: boolean;
  readonly keys: Map<string, Picker>;
  change: ((value: unknown) => unknown) | undefined;
}

/** Keeps of a JSON value what `fields` names (`title,expand.author.name,text:excerpt(50)`); of lists, of each item. */
export function pick(value: unknown, fields: string): unknown {
  const picker = readPicker(fields);
  return picker === undefined ? value : apply(value, picker);
}

/** For lists `fields` speaks of the items, and of nothing else. */
export function pickItems(value: unknown, fields: string): unknown {
  if (typeof value !== "object" || value === null || !isPage(value)) return pick(value, fields);
  return { ...value, items: pick(value.items, fields) };
}

function isPage(value: object): value is { readonly items: unknown; readonly page: unknown } {
  return "items" in value && "page" in value && "perPage" in value && "totalItems" in value;
}

function readPicker(fields: string): Picker | undefined {
  const paths = split(fields);
  if (paths.length === 0) return undefined;
  const root = emptyPicker();
  for (const path of paths) add(root, path);
  return root;
}

function emptyPicker(): Picker {
  return { all: false, keys: new Map(), change: undefined };
}

/** At commas that are not inside the brackets of a modifier. */
function split(fields: string): readonly string[] {
  const paths = fields.match(/(?:\([^)]*\)|[^,(])+/g) ?? [];
  return paths.map((path) => path.trim()).filter((path) => path !== "");
}

function add(root: Picker, path: string): void {
  const colon = path.indexOf(":");
  const name = colon === -1 ? path : path.slice(0, colon);
  const change = colon === -1 ? undefined : readModifier(path.slice(colon + 1));
  let at = root;
  const keys = name.split(".");
  for (const [i, key] of keys.entries()) {
    if (key === "*" && i === keys.length - 1) {
      at.all = true;
      if (change !== undefined) at.change = change;
      return;
    }
    const next = at.keys.get(key) ?? emptyPicker();
    at.keys.set(key, next);
    at = next;
  }
  at.change = change ?? sorted;
}

function readModifier(text: string): (value: unknown) => unknown {
  const [, name, args] = /^(\w+)(?:\(([^)]*)\))?$/.exec(text.trim()) ?? [];
  if (name !== "excerpt") throw new BadRequest();
  const [max = "", ellipsis = "", ...others] = (args ?? "").split(",").map((part) => part.trim());
  const length = Number(max);
  if (!Number.isInteger(length) || length <= 0 || others.length > 0) throw new BadRequest();
  const withEllipsis = ellipsis === "true" || ellipsis === "1" || ellipsis === "t";
  return (value) => (typeof value === "string" ? excerpt(value, length, withEllipsis ? "..." : "") : value);
}

function apply(value: unknown, picker: Picker): unknown {
  if (Array.isArray(value)) return applyToItems(value, picker);
  if (typeof value !== "object" || value === null) return value;
  const picked: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const wanted = picker.keys.get(key);
    const found = (value as Record<string, unknown>)[key];
    if (wanted !== undefined) picked[key] = take(found, wanted);
    else if (picker.all) picked[key] = picker.change === undefined ? sorted(found) : picker.change(found);
  }
  return picked;
}

/** From the first item on that is no object, a list stays as it is. */
function applyToItems(items: readonly unknown[], picker: Picker): unknown[] {
  const plain = items.findIndex((item) => typeof item !== "object" || item === null);
  const end = plain === -1 ? items.length : plain;
  return items.map((item, i) => (i < end ? apply(item, picker) : sorted(item)));
}

function take(value: unknown, wanted: Picker): unknown {
  if (wanted.keys.size > 0 || wanted.all) return apply(value, wanted);
  return wanted.change === undefined ? sorted(value) : wanted.change(value);
}

/** With the keys of all objects in alphabetical order, as the reference gives what was picked. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
