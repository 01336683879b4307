import { definePlugin, onServe } from "#kernel";
import { Auth } from "../auth/contract.ts";
import { Collections } from "../collections/contract.ts";
import { Records } from "../records/contract.ts";
import { pageRoutes } from "./assets.ts";
import { Panels, UiExtensions } from "./contract.ts";
import { installerNotes } from "./installer.ts";
import { panelRoutes, reportPanels } from "./panels.ts";
import { uiExtensionRoutes } from "./ui-extensions.ts";

export default definePlugin({
  name: "dashboard",
  summary:
    "The pages at /_/, with what other plugins add to them, and the link that creates the first superuser.",
  requires: { auth: Auth, collections: Collections, records: Records },

  setup(scope, services) {
    const panels = () => scope.collect(Panels);
    scope.route(
      ...pageRoutes(),
      ...panelRoutes(panels),
      ...uiExtensionRoutes(() => scope.collect(UiExtensions)),
    );
    scope.on(onServe, async (e) => {
      await e.next();
      reportPanels(scope.log, panels());
      e.notes.push(...(await installerNotes(scope.db, e.address, services)));
    });
  },
});
