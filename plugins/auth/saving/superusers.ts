import { type PluginScope, sql } from "#kernel";
import { collectionHooks } from "../../collections/contract.ts";
import { type Records, recordHooks } from "../../records/contract.ts";
import { superusers } from "../account.ts";
import { LastSuperuser } from "../errors.ts";
import { asSuperusers } from "../options/superusers.ts";

/** The account an installer signs in with until the first superuser is made. */
const installer = "__pbinstaller@example.com";
const tags = [superusers];

/** Superusers are always verified, sign in as superusers do, and there is always one. */
export function keepSuperusers({
  scope,
  records,
}: {
  readonly scope: PluginScope;
  readonly records: Records;
}): void {
  for (const hook of [recordHooks.create, recordHooks.update]) {
    scope.on(
      hook,
      async (e) => {
        e.record.set("verified", true);
        await e.next();
      },
      { tags, priority: 99 },
    );
  }

  for (const hook of [collectionHooks.createExecute, collectionHooks.updateExecute]) {
    scope.on(
      hook,
      async (e) => {
        e.collection = asSuperusers(e.collection);
        await e.next();
      },
      { tags, priority: 99 },
    );
  }

  scope.on(
    recordHooks.createExecute,
    async (e) => {
      await e.next();
      const { record } = e;
      if (record.get("email") === installer) return;
      const stale = await records.findFirstByData(e.db, record.collection, "email", installer);
      if (stale !== undefined) await records.delete(e.db, stale);
    },
    { tags },
  );

  scope.on(
    recordHooks.delete,
    async (e) => {
      const others = await records.count(e.db, e.record.collection, sql`id != ${e.record.id}`);
      if (others === 0) throw new LastSuperuser();
      await e.next();
    },
    { tags },
  );
}
