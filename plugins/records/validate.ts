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
import { type FieldCheck, FieldChecks } from "./contract.ts";
import type { Finder } from "./find.ts";
import type { RecordModel } from "./model/record.ts";
import { statementsOf } from "./statements.ts";

type Finding = ValidationIssue | undefined | Promise<ValidationIssue | undefined>;

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
      const found = this.#check(db, record, typed);
      const issue = found instanceof Promise ? await found : found;
      if (issue !== undefined) issues[typed.field.name] = issue;
    }
    if (Object.keys(issues).length > 0) throw new ValidationErrors(issues);
  }

  /** Most values need nothing but a look: only what must ask elsewhere is a promise. */
  #check(db: Db, record: RecordModel, { field, type }: TypedField): Finding {
    if (field.primaryKey === true && !record.isNew) return keyChange(record); // it was checked when it was new
    const issue = type.check(field, record.getRaw(field.name));
    if (issue !== undefined) return issue;
    if (field.type === "relation") return this.#checkRelation(db, record, field);
    return this.#ask(this.#scope.collect(FieldChecks), 0, db, record, field);
  }

  /** What others have to say, from one of them on. */
  #ask(checks: readonly FieldCheck[], from: number, db: Db, record: RecordModel, field: Field): Finding {
    for (let i = from; i < checks.length; i++) {
      const check = checks[i] as FieldCheck;
      if (check.type !== field.type) continue;
      const found = check.check(db, record, field);
      if (found instanceof Promise)
        return found.then((issue) => issue ?? this.#ask(checks, i + 1, db, record, field));
      if (found !== undefined) return found;
    }
    return field.primaryKey === true ? this.#checkKey(db, record, field) : undefined;
  }

  #checkKey(db: Db, record: RecordModel, field: Field): Finding {
    // Lower case alone: the table's own key will tell.
    return field.pattern === defaultKeyPattern ? undefined : this.#findTwin(db, record);
  }

  async #findTwin(db: Db, record: RecordModel): Promise<ValidationError | undefined> {
    const { collection, id } = record;
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

  #checkRelation(db: Db, record: RecordModel, field: Field): Finding {
    const value = record.getRaw(field.name) as string | readonly string[];
    if (value.length === 0) return undefined;
    return this.#findRelated(db, field, typeof value === "string" ? [value] : value);
  }

  async #findRelated(db: Db, field: Field, ids: readonly string[]): Promise<ValidationError | undefined> {
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
