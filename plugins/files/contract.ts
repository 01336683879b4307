import type { Readable } from "node:stream";
import { type Db, defineHook, defineService, type RequestEvent } from "#kernel";
import type { Collection, Field } from "../collections/contract.ts";
import type { NewFile } from "../collections/model/fields/file.ts";
import type { RecordModel } from "../records/contract.ts";

export interface StoredFile {
  readonly size: number;
  readonly contentType: string;
  readonly modified: Date;
  /** MD5 of the content, base64; "" if unknown. */
  readonly md5: string;
  /** As it was named when it came; "" if unknown. */
  readonly originalName: string;
  /** The whole content, where the store has it at hand. */
  readonly content?: Uint8Array;
  /** Where it lies, if it is a file of this machine. */
  readonly file?: string;
}

/** Content that is a file of this machine already; copied without passing through memory where that can be. */
export interface FileOnDisk {
  readonly file: string;
}

/** A folder of files, on disk or in a bucket, by key (`collectionId/recordId/name`). */
export interface FileStore {
  /** What cannot be finished leaves nothing under the key. */
  put(
    key: string,
    content: Readable | Uint8Array | FileOnDisk,
    about?: { readonly contentType?: string; readonly originalName?: string },
  ): Promise<void>;
  /** Undefined if there is no such file. */
  stat(key: string): Promise<StoredFile | undefined>;
  /** `range` in bytes, both ends included. */
  open(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
  /** Files whose keys begin so. */
  list(
    prefix: string,
  ): Promise<readonly { readonly key: string; readonly size: number; readonly modified: Date }[]>;
  /** No error if it is gone already. */
  delete(key: string): Promise<void>;
  /** Everything below a folder. */
  deletePrefix(prefix: string): Promise<void>;
}

/** Where a bucket is, and who may use it. */
export interface BucketOptions {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secret: string;
  readonly forcePathStyle: boolean;
}

export interface Storage {
  /** Where records keep their files, as the settings of the moment say. */
  files(): FileStore;
  backups(): FileStore;
  /** Any folder of this machine, e.g. for scripts. */
  local(folder: string): FileStore;
  s3(options: BucketOptions): FileStore;
  /** A file that waits to be stored: the value to set in a file field. */
  upload(originalName: string, content: Uint8Array | UploadSource): Promise<NewFile>;
  /** Answers a request with a stored file, the way files of records are sent. */
  serve(request: RequestEvent, store: FileStore, key: string, name: string): Promise<void>;
  /** Writes the thumb of an image under another key; `size` as in file fields (`100x50f`). */
  createThumb(store: FileStore, original: string, thumb: string, size: string): Promise<void>;
  readonly trial: StorageTrial;
}
/** Tries out the bucket of "storage" or "backups" with a file. Throws ValidationErrors for other names. */
export interface StorageTrial {
  check(filesystem: string): void;
  run(filesystem: string): Promise<void>;
}

export const Storage = defineService<Storage>("storage");

export interface UploadSource extends Partial<FileOnDisk> {
  /** Bytes. */
  readonly size: number;
  open(): Readable;
}

export interface FileTokenRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  readonly record: RecordModel;
  token: string;
}
export const onFileTokenRequest = defineHook<FileTokenRequestEvent>("onFileTokenRequest", {
  tagsOf: (e) => e.record.collection.hookTags,
  guest: { request: "handle", db: "handle", record: "handle", token: "copy" },
});

export interface FileDownloadRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  readonly collection: Collection;
  readonly record: RecordModel;
  readonly fileField: Field;
  /** The key of what will be sent. */
  servedPath: string;
  servedName: string;
  /** Why there is no thumb although one was asked for. */
  thumbError: unknown;
}
export const onFileDownloadRequest = defineHook<FileDownloadRequestEvent>("onFileDownloadRequest", {
  tagsOf: (e) => e.collection.hookTags,
  guest: {
    request: "handle",
    db: "handle",
    collection: "handle",
    record: "handle",
    fileField: "copy",
    servedPath: "copy",
    servedName: "copy",
    thumbError: "copy",
  },
});
