import { type Db, defineService, type Middleware, type RequestEvent } from "#kernel";
import type { RecordModel } from "../records/contract.ts";

/** What a token is for; each kind has its own secret and duration on the collection. */
export type TokenKind = "auth" | "file" | "verification" | "passwordReset" | "emailChange";

export interface Auth {
  /** A signed token of the record; `seconds` in place of the collection's duration makes an auth token non-refreshable. */
  issueToken(
    record: RecordModel,
    kind: TokenKind,
    options?: { readonly seconds?: number; readonly claims?: Readonly<Record<string, unknown>> },
  ): Promise<string>;
  /** The record a valid token of one of these kinds belongs to. */
  findRecordByToken(db: Db, token: string, ...kinds: readonly TokenKind[]): Promise<RecordModel | undefined>;
  /** 401 for guests, 403 for records of other collections; without names any record will do. */
  requireAuth(...collections: readonly string[]): Middleware;
  requireSuperuser(): Middleware;
  requireSuperuserOrOwner(param?: string): Middleware;
  requireGuest(): Middleware;
  /** Answers with token and record, through authRule, MFA, alert and onRecordAuthRequest; `method` "" skips MFA and alert. */
  respond(request: RequestEvent, record: RecordModel, method: string, meta?: unknown): Promise<void>;
}
export const Auth = defineService<Auth>("auth");
