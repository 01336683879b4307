import { type Db, type PluginScope, ValidationErrors, type ValidationIssue } from "#kernel";
import type { Collections } from "../../collections/contract.ts";
import { modelHooks } from "../../models/contract.ts";
import type { Records } from "../../records/contract.ts";
import { RecordModel } from "../../records/model/record.ts";
import { notAnAuthCollection, notInList, unknownCollection, unknownRecord } from "../issues.ts";
import { systemCollections } from "../system-rows.ts";

interface Services {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly records: Records;
  isProvider(name: string): boolean;
}

type Issues = Readonly<Record<string, ValidationIssue>>;

/** Rows of the system collections belong to a record that is there. */
export function checkSystemRows({ scope, collections, records, isProvider }: Services): void {
  // After the checks of the fields and before anybody's hooks of the model.
  scope.on(
    modelHooks.validate,
    async (e) => {
      if (e.model instanceof RecordModel) {
        const issues = (await ownerIssue(e.db, e.model)) ?? providerIssue(e.model);
        if (issues !== undefined) throw new ValidationErrors(issues);
      }
      await e.next();
    },
    { tags: systemCollections, priority: -999 },
  );

  async function ownerIssue(db: Db, row: RecordModel): Promise<Issues | undefined> {
    const id = row.getString("collectionRef");
    const collection = collections.find(db, id);
    if (collection?.id !== id) return { collectionRef: unknownCollection }; // a name does not do
    if (!collection.isAuth) return { collectionRef: notAnAuthCollection };
    const owner = await records.findById(db, collection, row.getString("recordRef"));
    return owner === undefined ? { recordRef: unknownRecord } : undefined;
  }

  function providerIssue(row: RecordModel): Issues | undefined {
    if (row.collection.name !== "_externalAuths") return undefined;
    return isProvider(row.getString("provider")) ? undefined : { provider: notInList };
  }
}
