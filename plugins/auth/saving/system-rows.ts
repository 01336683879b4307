import { type Db, type PluginScope, ValidationErrors, type ValidationIssue } from "#kernel";
import type { Collections } from "../../collections/contract.ts";
import { type RecordModel, type Records, recordHooks } from "../../records/contract.ts";
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
  scope.on(
    recordHooks.validate,
    async (e) => {
      await e.next();
      const issues = (await ownerIssue(e.db, e.record)) ?? providerIssue(e.record);
      if (issues !== undefined) throw new ValidationErrors(issues);
    },
    { tags: systemCollections },
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
