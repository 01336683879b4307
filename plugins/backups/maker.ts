import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { levels, type PluginScope } from "#kernel";
import type { FileStore, Storage } from "../files/contract.ts";
import { folderSize, packFolder, unpack, unpackedSize } from "./archive.ts";
import {
  type BackupEvent,
  type BackupProgress,
  type Backups,
  excludedFromBackups,
  onBackupCreate,
  onBackupRestore,
} from "./contract.ts";
import { BackupBusy, BackupMissing, BackupUnsound } from "./errors.ts";
import { claimRestoreFolder, makeTemporaryFolder } from "./leftovers.ts";
import type { Progress } from "./progress.ts";
import { takeSnapshot } from "./snapshot.ts";
import { restoreFolder, swapIn, unpackedFolder } from "./swap.ts";
import { checkSpace, checkUnpacked } from "./verify.ts";

export interface MakerParts {
  readonly scope: PluginScope;
  readonly storage: Storage;
  readonly progress: Progress;
}

/** Makes and restores backups, one at a time. */
export class BackupMaker implements Backups {
  readonly #scope: PluginScope;
  readonly #storage: Storage;
  readonly #progress: Progress;

  constructor({ scope, storage, progress }: MakerParts) {
    this.#scope = scope;
    this.#storage = storage;
    this.#progress = progress;
  }

  get active(): string | undefined {
    return this.#progress.current?.key;
  }

  async create(name: string): Promise<void> {
    await this.#alone("create", name, async () => {
      const event = newEvent(name);
      await this.#scope.trigger(onBackupCreate, event, async (e) => await this.#pack(e));
    });
  }

  async restore(name: string): Promise<void> {
    const swap = await this.prepareRestore(name);
    this.#scope.log.log(levels.info, `Restoring backup "${name}"`);
    this.#scope.restart(swap);
  }

  async prepareRestore(name: string): Promise<() => Promise<void>> {
    let swap = async (): Promise<void> => {}; // for a hook that does not let it happen
    await this.#alone("restore", name, async () => {
      const event = newEvent(name);
      await this.#scope.trigger(onBackupRestore, event, async (e) => {
        await this.#prepare(e);
        const onMove = this.#progress.stepLater("swapping");
        swap = () => swapIn(this.#scope.config.dir, e.name, e.exclude, onMove);
      });
    });
    return swap;
  }

  watch(listen: (progress: BackupProgress) => void): void {
    this.#progress.watch(listen);
  }

  async #alone(kind: BackupProgress["kind"], key: string, work: () => Promise<void>): Promise<void> {
    if (this.active !== undefined) throw new BackupBusy();
    this.#progress.begin(kind, key);
    try {
      await work();
      this.#progress.end({ kind, key });
    } catch (error) {
      this.#progress.end({ kind, key, error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  async #pack({ name, exclude }: BackupEvent): Promise<void> {
    const { db: data, auxiliary, config } = this.#scope;
    const folder = await makeTemporaryFolder(config.dir);
    const progress = this.#progress;
    try {
      const source = { dir: config.dir, data, auxiliary, exclude: [...exclude, ".isobase_restore"] };
      await takeSnapshot(source, folder, progress);
      progress.step("packing", await folderSize(folder));
      const packed = packFolder(folder, (bytes) => progress.advance(bytes));
      await this.#store().put(name, packed, { contentType: "application/zip" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Everything that can be done beside the running server; the rest happens between its end and its new start. */
  async #prepare({ name, exclude }: BackupEvent): Promise<void> {
    const { dir } = this.#scope.config;
    await claimRestoreFolder(dir);
    const folder = await makeTemporaryFolder(dir);
    const progress = this.#progress;
    try {
      const archive = path.join(folder, "archive.zip");
      await this.#fetch(name, archive);
      await checkSpace(name, archive, dir);
      progress.step("unpacking", await unpackedSize(archive));
      const onBytes = (bytes: number): void => progress.advance(bytes);
      await unpack(archive, { to: unpackedFolder(dir), exclude, onBytes }).catch((cause: unknown) => {
        throw new BackupUnsound(name, cause instanceof Error ? cause.message : String(cause), { cause });
      });
      progress.step("verifying");
      checkUnpacked(name, unpackedFolder(dir));
    } catch (error) {
      await rm(restoreFolder(dir), { recursive: true, force: true });
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #fetch(name: string, target: string): Promise<void> {
    const store = this.#store();
    const file = await store.stat(name);
    if (file === undefined) throw new BackupMissing();
    this.#progress.step("fetching", file.size);
    const counter = counting((bytes) => this.#progress.advance(bytes));
    await pipeline((await store.open(name)) as Readable, counter, createWriteStream(target));
  }

  #store(): FileStore {
    return this.#storage.backups();
  }
}

function counting(onBytes: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
}

function newEvent(name: string): BackupEvent {
  return { name, exclude: [...excludedFromBackups] };
}
