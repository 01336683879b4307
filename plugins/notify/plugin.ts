import path from "node:path";
import { type Chained, definePlugin, onServe, onTerminate } from "#kernel";
import { Collections, collectionHooks } from "../collections/contract.ts";
import { modelHooks } from "../models/contract.ts";
import { Settings } from "../settings/contract.ts";
import { Signals, type Topic } from "./signals.ts";

export default definePlugin({
  name: "notify",
  summary: "Keeps processes on one data folder of one mind about settings and collections.",
  requires: { settings: Settings, collections: Collections },

  setup(scope, { settings, collections }) {
    const signals = new Signals({
      folder: path.join(scope.config.dir, ".notify"),
      onSignal(topic) {
        const reloaded = topic === "settings" ? settings.reload() : collections.reload();
        reloaded.catch((error: unknown) => scope.log.error(`Could not reload ${topic}`, { error }));
      },
    });
    const tell = (topic: Topic) => async (e: Chained) => {
      await e.next();
      await signals.send(topic).catch((error: unknown) => {
        scope.log.warn(`Other processes were not told of changed ${topic}`, { error });
      });
    };

    for (const phase of ["afterCreateSuccess", "afterUpdateSuccess", "afterDeleteSuccess"] as const) {
      scope.on(modelHooks[phase], tell("settings"), { tags: ["_params"] });
      scope.on(collectionHooks[phase], tell("collections"));
    }
    scope.on(onServe, async (e) => {
      await e.next();
      await signals.listen();
    });
    scope.on(onTerminate, async (e) => {
      signals.close();
      await e.next();
    });
  },
});
