import {
  bind,
  type Db,
  type PluginScope,
  SqlFailure,
  type SqlValue,
  ValidationError,
  ValidationErrors,
} from "#kernel";
import { formatDate } from "../collections/model/dates.ts";
import type { ModelKind, Models, SaveOptions } from "../models/contract.ts";
import {
  type FieldSaver,
  FieldSavers,
  type RecordErrorEvent,
  type RecordEvent,
  recordHooks,
} from "./contract.ts";
import { RecordNotDeleted } from "./errors.ts";
import type { RecordModel } from "./model/record.ts";
import { statementsOf, updateOf } from "./statements.ts";
import type { Validator } from "./validate.ts";

type RecordKind = ModelKind<RecordModel, RecordEvent, RecordErrorEvent>;

/** Writes records through the hooks of their models. */
export class Saver {
  readonly #scope: Pick<PluginScope, "collect">;
  readonly #models: Models;
  readonly #kind: RecordKind;

  constructor(
    scope: Pick<PluginScope, "collect">,
    models: Models,
    validator: Validator,
    cascade: (db: Db, record: RecordModel) => Promise<void>,
  ) {
    this.#scope = scope;
    this.#models = models;
    this.#kind = {
      family: {
        hooks: recordHooks,
        event: ({ db, type }, record) => ({ db, record, type }),
        failed: ({ db, type, error }, record) => ({ db, record, type, error }),
      },
      inTransaction: ["delete"],
      identify,
      prepare: fillIn,
      validate: (db, record) => validator.validate(db, record),
      create: (db, record) => this.#insert(db, record),
      update: (db, record) => this.#update(db, record),
      async delete(db, record) {
        await db.run(bind(statementsOf(record.collection).remove, [record.savedId || record.id]));
        await cascade(db, record);
      },
      saved(record, operation) {
        if (operation !== "delete") record.markSaved();
      },
    };
  }

  validate(db: Db, record: RecordModel): Promise<void> {
    return this.#models.validate(db, record, this.#kind);
  }

  save(db: Db, record: RecordModel, options?: SaveOptions): Promise<void> {
    return this.#models.save(db, record, this.#kind, options);
  }

  async delete(db: Db, record: RecordModel, options?: SaveOptions): Promise<void> {
    if (record.isNew) throw new RecordNotDeleted();
    await this.#models.delete(db, record, this.#kind, options);
  }

  async #insert(db: Db, record: RecordModel): Promise<void> {
    await this.#ready(db, record);
    const { insert, columns } = statementsOf(record.collection);
    const values = columns.map((column) => record.cell(column));
    await write(db, record, insert, values);
  }

  /** Only what changed is written. */
  async #update(db: Db, record: RecordModel): Promise<void> {
    await this.#ready(db, record);
    const changed = record.changedFields().sort();
    if (changed.length === 0) return;
    const values = [...changed.map((column) => record.cell(column)), record.savedId];
    await write(db, record, updateOf(record.collection, changed), values);
  }

  #ready(db: Db, record: RecordModel): Promise<void> | undefined {
    const savers = this.#scope.collect(FieldSavers);
    const { typedFields } = record.collection;
    const concerned = savers.some((saver) => typedFields.some(({ field }) => field.type === saver.type));
    return concerned ? this.#prepare(savers, db, record) : undefined;
  }

  async #prepare(savers: readonly FieldSaver[], db: Db, record: RecordModel): Promise<void> {
    for (const { field } of record.collection.typedFields) {
      for (const saver of savers) if (saver.type === field.type) await saver.prepare(db, record, field);
    }
  }
}

/** A new record is known by its id before anything else about it is decided. */
function identify(record: RecordModel): void {
  if (record.id === "") record.set("id:autogenerate", "");
}

/** Values that make themselves: dates, generated ids. */
function fillIn(record: RecordModel, operation: "create" | "update"): void {
  const now = formatDate(Date.now());
  for (const { field, type } of record.collection.typedFields) {
    if (type.onSave === undefined) continue;
    const value = record.getRaw(field.name);
    const next = type.onSave(field, { operation, value, original: record.getSavedRaw(field.name), now });
    if (next !== value) record.setRaw(field.name, next);
  }
}

async function write(db: Db, record: RecordModel, text: string, values: readonly SqlValue[]): Promise<void> {
  try {
    await db.run(bind(text, values));
  } catch (error) {
    throw (error instanceof SqlFailure && uniqueProblem(record, error)) || error;
  }
}

/** A doubled value of a unique index, told per column: `UNIQUE constraint failed: posts.slug, posts.lang (2067)`. */
function uniqueProblem(record: RecordModel, error: SqlFailure): ValidationErrors | undefined {
  if (!error.isUniqueViolation) return undefined;
  const issues: Record<string, ValidationError> = {};
  for (const [, table, column = ""] of error.message.matchAll(/(\w+)\.(\w+)/g)) {
    if (table?.toLowerCase() !== record.collection.name.toLowerCase()) continue;
    if (record.collection.field(column) === undefined) continue;
    issues[column] = new ValidationError("validation_not_unique", "Value must be unique");
  }
  return Object.keys(issues).length > 0 ? new ValidationErrors(issues) : undefined;
}
