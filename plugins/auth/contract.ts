import { type Db, defineHook, defineService, type Hook, type Middleware, type RequestEvent } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import type { MailMessage } from "../mailer/contract.ts";
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
  /** False for a superuser whose request comes from an address that is not listed. */
  isAllowedHere(request: RequestEvent, record: RecordModel): boolean;
  /** Whether this is the record's password; takes as long for records without one. */
  isPassword(record: RecordModel | undefined, plain: string): Promise<boolean>;
  /** 401 for guests, 403 for records of other collections; without names any record will do. */
  requireAuth(...collections: readonly string[]): Middleware;
  requireSuperuser(): Middleware;
  requireSuperuserOrOwner(param?: string): Middleware;
  requireGuest(): Middleware;
  /** Only for records of the collection in this path parameter. */
  requireSameCollection(param?: string): Middleware;
  /** Answers with token and record, through authRule, MFA, alert and onRecordAuthRequest; `method` "" skips MFA and alert. */
  respond(request: RequestEvent, record: RecordModel, method: string, meta?: unknown): Promise<void>;
  /** Counts this request against the rate limits of a collection's actions, most telling first. Throws 429. */
  limit(request: RequestEvent, collection: Collection, ...actions: readonly string[]): void;
  /** The letters to records, each through its own hook. */
  readonly letters: AuthLetters;
  readonly appleSecrets: AppleSecrets;
}
export const Auth = defineService<Auth>("auth");

export interface AppleSecretRequest {
  readonly clientId: string;
  readonly teamId: string;
  readonly keyId: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  readonly seconds: number;
}

/** What Apple wants in place of a client secret, signed with the operator's key. Throws ValidationErrors. */
export interface AppleSecrets {
  check(request: AppleSecretRequest): void;
  make(request: AppleSecretRequest): Promise<string>;
}

/** Letters to an auth record, written from the templates of its collection. */
export interface AuthLetters {
  verification(db: Db, record: RecordModel): Promise<void>;
  passwordReset(db: Db, record: RecordModel): Promise<void>;
  emailChange(db: Db, record: RecordModel, newEmail: string): Promise<void>;
  otp(db: Db, record: RecordModel, otpId: string, password: string): Promise<void>;
  authAlert(db: Db, record: RecordModel, info: string): Promise<void>;
}

/** What all events of auth requests carry. */
export interface AuthActionEvent {
  readonly request: RequestEvent;
  /** The database, or the transaction a handler put here. */
  db: Db;
  readonly collection: Collection;
}

export interface RecordActionEvent extends AuthActionEvent {
  record: RecordModel;
}

export interface RecordAuthRequestEvent extends RecordActionEvent {
  token: string;
  meta: unknown;
  readonly authMethod: string;
}

export interface RecordAuthWithPasswordRequestEvent extends AuthActionEvent {
  /** Undefined when nobody has this identity; a handler may put a record here. */
  record: RecordModel | undefined;
  identity: string;
  identityField: string;
  password: string;
}

/** Who somebody is at an OAuth2 provider. */
export interface OAuth2User {
  expiry: string;
  rawUser: Record<string, unknown>;
  id: string;
  name: string;
  username: string;
  email: string;
  avatarURL: string;
  /** The same by its name of old, for hooks. */
  readonly avatarUrl?: string;
  accessToken: string;
  refreshToken: string;
}

export interface RecordAuthWithOAuth2RequestEvent extends AuthActionEvent {
  readonly providerName: string;
  /** The provider as it is used for this sign-in. */
  readonly providerClient: unknown;
  /** The account found so far; undefined when one will be made. */
  record: RecordModel | undefined;
  oAuth2User: OAuth2User;
  createData: Record<string, unknown>;
  isNewRecord: boolean;
}

export interface RecordRequestOTPRequestEvent extends AuthActionEvent {
  /** Undefined when nobody has this email. */
  record: RecordModel | undefined;
  password: string;
}

export interface RecordAuthWithOTPRequestEvent extends RecordActionEvent {
  readonly otp: RecordModel;
}

