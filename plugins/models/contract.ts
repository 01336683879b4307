import { type Db, defineHook, defineService, type Hook } from "#kernel";

/** Anything that is saved through the hooks: a record, a collection, the settings. */
export interface Model {
  readonly id: string;
  readonly tableName: string;
  readonly isNew: boolean;
  /** What hooks can be narrowed by: collection id and name, or the table name. */
  readonly hookTags: readonly string[];
}

export type Operation = "create" | "update" | "delete" | "validate";

export interface ModelEvent {
  /** The database, or the transaction this happens in. */
  readonly db: Db;
  readonly model: Model;
  readonly type: Operation;
}

export interface ModelErrorEvent extends ModelEvent {
  error: unknown;
}

/** The hooks of one phase. A family's own hook wraps the model hook of the same phase. */
export interface HookFamily<E extends object, Failed extends object> {
  readonly validate: Hook<E>;
  readonly create: Hook<E>;
  readonly createExecute: Hook<E>;
  readonly afterCreateSuccess: Hook<E>;
  readonly afterCreateError: Hook<Failed>;
  readonly update: Hook<E>;
  readonly updateExecute: Hook<E>;
  readonly afterUpdateSuccess: Hook<E>;
  readonly afterUpdateError: Hook<Failed>;
  readonly delete: Hook<E>;
  readonly deleteExecute: Hook<E>;
  readonly afterDeleteSuccess: Hook<E>;
  readonly afterDeleteError: Hook<Failed>;
}

/** Declares the thirteen hooks of a family: `onRecordValidate`, `onRecordCreate`, … */
export function defineHookFamily<E extends object, Failed extends object>(
  noun: string,
  options: Partial<Omit<Hook<E>, "name">>,
): HookFamily<E, Failed> {
  const hook = (phase: string): Hook<E> => defineHook<E>(`on${noun}${phase}`, options);
  // A failed event is the same event with an error on it; tags and view are read the same way.
  const failed = (phase: string): Hook<Failed> => {
    const asFailed = options as unknown as Partial<Omit<Hook<Failed>, "name">>;
    return defineHook<Failed>(`on${noun}${phase}`, {
      ...asFailed,
      guest: { ...asFailed.guest, error: "copy" } as Hook<Failed>["guest"],
    });
  };
  return {
    validate: hook("Validate"),
    create: hook("Create"),
    createExecute: hook("CreateExecute"),
    afterCreateSuccess: hook("AfterCreateSuccess"),
    afterCreateError: failed("AfterCreateError"),
    update: hook("Update"),
    updateExecute: hook("UpdateExecute"),
    afterUpdateSuccess: hook("AfterUpdateSuccess"),
    afterUpdateError: failed("AfterUpdateError"),
    delete: hook("Delete"),
    deleteExecute: hook("DeleteExecute"),
    afterDeleteSuccess: hook("AfterDeleteSuccess"),
    afterDeleteError: failed("AfterDeleteError"),
  };
}

export const modelHooks = defineHookFamily<ModelEvent, ModelErrorEvent>("Model", {
  tagsOf: (e) => e.model.hookTags,
  guest: { db: "handle", model: "handle", type: "copy" },
});

/** How models of one kind are saved; the pipeline calls these inside the hooks of the phase. */
export interface ModelKind<M extends Model, E extends object = never, Failed extends object = never> {
  /** The family that wraps the model hooks, with how its events look; none for models without hooks of their own. */
  readonly family?: {
    readonly hooks: HookFamily<E, Failed>;
    /** Where its hooks go by other tags than the model hooks. */
    tagsOf?(model: M): readonly string[];
    event(e: ModelEvent, model: M): E;
    failed(e: ModelErrorEvent, model: M): Failed;
  };
  /** Operations whose writing needs a transaction of its own; the model's …Execute hooks then run inside it. */
  readonly inTransaction?: readonly Operation[];
  /** What comes before the row, ahead of the model's own …Execute hooks; throws what must not go on. */
  ahead?(db: Db, model: M, operation: Operation): Promise<void>;
  /** Gives a new model its id, before any hook sees it. */
  identify?(model: M): void;
  /** Fills in what saving decides, such as dates; runs inside the operation's hooks, before it is validated. */
  prepare?(model: M, operation: "create" | "update"): void;
  validate(db: Db, model: M): Promise<void>;
  /** Writes the row. Runs innermost, in the …Execute hooks. */
  create(db: Db, model: M): Promise<void>;
  update(db: Db, model: M): Promise<void>;
  delete(db: Db, model: M): Promise<void>;
  /** Runs right after the row is written or gone, before anybody's after-hooks: the model is saved now. */
  saved(model: M, operation: Operation): void;
}

export interface SaveOptions {
  readonly validate?: "skip";
  readonly hooks?: "skip";
}

/**
 * Saves models through their hooks, in the reference's order:
 * create → (validate → check) → createExecute → write, then after-success once committed, or after-error.
 */
export interface Models {
  validate<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
  ): Promise<void>;
  /** Creates or updates, by `model.isNew`. */
  save<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
    options?: SaveOptions,
  ): Promise<void>;
  /** Runs the execute phase in a transaction. */
  delete<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
    options?: SaveOptions,
  ): Promise<void>;
}

export const Models = defineService<Models>("models");
