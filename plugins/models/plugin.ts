import { definePlugin } from "#kernel";
import { Models, modelHooks } from "./contract.ts";
import { createModels } from "./save.ts";

export default definePlugin({
  name: "models",
  summary: "Saves and deletes whatever has hooks, in the reference's order.",
  provides: { models: Models },
  hooks: Object.values(modelHooks),

  setup(scope) {
    return { models: createModels(scope) };
  },
});
