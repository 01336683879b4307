import { definePlugin } from "#kernel";
import { Collections } from "../collections/contract.ts";
import { Migrations } from "../migrations/contract.ts";
import { automigrate } from "./automigrate.ts";
import { migrateCommand } from "./command.ts";

export default definePlugin({
  name: "migration-files",
  summary: "Writes pb_migrations: by command, and when collections are changed over the API.",
  requires: { collections: Collections, migrations: Migrations },

  setup(scope, services) {
    scope.command(migrateCommand(scope, services));
    if (scope.config.automigrate) automigrate(scope, services);
  },
});
