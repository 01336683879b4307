import type { PluginScope, RequestEvent } from "#kernel";
import type { Auth } from "../auth/contract.ts";
import type { RecordModel, RequestInfos, Rules } from "../records/contract.ts";

/** Who may have the files of protected fields: whoever may see the record, by the token in the address. */
export class ProtectedFiles {
  readonly #scope: PluginScope;
  readonly #auth: Auth;
  readonly #rules: Rules;
  readonly #infos: RequestInfos;

  constructor(scope: PluginScope, auth: Auth, rules: Rules, infos: RequestInfos) {
    this.#scope = scope;
    this.#auth = auth;
    this.#rules = rules;
    this.#infos = infos;
  }

  async isGranted(e: RequestEvent, record: RecordModel): Promise<boolean> {
    const { db } = this.#scope;
    const token = e.query.get("token") ?? "";
    const holder = token === "" ? undefined : await this.#auth.findRecordByToken(db, token, "file");
    if (holder !== undefined && !this.#auth.isAllowedHere(e, holder)) return false;
    const info = { ...(await this.#infos.of(e)), context: "protectedFile" as const, auth: holder };
    return await this.#rules.canAccess(db, record, info, record.collection.viewRule);
  }
}
