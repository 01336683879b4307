import { dialect } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { TypedField } from "../../collections/model/collection.ts";
import { InvalidFilter, UnknownModifier } from "../errors.ts";
import { type Alias, alias, column, type Read } from "./alias.ts";
import { callFunction } from "./functions.ts";
import { macros } from "./macros.ts";
import type { Operand } from "./parser.ts";
import { type Fill, hole, piece, wrap } from "./piece.ts";
import { type RequestPart, readSent, wasSent } from "./request-values.ts";
import {
  falseValue,
  kindOf,
  namedValue,
  notSent,
  nullValue,
  type Sent,
  sentAtAll,
  sentValue,
  type Value,
} from "./value.ts";

/** Something the compiled text took for granted; what is compiled holds while every answer stays the same. */
export interface Assumption {
  readonly ask: (fill: Fill) => unknown;
  readonly answer: unknown;
}

/** Who wrote a filter: the server (rules, superusers, scripts) may name everything, a client not. */
export type Author = "server" | "client";

export interface Setting {
  /** A request like those the compiled text is for. */
  readonly sample: Fill;
  readonly assumptions: Assumption[];
  /** Told of every row of another collection that a client's filter reaches. */
  readonly reached: (row: Alias, author: Author) => void;
}

const maxRelations = 6;
const listTypes = new Set(["select", "relation", "file"]);
const modifiers = new Set(["isset", "changed", "length", "each", "lower"]);
const authColumns = new Set(["id", "collectionId", "collectionName", "email", "emailVisibility", "verified"]);

/** Names of a filter → values read from rows of the collection and of others. */
export class Resolver {
  readonly root: Alias;
  readonly #setting: Setting;
  /** Rows that do not hang on the root's: of the one who asks, of the body, of `@collection`. */
  readonly #loose = new Map<string, Alias>();

  constructor(root: Alias, setting: Setting) {
    this.root = root;
    this.#setting = setting;
  }

  /** `literals` are given where they belong to the text itself, as in rules; else they are the caller's. */
  operand(operand: Operand, author: Author, literals?: readonly (string | number)[]): Value {
    if (operand.kind === "literal") return this.#literal(operand.index, literals);
    if (operand.kind === "call") {
      return callFunction(operand, (argument) => this.operand(argument, author, literals));
    }
    return this.name(operand.name, author);
  }

  name(name: string, author: Author): Value {
    const macro = macros[name];
    if (macro !== undefined) {
      return sentValue(macro(this.#setting.sample.now), (fill) => macro(fill.now));
    }
    try {
      return this.path(name, author);
    } catch (error) {
      const word = namedValue(name);
      if (word === undefined) throw error;
      return word;
    }
  }

  #literal(index: number, own: readonly (string | number)[] | undefined): Value {
    const read = (fill: Fill): Sent => (own ?? fill.literals)[index];
    return own === undefined ? this.#sent(read) : sentValue(own[index], read);
  }

  #sent(read: (fill: Fill) => Sent): Value {
    const sample = read(this.#setting.sample);
    this.#setting.assumptions.push({ ask: (fill) => kindOf(read(fill)), answer: kindOf(sample) });
    return sentValue(sample, read);
  }

  /** A field's value by its path; no macro, no word. */
  path(name: string, author: Author): Value {
    const parts = name.split(".");
    if (parts[0] === "@request") return this.#request(name, parts.slice(1));
    if (parts[0] === "@collection") return this.#collection(name, parts.slice(1));
    if (name.startsWith("@") || name.startsWith("#")) throw unresolved(name);
    return this.#walk(this.root, parts, author);
  }

  // —— fields, and fields of relations ————————————————————————————————————————————————————————————————————

  #walk(from: Alias, parts: readonly string[], author: Author): Value {
    let row = from;
    for (let i = 0; i < parts.length - 1; i++) {
      const part = parts[i] as string;
      if (i >= maxRelations) throw new InvalidFilter(`max nested relations reached for field "${part}"`);
      const typed = this.#field(row, part, author);
      if (typed === undefined) row = this.#backStep(row, part, author);
      else if (isJson(typed)) return jsonValue(row, typed, parts.slice(i + 1));
      else if (typed.field.type !== "relation")
        throw new InvalidFilter(`field "${part}" is not a valid relation`);
      else if (!typed.type.isMultiple(typed.field) && i === parts.length - 2 && parts[i + 1] === "id") {
        return columnValue(row, typed);
      } else row = this.#step(row, typed, author);
    }
    return this.#last(row, parts.at(-1) as string, author);
  }

