import { rm } from "node:fs/promises";
import path from "node:path";
import type { S3Settings, Settings } from "../settings/contract.ts";
import type { BucketOptions, FileStore } from "./contract.ts";
import { LocalStore } from "./local.ts";
import { S3Store } from "./s3.ts";

/** Stores by where they are; the same object as long as the settings stay. */
export class Stores {
  readonly #dir: string;
  readonly #settings: Settings;
  readonly #folders = new Map<string, LocalStore>();
  readonly #buckets = new WeakMap<BucketOptions, S3Store>();

  constructor(dir: string, settings: Settings) {
    this.#dir = dir;
    this.#settings = settings;
  }

  files(): FileStore {
    return this.#chosen(this.#settings.values.s3, "storage");
  }

  backups(): FileStore {
    return this.#chosen(this.#settings.values.backups.s3, "backups");
  }

  local(folder: string): FileStore {
    const root = path.resolve(folder);
    const known = this.#folders.get(root);
    if (known !== undefined) return known;
    const isOurs = root.startsWith(this.#dir + path.sep);
    const store = new LocalStore(root, isOurs ? { unfinished: this.#unfinished } : {});
    this.#folders.set(root, store);
    return store;
  }

  s3(options: BucketOptions): FileStore {
    const known = this.#buckets.get(options);
    if (known !== undefined) return known;
    const store = new S3Store(options);
    this.#buckets.set(options, store);
    return store;
  }

  /** Removes what an earlier run of the server left half-written. */
  async dropUnfinished(): Promise<void> {
    await rm(this.#unfinished, { recursive: true, force: true });
  }

  get #unfinished(): string {
    return path.join(this.#dir, ".pb_temp_to_delete");
  }

  #chosen(s3: S3Settings, folder: string): FileStore {
    return s3.enabled ? this.s3(s3) : this.local(path.join(this.#dir, folder));
  }
}
