import type { PluginScope } from "#kernel";
import { type CollectionEvent, collectionHooks } from "../collections/contract.ts";
import { type ModelEvent, modelHooks } from "../models/contract.ts";
import { RecordModel } from "../records/model/record.ts";
import type { ClientBroker } from "./broker.ts";
import type { Deliveries } from "./deliver.ts";

// As near to the row as handlers of the house go: what users' handlers change before is what is told.
const beforeRow = { priority: 99 };
const afterRow = { priority: -99 };

/** Follows what happens to records and collections, and tells those who are connected. */
export function followChanges(scope: PluginScope, broker: ClientBroker, deliveries: Deliveries): void {
  const held = new WeakMap<object, () => Promise<void>>();

  onRecord(modelHooks.afterCreateSuccess, afterRow, (record) => deliveries.tell("create", record));
  onRecord(modelHooks.afterUpdateSuccess, afterRow, async (record) => {
    if (record.collection.isAuth) renewAuth(record);
    await deliveries.tell("update", record);
  });
  // Who may see a record cannot be told once it is gone.
  onRecord(modelHooks.delete, beforeRow, async (record, { db }) => {
    held.set(record, await deliveries.prepare(db, "delete", record));
  });
  onRecord(modelHooks.afterDeleteSuccess, afterRow, async (record) => {
    await held.get(record)?.();
    if (record.collection.isAuth) dropAuth((auth) => isSame(auth, record));
  });
  scope.on(modelHooks.afterDeleteError, async (e) => {
    held.delete(e.model);
    await e.next();
  });
  scope.on(collectionHooks.afterUpdateSuccess, async (e) => {
    const secret = secretOf(e.collection);
    dropAuth(({ collection }) => collection.id === e.collection.id && secretOf(collection) !== secret);
    await e.next();
  });
  scope.on(collectionHooks.afterDeleteSuccess, async (e) => {
    dropAuth(({ collection }) => collection.id === e.collection.id);
    await e.next();
  });

  function onRecord(
    hook: (typeof modelHooks)["create"],
    options: { readonly priority: number },
    handle: (record: RecordModel, e: ModelEvent) => void | Promise<void>,
  ): void {
    scope.on(
      hook,
      async (e) => {
        if (e.model instanceof RecordModel) await handle(e.model, e);
        await e.next();
      },
      { ...options, when: () => broker.totalClients > 0 },
    );
  }

  /** Connections speak for the record as it is now; a new token key ends what was signed with the old one. */
  function renewAuth(record: RecordModel): void {
    const tokenKey = record.getString("tokenKey");
    for (const client of broker.clients()) {
      if (client.auth === undefined || !isSame(client.auth, record)) continue;
      client.setAuth(client.auth.getString("tokenKey") === tokenKey ? record : undefined);
    }
  }

  function dropAuth(isGone: (auth: RecordModel) => boolean): void {
    for (const client of broker.clients()) {
      if (client.auth !== undefined && isGone(client.auth)) client.setAuth(undefined);
    }
  }
}

function isSame(a: RecordModel, b: RecordModel): boolean {
  return a.id === b.id && a.collection.id === b.collection.id;
}

function secretOf(collection: CollectionEvent["collection"]): unknown {
  return (collection.options.authToken as { readonly secret?: string } | undefined)?.secret;
}