  #last(row: Alias, part: string, author: Author): Value {
    const { name, modifier } = split(part);
    const typed = this.#field(row, name, author);
    if (typed === undefined) throw new InvalidFilter(`unknown field "${name}"`);
    if (listTypes.has(typed.field.type)) {
      if (modifier === "length") return lengthOf((scope) => column(row, name, scope), [row]);
      if (modifier === "each") {
        if (!typed.type.isMultiple(typed.field)) return onlyItem(row, name);
        return itemValue(this.#items(row, name, (scope) => column(row, name, scope)));
      }
    }
    const value = typed.field.type === "json" ? jsonValue(row, typed, []) : columnValue(row, typed);
    const shown = author === "client" && name === "email" && row.collection?.isAuth;
    const guarded: Value = shown ? { ...value, emailOf: row } : value;
    return modifier === "lower" ? lowered(guarded) : guarded;
  }

  #field(row: Alias, name: string, author: Author): TypedField | undefined {
    const typed = row.collection?.field(name);
    if (typed?.field.hidden && author === "client") throw new InvalidFilter(`non-filterable field "${name}"`);
    return typed;
  }

  /** From a row to those its relation names. */
  #step(row: Alias, { field, type }: TypedField, author: Author): Alias {
    const target = this.#find(String(field.collectionId));
    const key: Read = (scope) => column(row, field.name, scope);
    const next = type.isMultiple(field)
      ? this.#idOfItem(this.#items(row, field.name, key), target)
      : reachOnce(row, field.name, () => alias(row, target, { by: "id", key }));
    this.#setting.reached(next, author);
    return next;
  }

  #items(row: Alias, name: string, list: Read): Alias {
    return reachOnce(row, `${name}:each`, () => alias(row, undefined, { by: "items", list, from: "column" }));
  }

  #idOfItem(item: Alias, target: Collection): Alias {
    const key: Read = (scope) => column(item, "value", scope);
    return reachOnce(item, "", () => alias(item, target, { by: "id", key }));
  }

  /** From a row to those of another collection whose relation names it: `collection_via_field`. */
  #backStep(row: Alias, part: string, author: Author): Alias {
    const [, from, name] = /^(\w+)_via_(\w+)$/.exec(part) ?? [];
    if (from === undefined || name === undefined) throw unresolved(part);
    const collection = this.#setting.sample.find(from);
    if (collection === undefined)
      throw new InvalidFilter(`failed to load back relation field "${part}" collection`);
    const typed = collection.field(name);
    if (typed === undefined) throw new InvalidFilter(`missing back relation field "${name}"`);
    const { field, type } = typed;
    if (field.type !== "relation" || (field.hidden && author === "client"))
      throw new InvalidFilter(`invalid back relation field "${name}"`);
    if (field.collectionId !== row.collection?.id)
      throw new InvalidFilter(`invalid collection reference of a back relation field "${name}"`);
    this.#depend(collection);
    const by = type.isMultiple(field) ? "list" : "field";
    const next = reachOnce(row, part, () => alias(row, collection, { by, field: field.name }));
    this.#setting.reached(next, author);
    return next;
  }

  #find(id: string): Collection {
    const collection = this.#setting.sample.find(id);
    if (collection === undefined) throw new InvalidFilter(`failed to load collection "${id}"`);
    this.#depend(collection);
    return collection;
  }

  #depend({ id, version }: Collection): void {
    this.#setting.assumptions.push({ ask: ({ find }) => find(id)?.version, answer: version });
  }

  // —— @collection ————————————————————————————————————————————————————————————————————————————————————————

  #collection(whole: string, [source = "", ...path]: readonly string[]): Value {
    const [, name] = /^(\w+)(?::\w+)?$/.exec(source) ?? [];
    if (name === undefined || path.length === 0) throw unresolved(whole);
    const collection = this.#setting.sample.find(name);
    if (collection === undefined)
      throw new InvalidFilter(`failed to load collection "${source}" from field path "${whole}"`);
    this.#depend(collection);
    const row = this.#looseRow(`@collection.${source}`, () =>
      alias(undefined, collection, { by: "nothing" }),
    );
    return this.#walk(row, path, "server");
  }

  #looseRow(key: string, make: () => Alias): Alias {
    const row = this.#loose.get(key) ?? make();
    this.#loose.set(key, row);
    return row;
  }

  // —— @request ———————————————————————————————————————————————————————————————————————————————————————————

  #request(whole: string, [part, ...path]: readonly string[]): Value {
    if (part === "context" || part === "method") {
      if (path.length > 0) throw unresolved(whole);
      return this.#sent((fill) => fill.info[part]);
    }
    if (path.length === 0) throw unresolved(whole);
    if (part === "auth") return this.#auth(path);
    if (part === "body" || part === "query" || part === "headers") return this.#sentPart(part, path);
    throw unresolved(whole);
  }

  #auth(path: readonly string[]): Value {
    const auth = this.#setting.sample.info.auth;
    const ask = (fill: Fill): unknown => fill.info.auth?.collection.version;
    this.#setting.assumptions.push({ ask, answer: auth?.collection.version });
    if (auth === undefined) return nullValue;
    const [only = ""] = path;
    if (path.length === 1 && authColumns.has(only))
      return this.#sent((fill) => fill.info.auth?.get(only) as Sent);
    const key = hole((fill) => fill.info.auth?.id ?? null);
    const reach = { by: "id", key: () => key } as const;
    return this.#leniently(
      this.#looseRow("auth", () => alias(undefined, auth.collection, reach)),
      path,
    );
  }

  #sentPart(part: RequestPart, path: readonly string[]): Value {
    const first =
      path.length > 1 && part === "body" ? this.root.collection?.field(path[0] as string) : undefined;
    if (first?.field.type === "relation") return this.#bodyRelation(first, path.slice(1));
    const { name, modifier } = split(path.at(-1) as string);
    const at = [...path.slice(0, -1), name];
    if (modifier === "isset") return this.#wasSent(part, at) ? sentAtAll : notSent;
    if (modifier === "changed" || modifier === "each" || modifier === "length") {
      const field = part === "body" && at.length === 1 ? this.root.collection?.field(name) : undefined;
      if (field === undefined) throw new InvalidFilter(`invalid modifier sequence ${path.at(-1)}`);
      return this.#ofBodyField(field, modifier);
    }
    const value = this.#sent((fill) => this.#asField(readSent(fill.info, part, at), name));
    return modifier === "lower" ? lowered(value) : value;
  }

  #wasSent(part: RequestPart, path: readonly string[]): boolean {
    const ask = (fill: Fill): boolean => wasSent(fill.info, part, path);
    const answer = ask(this.#setting.sample);
    this.#setting.assumptions.push({ ask, answer });
    return answer;
  }

  /** Text for a number field of that name is a number; so comes what was sent as a form. */
  #asField(value: Sent, name: string): Sent {
    if (typeof value !== "string" || value.trim() === "") return value;
    if (this.root.collection?.field(name)?.field.type !== "number") return value;
    return Number.isNaN(Number(value)) ? value : Number(value);
  }

  #ofBodyField(typed: TypedField, modifier: "changed" | "each" | "length"): Value {
    const { name, type } = typed.field;
    const body = this.#sent((fill) => readSent(fill.info, "body", [name]));
    if (modifier === "changed") {
      return this.#wasSent("body", [name]) ? changedValue(body, columnValue(this.root, typed)) : falseValue;
    }
    if (!listTypes.has(type))
      throw new InvalidFilter(`field "${name}" doesn't support multivalue operations`);
    if (modifier === "length") return lengthOf(body.read, []);
    if (!typed.type.isMultiple(typed.field)) return body;
    const key = `@request.body.${name}:each`;
    return itemValue(
      this.#looseRow(key, () =>
        alias(undefined, undefined, { by: "items", list: body.read, from: "caller" }),
      ),
    );
  }

  #bodyRelation({ field, type }: TypedField, path: readonly string[]): Value {
    const target = this.#setting.sample.find(String(field.collectionId));
    if (target === undefined) return nullValue;
    this.#depend(target);
    const key = `@request.body.${field.name}`;
    const { read } = this.#sent((fill) => readSent(fill.info, "body", [field.name]));
    if (!this.#hasIds(field.name)) return nullValue;
    const row = type.isMultiple(field)
      ? this.#idOfItem(
          this.#looseRow(`${key}:each`, () =>
            alias(undefined, undefined, { by: "items", list: read, from: "caller" }),
          ),
          target,
        )
      : this.#looseRow(key, () => alias(undefined, target, { by: "id", key: read }));
    return this.#leniently(row, path);
  }

  /** Whether the body names any record for a relation. */
  #hasIds(relation: string): boolean {
    const ask = (fill: Fill): boolean => {
      const ids = readSent(fill.info, "body", [relation]) ?? "";
      return ids !== "" && ids !== "[]";
    };
    const answer = ask(this.#setting.sample);
    this.#setting.assumptions.push({ ask, answer });
    return answer;
  }

  /** What a request brings may lack any field: then the value is NULL. */
  #leniently(row: Alias, path: readonly string[]): Value {
    try {
      return this.#walk(row, path, "server");
    } catch (error) {
      if (error instanceof InvalidFilter && !(error instanceof UnknownModifier)) return nullValue;
      throw error;
    }
  }
}

