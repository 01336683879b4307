import { definePlugin, type LogEntry, onBootstrap, type PluginScope } from "#kernel";
import { Crons } from "../crons/contract.ts";
import { SystemMigrations } from "../migrations/contract.ts";
import { Models } from "../models/contract.ts";
import { onSettingsReload, Settings, type SettingsValues } from "../settings/contract.ts";
import { LogBuffer } from "./buffer.ts";
import { Logs } from "./contract.ts";
import { errorText } from "./data-text.ts";
import { jsonLines } from "./json-lines.ts";
import { createLogsAgain, logsMigration } from "./migrations.ts";
import { isLogWatched, saveLogs } from "./model.ts";
import { applyLogSettings, pruneLogs } from "./prune.ts";
import { countByHour } from "./query.ts";
import { requestLog } from "./request-log.ts";
import { logRoutes } from "./routes.ts";
import { insertLogs } from "./store.ts";

export default definePlugin({
  name: "logs",
  summary: "Keeps what the server says and one line per request, in auxiliary.db.",
  requires: { settings: Settings, crons: Crons, models: Models },
  provides: { logs: Logs },

  setup(scope, { settings, crons, models }) {
    const kept = (): SettingsValues["logs"] => settings.values.logs;
    const buffer = new LogBuffer({
      write: (entries) => writeLogs(scope, models, entries),
      onFailure: (error) =>
        process.stderr.write(`Logs cannot be written now and are kept in memory: ${errorText(error)}\n`),
    });
    scope.logTo((entry) => {
      if (kept().maxDays > 0 && entry.level >= kept().minLevel) buffer.add(entry);
    });
    if (process.env.ISOBASE_LOG_FORMAT === "json") scope.logTo(jsonLines(process.stdout));
    scope.defer(() => buffer.close());

    scope.contribute(SystemMigrations, logsMigration);
    scope.on(onBootstrap, async (e) => {
      await e.next();
      buffer.open();
    });
    scope.middleware(requestLog(scope, settings));
    scope.route(...logRoutes(scope));

    crons.add({
      id: "__pbLogsCleanup__",
      expression: "0 */6 * * *",
      run: () => pruneLogs(scope.auxiliary, kept()),
    });
    let known: SettingsValues["logs"] | undefined;
    scope.on(onSettingsReload, async (e) => {
      await e.next();
      const former = known;
      known = kept();
      // Settings hold, and the server starts, whether or not old logs could be deleted.
      await applyLogSettings(scope.auxiliary, known, former).catch((error: unknown) => {
        scope.log.error("Old logs could not be deleted", { error });
      });
    });

    return {
      logs: {
        flush: () => buffer.flush(),
        countByHour: (where) => countByHour(scope.auxiliary, where),
      },
    };
  },
});

async function writeLogs(scope: PluginScope, models: Models, entries: readonly LogEntry[]): Promise<void> {
  const { auxiliary } = scope;
  const write = (): Promise<void> =>
    isLogWatched(scope) ? saveLogs(models, auxiliary, entries) : insertLogs(auxiliary, entries);
  try {
    await write();
  } catch (error) {
    // A damaged auxiliary.db may have made way for an empty one.
    if (!(await createLogsAgain(auxiliary))) throw error;
    await write();
  }
}
