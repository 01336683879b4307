import { definePlugin, type PluginScope } from "../../../kernel/index.ts";
import type { Plugin } from "../../../kernel/plugins/plugin.ts";
import { Collections } from "../../../plugins/collections/contract.ts";
import collections from "../../../plugins/collections/plugin.ts";
import migrations from "../../../plugins/migrations/plugin.ts";
import models from "../../../plugins/models/plugin.ts";
import { createTestApp } from "../../support/app.ts";

export interface House {
  readonly collections: Collections;
  readonly scope: PluginScope;
}

/** The least of the house that has collections, on a fresh data folder. */
export async function createHouse(): Promise<House> {
  let lent: PluginScope | undefined;
  const lender = definePlugin({
    name: "lender",
    summary: "Lends its scope to the test.",
    setup: (scope) => {
      lent = scope;
    },
  });
  const app = await createTestApp({
    plugins: [models, migrations, collections, lender] as unknown as Plugin[],
  });
  if (lent === undefined) throw new Error("the lender did not start");
  return { collections: app.service(Collections), scope: lent };
}
