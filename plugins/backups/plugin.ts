import { definePlugin, onBootstrap } from "#kernel";
import { Auth } from "../auth/contract.ts";
import { Crons } from "../crons/contract.ts";
import { Storage } from "../files/contract.ts";
import { Mailer } from "../mailer/contract.ts";
import { Settings } from "../settings/contract.ts";
import { backupCommand } from "./commands.ts";
import { Backups, onBackupCreate, onBackupRestore } from "./contract.ts";
import { BackupMaker } from "./maker.ts";
import { Progress } from "./progress.ts";
import { progressRoute } from "./progress-route.ts";
import { recoverAround } from "./recover.ts";
import { backupRoutes } from "./routes.ts";
import { scheduleBackups } from "./schedule.ts";

export default definePlugin({
  name: "backups",
  summary: "Packs the data folder while it is in use, and puts a packed one back in place.",
  requires: { auth: Auth, crons: Crons, mailer: Mailer, settings: Settings, storage: Storage },
  provides: { backups: Backups },
  hooks: [onBackupCreate, onBackupRestore],
  commands: [backupCommand],

  setup(scope, services) {
    const progress = new Progress();
    const backups = new BackupMaker({ scope, storage: services.storage, progress });
    // Outermost: no file of the data folder may be opened before.
    scope.on(
      onBootstrap,
      (e) => recoverAround({ dir: scope.config.dir, log: scope.log, progress }, () => e.next()),
      {
        priority: -100_000,
      },
    );
    scope.route(...backupRoutes(scope, { ...services, backups }), progressRoute(progress));
    scheduleBackups(scope, { ...services, backups });
    return { backups };
  },
});
