import { type Db, defineHook, defineService, type RequestEvent } from "#kernel";

export interface S3Settings {
  enabled: boolean;
  bucket: string;
  region: string;
  endpoint: string;
  accessKey: string;
  secret: string;
  forcePathStyle: boolean;
}

export interface RateLimitRule {
  label: string;
  audience: "" | "@guest" | "@auth";
  /** Seconds. */
  duration: number;
  maxRequests: number;
}

/** Everything an operator can set, secrets included. Key order is the reference's. */
export interface SettingsValues {
  superuserIPs: string[];
  smtp: {
    enabled: boolean;
    port: number;
    host: string;
    username: string;
    password: string;
    authMethod: string;
    tls: boolean;
    localName: string;
  };
  backups: { cron: string; cronMaxKeep: number; s3: S3Settings };
  s3: S3Settings;
  meta: {
    accentColor: string;
    appName: string;
    appURL: string;
    senderName: string;
    senderAddress: string;
    hideControls: boolean;
  };
  rateLimits: { rules: RateLimitRule[]; excludedIPs: string[]; enabled: boolean };
  trustedProxy: { headers: string[]; useLeftmostIP: boolean };
  /** `timeout` in seconds, `maxBodySize` in bytes (0: 128 MiB). */
  batch: { enabled: boolean; maxRequests: number; timeout: number; maxBodySize: number };
  logs: { maxDays: number; minLevel: number; logIP: boolean; logAuthId: boolean };
}

export interface Settings {
  /** The values of the moment; another object after every change. */
  readonly values: Readonly<SettingsValues>;
  /** The values as they are seen where `db` works: in a transaction, with what it saved so far. */
  valuesIn(db: Db): Readonly<SettingsValues> | Promise<Readonly<SettingsValues>>;
  /** What saving would check; throws ValidationErrors. */
  validate(db: Db, values: SettingsValues): Promise<void>;
  /** Validates and saves through the model hooks; throws ValidationErrors. */
  save(db: Db, values: SettingsValues): Promise<void>;
  /** Reads the row again, e.g. after another process changed it. */
  reload(): Promise<void>;
  /** Address of the client, looking through trusted proxies, in expanded form. */
  realIp(request: RequestEvent): string;
  /** Address of the other end of the socket, in expanded form. */
  remoteIp(request: RequestEvent): string;
}
export const Settings = defineService<Settings>("settings");

export interface SettingsReloadEvent {
  readonly db: Db;
}
export const onSettingsReload = defineHook<SettingsReloadEvent>("onSettingsReload", {
  guest: { db: "handle" },
});

export interface SettingsListRequestEvent {
  readonly request: RequestEvent;
  /** The database, or the transaction a handler put here. */
  db: Db;
  settings: SettingsValues;
}
export const onSettingsListRequest = defineHook<SettingsListRequestEvent>("onSettingsListRequest", {
  guest: { request: "handle", db: "handle", settings: "copy" },
});

export interface SettingsUpdateRequestEvent {
  readonly request: RequestEvent;
  /** The database, or the transaction a handler put here. */
  db: Db;
  readonly oldSettings: SettingsValues;
  newSettings: SettingsValues;
}
export const onSettingsUpdateRequest = defineHook<SettingsUpdateRequestEvent>("onSettingsUpdateRequest", {
  guest: { request: "handle", db: "handle", oldSettings: "copy", newSettings: "copy" },
});
