// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** The settings, secrets included; change them in place and `$app.save(settings)`. */
interface Settings {
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
  rateLimits: {
    rules: { label: string; audience: string; duration: number; maxRequests: number }[];
    excludedIPs: string[];
    enabled: boolean;
  };
  trustedProxy: { headers: string[]; useLeftmostIP: boolean };
  batch: { enabled: boolean; maxRequests: number; timeout: number; maxBodySize: number };
  logs: { maxDays: number; minLevel: number; logIP: boolean; logAuthId: boolean };
  clone(): Settings;
  tableName(): string;
  pk(): string;
  lastSavedPK(): string;
  isNew(): boolean;
  /** As the dashboard gets them, without passwords and keys. */
  toJSON(): Data;
  string(): string;
  toString(): string;
  marshalJSON(): number[];
}

interface S3Settings {
  enabled: boolean;
  bucket: string;
  region: string;
  endpoint: string;
  accessKey: string;
  secret: string;
  forcePathStyle: boolean;
}
