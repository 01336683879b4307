import type { Readable } from "node:stream";
import { defineService } from "#kernel";

export interface StoredFile {
  readonly size: number;
  readonly contentType: string;
  readonly modified: Date;
  /** MD5 of the content, base64; "" if unknown. */
  readonly md5: string;
}

/** A folder of files, on disk or in a bucket, by key (`collectionId/recordId/name`). */
export interface FileStore {
  put(
    key: string,
    content: Readable | Uint8Array,
    about?: { readonly contentType?: string; readonly originalName?: string },
  ): Promise<void>;
  /** Undefined if there is no such file. */
  stat(key: string): Promise<StoredFile | undefined>;
  /** `range` in bytes, both ends included. */
  open(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
  list(
    prefix: string,
  ): Promise<readonly { readonly key: string; readonly size: number; readonly modified: Date }[]>;
  delete(key: string): Promise<void>;
  deletePrefix(prefix: string): Promise<void>;
}

export interface Storage {
  /** Where records keep their files, as the settings of the moment say. */
  files(): FileStore;
  backups(): FileStore;
}
export const Storage = defineService<Storage>("storage");
