import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { levels, type PluginScope } from "#kernel";
import type { FileStore, Storage } from "../files/contract.ts";
import { packFolder, unpack } from "./archive.ts";
import {
  type BackupEvent,
  type Backups,
  excludedFromBackups,
  onBackupCreate,
  onBackupRestore,
} from "./contract.ts";
import { BackupBusy, BackupMissing, BackupUnsound } from "./errors.ts";
import { claimRestoreFolder, makeTemporaryFolder } from "./leftovers.ts";
import { takeSnapshot } from "./snapshot.ts";
import { restoreFolder, swapIn, unpackedFolder } from "./swap.ts";
import { checkSpace, checkUnpacked } from "./verify.ts";

/** Makes and restores backups, one at a time. */
export class BackupMaker implements Backups {
  readonly #scope: PluginScope;
  readonly #storage: Storage;
  #active: string | undefined;

  constructor(scope: PluginScope, storage: Storage) {
    this.#scope = scope;
    this.#storage = storage;
  }

  get active(): string | undefined {
    return this.#active;
  }

  async create(name: string): Promise<void> {
    await this.#alone(name, async () => {
      const event = newEvent(name);
      await this.#scope.trigger(onBackupCreate, event, async (e) => await this.#pack(e));
    });
  }

  async restore(name: string): Promise<void> {
    await this.#alone(name, async () => {
      const event = newEvent(name);
      await this.#scope.trigger(onBackupRestore, event, async (e) => await this.#prepare(e));
    });
  }

  async #alone(name: string, work: () => Promise<void>): Promise<void> {
    if (this.#active !== undefined) throw new BackupBusy();
    this.#active = name;
    try {
      await work();
    } finally {
      this.#active = undefined;
    }
  }

  async #pack({ name, exclude }: BackupEvent): Promise<void> {
    const { db: data, auxiliary, config } = this.#scope;
    const folder = await makeTemporaryFolder(config.dir);
    try {
      await takeSnapshot(
        { dir: config.dir, data, auxiliary, exclude: [...exclude, ".isobase_restore"] },
        folder,
      );
      await this.#store().put(name, packFolder(folder), { contentType: "application/zip" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Everything that can be done beside the running server; the rest happens between its end and its new start. */
  async #prepare({ name, exclude }: BackupEvent): Promise<void> {
    const { dir } = this.#scope.config;
    await claimRestoreFolder(dir);
    const folder = await makeTemporaryFolder(dir);
    try {
      const archive = path.join(folder, "archive.zip");
      await this.#fetch(name, archive);
      await checkSpace(name, archive, dir);
      await unpack(archive, { to: unpackedFolder(dir), exclude }).catch((cause: unknown) => {
        throw new BackupUnsound(name, cause instanceof Error ? cause.message : String(cause), { cause });
      });
      checkUnpacked(name, unpackedFolder(dir));
    } catch (error) {
      await rm(restoreFolder(dir), { recursive: true, force: true });
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    this.#scope.log.log(levels.info, `Restoring backup "${name}"`);
    this.#scope.restart(() => swapIn(dir, name, exclude));
  }

  async #fetch(name: string, target: string): Promise<void> {
    const store = this.#store();
    if ((await store.stat(name)) === undefined) throw new BackupMissing();
    await pipeline(await store.open(name), createWriteStream(target));
  }

  #store(): FileStore {
    return this.#storage.backups();
  }
}

function newEvent(name: string): BackupEvent {
  return { name, exclude: [...excludedFromBackups] };
}
