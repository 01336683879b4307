import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { CollectionField } from "pocketbase";
import type { Collection } from "../state/catalog.svelte.ts";

const macros: readonly (readonly [string, string])[] = [
  ["@now", "the moment"],
  ["@todayStart", "today, 00:00"],
  ["@todayEnd", "today, 23:59"],
  ["@yesterday", "a day ago"],
  ["@tomorrow", "in a day"],
  ["@monthStart", "first of the month"],
  ["@monthEnd", "end of the month"],
  ["@yearStart", "first of January"],
  ["@yearEnd", "end of the year"],
  ["@second", "0–59"],
  ["@minute", "0–59"],
  ["@hour", "0–23"],
  ["@day", "1–31"],
  ["@month", "1–12"],
  ["@weekday", "0–6, Sunday is 0"],
  ["@year", "number"],
];

const requestParts: readonly (readonly [string, string])[] = [
  ["@request.auth.", "who is asking"],
  ["@request.body.", "what is sent"],
  ["@request.query.", "in the address"],
  ["@request.headers.", "in the headers"],
  ["@request.method", "GET, POST …"],
  ["@request.context", "default, realtime …"],
];

const functions: readonly (readonly [string, string])[] = [
  ["geoDistance(", "lonA, latA, lonB, latB → km"],
  ["strftime(", "format, date, …modifiers"],
];

const deepest = 6;

/** What may come next in a rule or filter: fields along relations, the request, macros, functions. */
export function ruleCompletions(
  context: CompletionContext,
  collection: Collection | undefined,
  all: readonly Collection[],
): CompletionResult | null {
  const word = context.matchBefore(/[@#\w][\w.:]*/);
  if (insideText(context)) return null;
  if (word === null) return context.explicit ? result(context.pos, topLevel(collection)) : null;
  const text = word.text;
  const colon = text.lastIndexOf(":");
  if (colon > 0 && !text.startsWith("@collection")) return result(word.from + colon, modifiers(text));
  const dot = text.lastIndexOf(".");
  if (dot < 0) return result(word.from, topLevel(collection));
  return result(word.from + dot + 1, after(text.slice(0, dot), collection, all));
}

function result(from: number, options: Completion[]): CompletionResult {
  return { from, options, validFor: /^[@:]?\w*$/ };
}

function insideText({ state, pos }: CompletionContext): boolean {
  const before = state.sliceDoc(0, pos).replace(/\\['"]/g, "");
  return (before.match(/'/g)?.length ?? 0) % 2 === 1 || (before.match(/"/g)?.length ?? 0) % 2 === 1;
}

function topLevel(collection: Collection | undefined): Completion[] {
  const pairs = [...requestParts, ["@collection.", "any other collection"] as const, ...macros, ...functions];
  return [
    ...fieldOptions(collection?.fields ?? []),
    ...pairs.map(([label, detail]) => ({ label, detail, boost: -1 })),
  ];
}

function fieldOptions(fields: readonly CollectionField[]): Completion[] {
  return fields.map((field) => ({ label: field.name, detail: field.type, type: "property" }));
}

function modifiers(text: string): Completion[] {
  const body = text.startsWith("@request.");
  const names = [":lower", ":length", ":each", ...(body ? [":isset", ":changed"] : [])];
  return names.map((label) => ({ label }));
}

function after(path: string, collection: Collection | undefined, all: readonly Collection[]): Completion[] {
  const [head = "", ...rest] = path.split(".");
  if (head === "@request") return afterRequest(rest, collection, all);
  if (head === "@collection") {
    const name = rest[0]?.split(":")[0];
    if (name === undefined) return all.map((c) => ({ label: c.name, detail: c.type }));
    return walk(find(name, all), rest.slice(1), all);
  }
  return walk(collection, [head, ...rest], all);
}

function afterRequest(
  rest: readonly string[],
  collection: Collection | undefined,
  all: readonly Collection[],
): Completion[] {
  const [part, ...deeper] = rest;
  if (part === undefined)
    return requestParts.map(([label, detail]) => ({ label: label.slice("@request.".length), detail }));
  if (part === "body") return walk(collection, deeper, all);
  if (part !== "auth") return [];
  const accounts = all.filter((c) => c.type === "auth" && !c.system);
  if (deeper.length === 0) {
    const seen = new Map(accounts.flatMap((c) => c.fields).map((field) => [field.name, field]));
    return [{ label: "collectionName" }, { label: "collectionId" }, ...fieldOptions([...seen.values()])];
  }
  return accounts.flatMap((c) => walk(c, deeper, all));
}

// Follows relations, forwards by field and backwards by collection_via_field.
function walk(
  from: Collection | undefined,
  path: readonly string[],
  all: readonly Collection[],
): Completion[] {
  let at = from;
  for (const part of path.slice(0, deepest)) {
    const back = part.split("_via_");
    const field = at?.fields.find((f) => f.name === part);
    at = back.length === 2 ? find(back[0] ?? "", all) : find(field?.collectionId ?? "", all);
  }
  if (at === undefined) return [];
  const id = at.id;
  const backs = all.flatMap((c) =>
    c.fields
      .filter((field) => field.type === "relation" && field.collectionId === id)
      .map((field) => ({ label: `${c.name}_via_${field.name}`, detail: "those that point here", boost: -2 })),
  );
  return [...fieldOptions(at.fields), ...backs];
}

function find(nameOrId: string, all: readonly Collection[]): Collection | undefined {
  return all.find((c) => c.id === nameOrId || c.name === nameOrId);
}
