import { definePlugin } from "#kernel";
import { Crons } from "../crons/contract.ts";
import { SystemMigrations } from "../migrations/contract.ts";
import { Models } from "../models/contract.ts";
import { onSettingsListRequest, onSettingsReload, onSettingsUpdateRequest, Settings } from "./contract.ts";
import { LiveSettings } from "./live.ts";
import { settingsMigration } from "./migrations.ts";
import { followRenames } from "./renamed-collections.ts";
import { settingsRoutes } from "./routes.ts";

export default definePlugin({
  name: "settings",
  summary: "What an operator can set, without a restart.",
  requires: { models: Models, crons: Crons },
  provides: { settings: Settings },
  hooks: [onSettingsReload, onSettingsListRequest, onSettingsUpdateRequest],

  setup(scope, { models, crons }) {
    const settings = new LiveSettings(scope, models, crons.check);
    scope.contribute(SystemMigrations, settingsMigration);
    scope.route(...settingsRoutes(scope, settings));
    followRenames(scope, settings);
    return { settings };
  },
});
