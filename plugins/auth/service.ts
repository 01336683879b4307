import { superusersOnly } from "../records/contract.ts";
import { accountOf, isSuperuser } from "./account.ts";
import { appleSecrets } from "./apple-secrets.ts";
import type { Auth } from "./contract.ts";
import { requireAuth, requireGuest, requireSameCollection, requireSuperuserOrOwner } from "./guards.ts";
import { isSamePassword } from "./passwords.ts";
import type { AuthServices } from "./services.ts";
import { isListedIp } from "./superuser-ips.ts";
import { issueToken } from "./tokens.ts";

/** What the plugin offers to others. */
export function createAuth({
  scope,
  collections,
  settings,
  answers,
  letters,
  limits,
  holders,
}: AuthServices): Auth {
  return {
    issueToken: async (record, kind, options) => issueToken(record, kind, options),
    findRecordByToken: (db, token, ...kinds) => holders.recordOf(db, token, kinds),
    isAllowedHere: (request, record) => !isSuperuser(record) || isListedIp(settings, request),
    isPassword: (record, plain) =>
      isSamePassword(plain, record === undefined ? "" : accountOf(record).password.hash),
    requireAuth,
    requireSuperuser: () => superusersOnly,
    requireSuperuserOrOwner,
    requireGuest,
    requireSameCollection: (param) => requireSameCollection(() => scope.db, collections, param),
    respond: (request, record, method, meta) =>
      answers.respond({ db: scope.db, request, record, method, meta }),
    limit: (request, collection, ...actions) => limits.countAction(request, collection, actions),
    letters,
    appleSecrets,
  };
}
