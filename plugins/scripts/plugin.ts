import { definePlugin, onServe } from "#kernel";
import { Auth } from "../auth/contract.ts";
import { Backups } from "../backups/contract.ts";
import { Collections } from "../collections/contract.ts";
import { Crons } from "../crons/contract.ts";
import { Storage } from "../files/contract.ts";
import { Logs } from "../logs/contract.ts";
import { Mailer } from "../mailer/contract.ts";
import { MigrationSources } from "../migrations/contract.ts";
import { Broker } from "../realtime/contract.ts";
import { Records, RequestInfos, Rules } from "../records/contract.ts";
import { Settings } from "../settings/contract.ts";
import { hooksCommand } from "./commands.ts";
import { type FileProblem, ScriptTrials } from "./contract.ts";
import { send } from "./host/http.ts";
import { inspectorFor } from "./inspecting/attach.ts";
import { ScriptMigrations } from "./migrations.ts";
import { printFailure, Scripts } from "./reload.ts";
import { scriptRoutes } from "./routes.ts";
import type { Services } from "./services.ts";
import { Suspended } from "./suspended.ts";
import { createTrials, problemOf } from "./trials.ts";
import { keepTypes } from "./types/keep.ts";
import { standOf, watchFolder } from "./watch.ts";

export default definePlugin({
  name: "scripts",
  summary: "Runs the user's hooks and migrations in sandboxes, and swaps them while the server runs.",
  requires: {
    auth: Auth,
    backups: Backups,
    broker: Broker,
    collections: Collections,
    crons: Crons,
    logs: Logs,
    mailer: Mailer,
    records: Records,
    requestInfos: RequestInfos,
    rules: Rules,
    settings: Settings,
    storage: Storage,
  },

  provides: { trials: ScriptTrials },
  commands: [hooksCommand],

  async setup(scope, required) {
    const inspector = await inspectorFor(scope);
    const services: Services = {
      scope,
      ...required,
      network: { send },
      store: new Map(),
      ...(inspector && { inspector }),
    };
    const problems: FileProblem[] = [];
    const tell = (file: string, error: unknown): void => {
      problems.push(problemOf(file, error));
      printFailure(file, error);
    };
    const suspended = new Suspended(scope.config.dir);
    const { hooksDir } = scope.config;
    const stood = await standOf(hooksDir);
    const scripts = new Scripts(services, { hooksDir, tell, suspended });
    scope.contribute(MigrationSources, new ScriptMigrations(services));
    scope.route(...scriptRoutes(scripts));
    scope.on(onServe, async (e) => {
      await e.next();
      if (scope.config.hooksWatch)
        scope.defer(watchFolder(hooksDir, { since: stood, onChange: () => void scripts.reload() }));
    });
    scope.defer(() => scripts.stop());
    keepTypes(scope, required.collections);
    await scripts.start();
    return { trials: createTrials(services, problems) };
  },
});
