import { raw } from "#kernel";
import type { CollectionContents } from "../collections/contract.ts";
import type { Parts } from "./services.ts";

const recordsAtOnce = 500;

/** What other rooms do with all records of a collection. */
export function collectionContents({ finder, saver }: Parts): CollectionContents {
  return {
    async truncate(db, collection) {
      await db.transaction(async (tx) => {
        for (;;) {
          const some = await finder.findWhere(tx, collection, raw("1"), raw(`LIMIT ${recordsAtOnce}`));
          if (some.length === 0) return;
          for (const record of some) await saver.delete(tx, record);
        }
      });
    },
    async sample(db, collection, limit) {
      const some = await finder.findWhere(db, collection, raw("1"), raw(`LIMIT ${Number(limit)}`));
      for (const record of some) record.showsEmail = true;
      return some.map((record) => record.publicExport());
    },
  };
}
