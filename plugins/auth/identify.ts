import type { Db, Middleware } from "#kernel";
import { Viewer } from "../records/contract.ts";
import { isSuperuser } from "./account.ts";
import type { TokenHolders } from "./token-holders.ts";

/** Fills in who is asking. A token that is no good makes a guest. */
export function identify(db: () => Db, holders: TokenHolders): Middleware {
  return {
    id: "pbLoadAuthToken",
    priority: -1020,
    before(e) {
      const token = tokenOf(e.header("authorization"));
      if (token === "") return;
      return holders.recordOf(db(), token, ["auth"]).then((record) => {
        if (record !== undefined) e.set(Viewer, { record, isSuperuser: isSuperuser(record) });
      });
    },
  };
}

/** The token of an Authorization header, with or without `Bearer`. */
export function tokenOf(header: string): string {
  return /^bearer /i.test(header) ? header.slice(7) : header;
}
