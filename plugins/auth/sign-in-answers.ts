import type { Db, PluginScope, RequestEvent } from "#kernel";
import {
  onRecordEnrich,
  type RecordModel,
  type RequestInfos,
  type Rules,
  Viewer,
} from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import { isSuperuser } from "./account.ts";
import { onRecordAuthRequest, type RecordAuthRequestEvent } from "./contract.ts";
import { AuthRuleNotMet, MfaRequired } from "./errors.ts";
import type { Mfa } from "./mfa.ts";
import { authOptions } from "./options/read.ts";
import type { Origins } from "./origins.ts";
import { refuseUnlistedIp } from "./superuser-ips.ts";
import { issueToken } from "./tokens.ts";

/** Somebody who proved to be this record. */
export interface SignIn {
  readonly db: Db;
  readonly request: RequestEvent;
  readonly record: RecordModel;
  /** `password`, `oauth2`, `otp` or a name of one's own; "" skips MFA and alert. */
  readonly method: string;
  /** In place of a fresh one. */
  readonly token?: string;
  readonly meta?: unknown;
}

/** Answers sign-ins: whether the record may, whether it needs another factor, then token and record. */
export class SignInAnswers {
  readonly #scope: Pick<PluginScope, "trigger" | "hears" | "log">;
  readonly #settings: Settings;
  readonly #rules: Rules;
  readonly #infos: RequestInfos;
  readonly #mfa: Mfa;
  readonly #origins: Origins;

  constructor(services: {
    readonly scope: Pick<PluginScope, "trigger" | "hears" | "log">;
    readonly settings: Settings;
    readonly rules: Rules;
    readonly infos: RequestInfos;
    readonly mfa: Mfa;
    readonly origins: Origins;
  }) {
    this.#scope = services.scope;
    this.#settings = services.settings;
    this.#rules = services.rules;
    this.#infos = services.infos;
    this.#mfa = services.mfa;
    this.#origins = services.origins;
  }

  async respond(signIn: SignIn): Promise<void> {
    const { db, request, record, method } = signIn;
    if (isSuperuser(record)) refuseUnlistedIp(this.#settings, request);
    const options = authOptions(record.collection);
    // The rule is asked about the caller, who is usually still a guest.
    if (options.authRule !== "") await this.#demandRule(db, request, record, options.authRule);
    const token = signIn.token ?? issueToken(record, "auth");
    const event: RecordAuthRequestEvent = {
      request,
      db,
      collection: record.collection,
      record,
      token,
      meta: signIn.meta,
      authMethod: method,
    };
    await this.#scope.trigger(onRecordAuthRequest, event, () => this.#answer(event));
  }

  async #demandRule(db: Db, request: RequestEvent, record: RecordModel, rule: string | null): Promise<void> {
    const { isSuperuser: mayAlways } = request.get(Viewer);
    if (mayAlways) return;
    if (rule === null) throw new AuthRuleNotMet();
    const info = await this.#infos.of(request);
    if (!(await this.#rules.canAccess(db, record, info, rule))) throw new AuthRuleNotMet();
  }

  async #answer(event: RecordAuthRequestEvent): Promise<void> {
    const { request, db, record } = event;
    if (request.written) return;
    const mfaId = await this.#mfa.waitsAs(db, request, record, event.authMethod);
    if (mfaId !== undefined) {
      request.json(401, { mfaId });
      throw new MfaRequired(); // what handlers do after a sign-in is not for this
    }
    await this.#showToItself(event);
    if (event.authMethod !== "" && authOptions(record.collection).authAlert.enabled) {
      await this.#origins.note(db, request, record).catch((error: unknown) => {
        this.#scope.log.warn("Failed to remember where a sign-in came from", { error });
      });
    }
    const answer = {
      ...(hasContent(event.meta) && { meta: event.meta }),
      record: record.publicExport(),
      token: event.token,
    };
    await db.afterCommit(() => request.json(200, answer));
  }

  /** The record as it sees itself, its email included. */
  async #showToItself({ db, request, record }: RecordAuthRequestEvent): Promise<void> {
    record.showsEmail = true;
    const expands = (request.query.get("expand") ?? "").split(",").filter((path) => path !== "");
    const isPlain = expands.length === 0 && !this.#scope.hears(onRecordEnrich, record.hookTags);
    if (isPlain && !isSuperuser(record)) return; // superusers see hidden fields, too
    const info = { ...(await this.#infos.of(request)), auth: record };
    await this.#rules.enrichFor(db, info, [record], expands);
  }
}

function hasContent(meta: unknown): boolean {
  if (meta === undefined || meta === null) return false;
  return typeof meta !== "object" || Object.keys(meta).length > 0;
}
