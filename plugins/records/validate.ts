import {
  bind,
  type Db,
  dialect,
  type PluginScope,
  ValidationError,
  ValidationErrors,
  type ValidationIssue,
} from "#kernel";
import type { Collections, Field } from "../collections/contract.ts";
import type { TypedField } from "../collections/model/collection.ts";
import { FieldChecks } from "./contract.ts";
import type { Finder } from "./find.ts";
import type { RecordModel } from "./model/record.ts";
import { statementsOf } from "./statements.ts";

/** What a record must be to be saved. */
export class Validator {
  readonly #scope: Pick<PluginScope, "collect">;
  readonly #collections: Collections;
  readonly #finder: Finder;

  constructor(scope: Pick<PluginScope, "collect">, collections: Collections, finder: Finder) {
    this.#scope = scope;
    this.#collections = collections;
    this.#finder = finder;
  }

  /** Throws ValidationErrors, by field. */
  async validate(db: Db, record: RecordModel): Promise<void> {
    const issues: Record<string, ValidationIssue> = {};
    for (const typed of record.collection.typedFields) {
      const issue = await this.#check(db, record, typed);
      if (issue !== undefined) issues[typed.field.name] = issue;
    }
    if (Object.keys(issues).length > 0) throw new ValidationErrors(issues);
  }

  async #check(db: Db, record: RecordModel, typed: TypedField): Promise<ValidationIssue | undefined> {
    const { field, type } = typed;
    if (field.primaryKey === true && !record.isNew) return keyChange(record); // it was checked when it was new
    return type.check(field, record.getRaw(field.name)) ?? (await this.#look(db, record, typed));
  }

  /** The checks that need the database. */
  async #look(db: Db, record: RecordModel, { field }: TypedField): Promise<ValidationIssue | undefined> {
    if (field.type === "relation") return await this.#checkRelation(db, record, field);
    for (const { type, check } of this.#scope.collect(FieldChecks)) {
      const issue = type === field.type ? await check(db, record, field) : undefined;
      if (issue !== undefined) return issue;
    }
    return field.primaryKey === true ? await this.#checkKey(db, record, field) : undefined;
  }

  async #checkKey(db: Db, record: RecordModel, field: Field): Promise<ValidationError | undefined> {
    const { collection, id } = record;
    if (field.pattern === defaultKeyPattern) return undefined; // lower case alone: the table's own key will tell
    const { table } = statementsOf(collection);
    const twin = await db.value(
      bind(`SELECT 1 FROM ${table} WHERE ${dialect.sameInAnyCase("`id`", "?")}`, [id]),
    );
    if (twin === undefined) return undefined;
    return new ValidationError(
      "validation_pk_invalid",
      "The record primary key is invalid or already exists.",
    );
  }

  async #checkRelation(db: Db, record: RecordModel, field: Field): Promise<ValidationError | undefined> {
    const value = record.getRaw(field.name) as string | readonly string[];
    const ids = typeof value === "string" ? (value === "" ? [] : [value]) : value;
    if (ids.length === 0) return undefined;
    const target = this.#collections.find(db, String(field.collectionId));
    if (target === undefined) {
      return new ValidationError(
        "validation_missing_rel_collection",
        "Relation connection is missing or cannot be accessed",
      );
    }
    if ((await this.#finder.existing(db, target, ids)).size === ids.length) return undefined;
    return new ValidationError(
      "validation_missing_rel_records",
      "Failed to find all relation records with the provided ids",
    );
  }
}

const defaultKeyPattern = "^[a-z0-9]+$";

function keyChange({ id, savedId }: RecordModel): ValidationError | undefined {
  if (id === savedId) return undefined;
  return new ValidationError("validation_pk_change", "The record primary key cannot be changed.");
}