function unresolved(path: string): InvalidFilter {
  return new InvalidFilter(`failed to resolve field "${path}"`);
}

function reachOnce(from: Alias, step: string, make: () => Alias): Alias {
  const row = from.next.get(step) ?? make();
  from.next.set(step, row);
  return row;
}

/** A name and the modifier after its colon. */
function split(part: string): { readonly name: string; readonly modifier: string | undefined } {
  const [, name, modifier] = /^(\w+):(\w+)$/.exec(part) ?? [];
  if (name === undefined || modifier === undefined) return { name: part, modifier: undefined };
  if (!modifiers.has(modifier)) throw new UnknownModifier(part);
  return { name, modifier };
}

function isJson({ field }: TypedField): boolean {
  return field.type === "json" || field.type === "geoPoint";
}

function columnValue(row: Alias, { field }: TypedField): Value {
  const isNumber = field.type === "number" || field.type === "bool";
  const affinity = isNumber || field.type === "json" || field.type === "geoPoint" ? "number" : "text";
  return { rows: [row], read: (scope) => column(row, field.name, scope), level: "open", affinity };
}

function jsonValue(row: Alias, { field }: TypedField, path: readonly string[]): Value {
  const inside = path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
  const read: Read = (scope) =>
    wrap(column(row, field.name, scope), (text) => dialect.jsonExtract(text, inside));
  return { rows: [row], read, level: "open", affinity: "none", strict: true };
}

