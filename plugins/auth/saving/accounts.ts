import { type Db, type PluginScope, sql, ValidationErrors } from "#kernel";
import { type Collections, collectionHooks } from "../../collections/contract.ts";
import { modelHooks } from "../../models/contract.ts";
import { type RecordEvent, type Records, recordHooks } from "../../records/contract.ts";
import { RecordModel } from "../../records/model/record.ts";
import { refreshTokenKey } from "../account.ts";
import { takenAuthId } from "../issues.ts";
import { type SystemRows, systemCollections } from "../system-rows.ts";

interface Services {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly records: Records;
  readonly rows: SystemRows;
}

/** What follows from saving and deleting records that can sign in: void tokens, forgotten factors, no rows left behind. */
export function followAccounts({ scope, collections, records, rows }: Services): void {
  scope.on(
    recordHooks.validate,
    async (e) => {
      await e.next();
      if (e.record.isNew) await refuseTakenId(e.db, e.record);
    },
    { when: isAccount },
  );

  // Late: handlers of others may still change the record.
  scope.on(recordHooks.updateExecute, update, { priority: 999, when: isAccount });

  // Where the transaction is: what hangs on an account goes with it, or stays with it.
  scope.on(
    modelHooks.deleteExecute,
    async (e) => {
      await e.next();
      if (!(e.model instanceof RecordModel) || !e.model.collection.isAuth) return;
      for (const kind of systemCollections) await rows.deleteAllOf(e.db, kind, e.model);
    },
    { priority: -99 },
  );

  scope.on(collectionHooks.deleteExecute, async (e) => {
    await e.next();
    if (!e.collection.isAuth) return;
    for (const kind of systemCollections) await rows.deleteAllIn(e.db, kind, e.collection);
  });

  /** An id says who somebody is in rules, whatever the collection. */
  async function refuseTakenId(db: Db, record: RecordModel): Promise<void> {
    for (const collection of collections.all(db)) {
      if (!collection.isAuth || collection.id === record.collection.id) continue;
      if ((await records.count(db, collection, sql`id = ${record.id}`)) === 0) continue;
      throw new ValidationErrors({ id: takenAuthId });
    }
  }

  async function update(e: RecordEvent & { next(): PromiseLike<void> }): Promise<void> {
    const { record } = e;
    const passwordChanged = record.hasChanged("password");
    if (becomesVerified(record)) await unlinkStrangers(e.db, record);
    const keyIsStale = passwordChanged || record.hasChanged("email");
    if (keyIsStale && !record.hasChanged("tokenKey")) refreshTokenKey(record);
    const keyChanged = record.hasChanged("tokenKey");
    await e.next();
    if (passwordChanged) {
      await rows.deleteAllOf(e.db, "_authOrigins", record);
      await rows.deleteAllOf(e.db, "_mfas", record);
    }
    if (keyChanged) await rows.deleteAllOf(e.db, "_otps", record);
  }

  /** Links from before an address was verified may be those of somebody who did not own it. */
  async function unlinkStrangers(db: Db, record: RecordModel): Promise<void> {
    const links = await rows.of(db, "_externalAuths", record);
    if (links.length === 0) return;
    for (const link of links) await rows.delete(db, link);
    refreshTokenKey(record);
  }
}

function isAccount({ record }: RecordEvent): boolean {
  return record.collection.isAuth;
}

function becomesVerified(record: RecordModel): boolean {
  return record.getBool("verified") && !record.original().getBool("verified");
}
