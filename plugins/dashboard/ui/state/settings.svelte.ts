import { pb } from "../client.ts";
import { applyAccent } from "./scheme.svelte.ts";

/** The server's settings as the API gives them; secrets are never among them. */
export interface Settings {
  superuserIPs: string[];
  smtp: {
    enabled: boolean;
    port: number;
    host: string;
    username: string;
    password?: string;
    authMethod: string;
    tls: boolean;
    localName: string;
  };
  backups: { cron: string; cronMaxKeep: number; s3: S3 };
  s3: S3;
  meta: {
    accentColor: string;
    appName: string;
    appURL: string;
    senderName: string;
    senderAddress: string;
    hideControls: boolean;
  };
  rateLimits: { rules: RateLimit[]; excludedIPs: string[]; enabled: boolean };
  trustedProxy: { headers: string[]; useLeftmostIP: boolean };
  batch: { enabled: boolean; maxRequests: number; timeout: number; maxBodySize: number };
  logs: { maxDays: number; minLevel: number; logIP: boolean; logAuthId: boolean };
}

export interface S3 {
  enabled: boolean;
  bucket: string;
  region: string;
  endpoint: string;
  accessKey: string;
  secret?: string;
  forcePathStyle: boolean;
}

export interface RateLimit {
  label: string;
  audience: string;
  duration: number;
  maxRequests: number;
}

class CurrentSettings {
  value: Settings | undefined = $state.raw();

  get controlsHidden(): boolean {
    return this.value?.meta.hideControls ?? false;
  }

  async load(): Promise<void> {
    this.#take((await pb.settings.getAll()) as Settings);
  }

  async save(change: Partial<Settings>): Promise<void> {
    this.#take((await pb.settings.update(change)) as Settings);
  }

  #take(value: Settings): void {
    this.value = { ...value, superuserIPs: value.superuserIPs ?? [] };
    applyAccent(value.meta.accentColor);
    document.title = `${value.meta.appName} · Isobase`;
  }
}

export const settings = new CurrentSettings();
