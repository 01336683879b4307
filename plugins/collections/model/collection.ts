import type { Field, FieldType } from "./field.ts";

export type CollectionType = "base" | "auth" | "view";

/** Everything a collection says about itself, as plain data. */
export interface CollectionData {
  readonly id: string;
  readonly name: string;
  readonly type: CollectionType;
  readonly system: boolean;
  readonly fields: readonly Field[];
  readonly indexes: readonly string[];
  readonly listRule: string | null;
  readonly viewRule: string | null;
  readonly createRule: string | null;
  readonly updateRule: string | null;
  readonly deleteRule: string | null;
  /** Options of its type: the auth options, `viewQuery`, or nothing. Secrets included. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly created: string;
  readonly updated: string;
}

/** A field with the type that knows its values. */
export interface TypedField {
  readonly field: Field;
  readonly type: FieldType;
}

/** A collection. Never changed once made; shared by host and scripts. */
export class Collection implements CollectionData {
  readonly tableName = "_collections";
  readonly id: string;
  readonly name: string;
  readonly type: CollectionType;
  readonly system: boolean;
  readonly fields: readonly Field[];
  readonly indexes: readonly string[];
  readonly listRule: string | null;
  readonly viewRule: string | null;
  readonly createRule: string | null;
  readonly updateRule: string | null;
  readonly deleteRule: string | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly created: string;
  readonly updated: string;
  /** Another number for every state of every collection in this process: what is derived from it can be kept by it. */
  readonly version: number;
  readonly isNew: boolean;
  readonly typedFields: readonly TypedField[];
  readonly hookTags: readonly string[];
  readonly #byName: ReadonlyMap<string, TypedField>;

  constructor(data: CollectionData, typed: readonly TypedField[], state: "new" | "saved") {
    this.id = data.id;
    this.name = data.name;
    this.type = data.type;
    this.system = data.system;
    this.fields = data.fields;
    this.indexes = data.indexes;
    this.listRule = data.listRule;
    this.viewRule = data.viewRule;
    this.createRule = data.createRule;
    this.updateRule = data.updateRule;
    this.deleteRule = data.deleteRule;
    this.options = data.options;
    this.created = data.created;
    this.updated = data.updated;
    this.isNew = state === "new";
    this.version = ++versions;
    this.typedFields = typed;
    this.hookTags = [data.id, data.name];
    this.#byName = new Map(typed.map((entry) => [entry.field.name, entry]));
  }

  get isAuth(): boolean {
    return this.type === "auth";
  }

  get isView(): boolean {
    return this.type === "view";
  }

  field(name: string): TypedField | undefined {
    return this.#byName.get(name);
  }
}

let versions = 0;
