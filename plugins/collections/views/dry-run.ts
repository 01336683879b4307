import type { Db, PluginScope } from "#kernel";
import { CollectionContents, type Collections, type ViewTrial } from "../contract.ts";
import { toCollection } from "../model/collection-data.ts";
import { checkKeys, createView, inferFields, trialName, tryOut } from "./query.ts";

/** Makes a view of a query, looks at it and takes it back. Throws InvalidViewQuery. */
export async function dryRun(
  { scope, collections }: { readonly scope: Pick<PluginScope, "collect">; readonly collections: Collections },
  db: Db,
  query: string,
  sampleSize: number,
): Promise<ViewTrial> {
  const name = trialName();
  return await tryOut(db, async (tx) => {
    const fields = await inferFields(tx, query, collections.all(tx));
    await createView(tx, name, query);
    await checkKeys(tx, name);
    const view = toCollection(
      { ...collections.create({ name, type: "view", viewQuery: query }), fields },
      "saved",
    );
    const [contents] = scope.collect(CollectionContents);
    return { fields, sample: (await contents?.sample(tx, view, sampleSize)) ?? [] };
  });
}
