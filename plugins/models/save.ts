import type { Db, PluginScope } from "#kernel";
import type { Model, ModelKind, Models, SaveOptions } from "./contract.ts";
import { Phases } from "./phases.ts";

/** The pipeline every save and delete goes through. */
export function createModels(scope: Pick<PluginScope, "trigger" | "hears">): Models {
  const hooked = new Phases(scope);

  function validate<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
  ): Promise<void> {
    return hooked.around("validate", { db, model, kind, type: "validate" }, (reader) =>
      kind.validate(reader, model),
    );
  }

  async function save<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
    options: SaveOptions = {},
  ): Promise<void> {
    const type = model.isNew ? "create" : "update";
    if (type === "create") kind.identify?.(model);
    const write = async (writer: Db): Promise<void> => {
      kind.prepare?.(model, type);
      if (options.validate !== "skip")
        await (options.hooks === "skip" ? kind.validate(writer, model) : validate(writer, model, kind));
      await execute(writer, model, kind, type, options);
    };
    await settle(db, model, kind, type, options, write);
  }

  async function remove<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
    options: SaveOptions = {},
  ): Promise<void> {
    await settle(db, model, kind, "delete", options, (writer) =>
      execute(writer, model, kind, "delete", options),
    );
  }

  /** Opens the operation's own hook around `write` and tells how it ended. */
  async function settle<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
    type: "create" | "update" | "delete",
    options: SaveOptions,
    write: (writer: Db) => Promise<void>,
  ): Promise<void> {
    if (options.hooks === "skip") return await write(db);
    try {
      await hooked.around(type, { db, model, kind, type }, write);
    } catch (error) {
      await hooked.failed({ db, model, kind, type }, error);
      throw error;
    }
    if (!hooked.afterHeard(model, kind, type)) return;
    const { database } = db;
    db.afterRollback((reason) => hooked.failed({ db: database, model, kind, type }, reason));
    await db.afterCommit(() => hooked.succeeded({ db: database, model, kind, type }));
  }

  function execute<M extends Model, E extends object, F extends object>(
    db: Db,
    model: M,
    kind: ModelKind<M, E, F>,
    type: "create" | "update" | "delete",
    options: SaveOptions,
  ): Promise<void> {
    const row = async (writer: Db): Promise<void> => {
      await kind[type](writer, model);
      kind.saved(model, type);
    };
    const inOwnTransaction = (outer: Db, rest: (writer: Db) => Promise<void>): Promise<void> => {
      const work = aheadOf(rest, kind, model, type);
      return kind.inTransaction?.includes(type) ? outer.transaction(work) : work(outer);
    };
    if (options.hooks === "skip") return inOwnTransaction(db, row);
    return hooked.execute({ db, model, kind, type }, inOwnTransaction, row);
  }

  return { validate, save, delete: remove };
}

function aheadOf<M extends Model, E extends object, F extends object>(
  rest: (writer: Db) => Promise<void>,
  kind: ModelKind<M, E, F>,
  model: M,
  type: "create" | "update" | "delete",
): (writer: Db) => Promise<void> {
  if (kind.ahead === undefined) return rest;
  return async (writer) => {
    await kind.ahead?.(writer, model, type);
    await rest(writer);
  };
}