function itemValue(item: Alias): Value {
  return { rows: [item], read: (scope) => column(item, "value", scope), level: "open", affinity: "none" };
}

/** A single value as the one item of its list: without the ways of its column. */
function onlyItem(row: Alias, name: string): Value {
  return {
    rows: [row],
    read: (scope) => piece`+${column(row, name, scope)}`,
    level: "open",
    affinity: "none",
  };
}

function lengthOf(list: Read, rows: readonly Alias[]): Value {
  const read: Read = (scope) => wrap(list(scope), dialect.jsonLength);
  return { rows, read, level: "open", affinity: "none", neverNull: true };
}

function lowered(value: Value): Value {
  const read: Read = (scope) => wrap(value.read(scope), dialect.lower);
  const { pattern } = value;
  return {
    ...value,
    read,
    affinity: "none",
    ...(pattern && { pattern: (scope) => wrap(pattern(scope), dialect.lower) }),
  };
}

/** TRUE where what was sent differs from what is stored. */
function changedValue(sent: Value, stored: Value): Value {
  const read: Read = (scope) => {
    const before = stored.read(scope);
    return sent.level === "value"
      ? piece`(${sent.read(scope)} IS NOT ${before})`
      : piece`(${before} IS NOT '' AND ${before} IS NOT NULL)`;
  };
  return { rows: stored.rows, read, level: "open", affinity: "none" };
}
