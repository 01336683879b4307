import type { Database, LogEntry, PluginScope } from "#kernel";
import { type Model, type ModelKind, type Models, modelHooks } from "../models/contract.ts";
import { insertRow, type LogRow, rowOf } from "./store.ts";

const tags = ["_logs"];
const phases = [
  modelHooks.validate,
  modelHooks.create,
  modelHooks.createExecute,
  modelHooks.afterCreateSuccess,
  modelHooks.afterCreateError,
];

/** A line of the log as a model, so that model hooks see it saved. */
interface LogModel extends Model {
  readonly values: LogRow;
}

const kind: ModelKind<LogModel> = {
  validate: async () => {},
  create: (db, { values }) => insertRow(db, values),
  update: async () => {}, // lines are written once
  delete: async () => {},
  saved: () => {},
};

/** Whether any hook is bound that would see lines of the log. */
export function isLogWatched(scope: Pick<PluginScope, "hears">): boolean {
  return phases.some((hook) => scope.hears(hook, tags));
}

/** Writes entries one by one, through the hooks, in one transaction. */
export async function saveLogs(models: Models, db: Database, entries: readonly LogEntry[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const values of entries.map(rowOf)) {
      const model = { id: values.id, tableName: "_logs", isNew: true, hookTags: tags, values };
      await models.save(tx, model, kind);
    }
  });
}