export interface RecordEmailChangeRequestEvent extends RecordActionEvent {
  newEmail: string;
}

const byCollection = { tagsOf: (e: AuthActionEvent) => e.collection.hookTags };
const action = { request: "handle", db: "handle", collection: "handle" } as const;
const recordAction = { ...action, record: "handle" } as const;

function defineRecordAction(name: `on${string}`): Hook<RecordActionEvent> {
  return defineHook<RecordActionEvent>(name, { ...byCollection, guest: recordAction });
}

export const onRecordAuthRequest = defineHook<RecordAuthRequestEvent>("onRecordAuthRequest", {
  ...byCollection,
  guest: { ...recordAction, token: "copy", meta: "copy", authMethod: "copy" },
});
export const onRecordAuthWithPasswordRequest = defineHook<RecordAuthWithPasswordRequestEvent>(
  "onRecordAuthWithPasswordRequest",
  {
    ...byCollection,
    guest: { ...recordAction, identity: "copy", identityField: "copy", password: "copy" },
  },
);
export const onRecordAuthWithOAuth2Request = defineHook<RecordAuthWithOAuth2RequestEvent>(
  "onRecordAuthWithOAuth2Request",
  {
    ...byCollection,
    guest: {
      ...recordAction,
      providerName: "copy",
      oAuth2User: "copy",
      createData: "copy",
      isNewRecord: "copy",
    },
  },
);
export const onRecordAuthRefreshRequest = defineRecordAction("onRecordAuthRefreshRequest");
export const onRecordRequestOTPRequest = defineHook<RecordRequestOTPRequestEvent>(
  "onRecordRequestOTPRequest",
  { ...byCollection, guest: { ...recordAction, password: "copy" } },
);
export const onRecordAuthWithOTPRequest = defineHook<RecordAuthWithOTPRequestEvent>(
  "onRecordAuthWithOTPRequest",
  { ...byCollection, guest: { ...recordAction, otp: "handle" } },
);
export const onRecordRequestPasswordResetRequest = defineRecordAction("onRecordRequestPasswordResetRequest");
export const onRecordConfirmPasswordResetRequest = defineRecordAction("onRecordConfirmPasswordResetRequest");
export const onRecordRequestVerificationRequest = defineRecordAction("onRecordRequestVerificationRequest");
export const onRecordConfirmVerificationRequest = defineRecordAction("onRecordConfirmVerificationRequest");
export const onRecordRequestEmailChangeRequest = defineHook<RecordEmailChangeRequestEvent>(
  "onRecordRequestEmailChangeRequest",
  { ...byCollection, guest: { ...recordAction, newEmail: "copy" } },
);
export const onRecordConfirmEmailChangeRequest = defineHook<RecordEmailChangeRequestEvent>(
  "onRecordConfirmEmailChangeRequest",
  { ...byCollection, guest: { ...recordAction, newEmail: "copy" } },
);

export interface MailerRecordEvent {
  readonly db: Db;
  readonly message: MailMessage;
  readonly record: RecordModel;
  /** What the letter is about: `token`, `newEmail`, `otpId` and `password`, or `info`. */
  readonly meta: Readonly<Record<string, unknown>>;
}

function defineLetterHook(name: `on${string}`): Hook<MailerRecordEvent> {
  return defineHook<MailerRecordEvent>(name, {
    tagsOf: (e) => e.record.collection.hookTags,
    guest: { db: "handle", message: "copy", record: "handle", meta: "copy" },
  });
}

export const onMailerRecordAuthAlertSend = defineLetterHook("onMailerRecordAuthAlertSend");
export const onMailerRecordPasswordResetSend = defineLetterHook("onMailerRecordPasswordResetSend");
export const onMailerRecordVerificationSend = defineLetterHook("onMailerRecordVerificationSend");
export const onMailerRecordEmailChangeSend = defineLetterHook("onMailerRecordEmailChangeSend");
export const onMailerRecordOTPSend = defineLetterHook("onMailerRecordOTPSend");
