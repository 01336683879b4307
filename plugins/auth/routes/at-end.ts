import type { Db } from "#kernel";

/**
 * Does work once the transaction a handler may have put there is over, whichever way it went: as in the reference, a
 * letter that was asked for goes out even if the rest is undone.
 */
export async function atEnd(db: Db, work: () => void): Promise<void> {
  db.afterRollback(work);
  await db.afterCommit(work);
}
