import { definePlugin, onServe } from "#kernel";
import { Auth } from "../auth/contract.ts";
import { Collections } from "../collections/contract.ts";
import { Records } from "../records/contract.ts";
import { pageRoutes } from "./assets.ts";
import { installerNotes } from "./installer.ts";

export default definePlugin({
  name: "dashboard",
  summary: "The pages at /_/, and the link that creates the first superuser.",
  requires: { auth: Auth, collections: Collections, records: Records },

  setup(scope, services) {
    scope.route(...pageRoutes());
    scope.on(onServe, async (e) => {
      await e.next();
      e.notes.push(...(await installerNotes(scope.db, e.address, services)));
    });
  },
});
