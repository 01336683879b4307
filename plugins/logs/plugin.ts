import { type Database, definePlugin, type LogEntry, onBootstrap } from "#kernel";
import { Crons } from "../crons/contract.ts";
import { SystemMigrations } from "../migrations/contract.ts";
import { onSettingsReload, Settings, type SettingsValues } from "../settings/contract.ts";
import { LogBuffer } from "./buffer.ts";
import { Logs } from "./contract.ts";
import { errorText } from "./data-text.ts";
import { jsonLines } from "./json-lines.ts";
import { createLogsAgain, logsMigration } from "./migrations.ts";
import { applyLogSettings, pruneLogs } from "./prune.ts";
import { requestLog } from "./request-log.ts";
import { logRoutes } from "./routes.ts";
import { insertLogs } from "./store.ts";

export default definePlugin({
  name: "logs",
  summary: "Keeps what the server says and one line per request, in auxiliary.db.",
  requires: { settings: Settings, crons: Crons },
  provides: { logs: Logs },

  setup(scope, { settings, crons }) {
    const kept = (): SettingsValues["logs"] => settings.values.logs;
    const buffer = new LogBuffer({
      write: (entries) => writeLogs(scope.auxiliary, entries),
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

    return { logs: buffer };
  },
});

// A damaged auxiliary.db may have made way for an empty one.
async function writeLogs(db: Database, entries: readonly LogEntry[]): Promise<void> {
  try {
    await insertLogs(db, entries);
  } catch (error) {
    if (!(await createLogsAgain(db))) throw error;
    await insertLogs(db, entries);
  }
}
