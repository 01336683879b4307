import { NewFile } from "../../collections/model/fields/file.ts";
import type { Tagged } from "../bridge/wire.ts";
import { fromBase64 } from "./base64.ts";
import { Bytes } from "./bytes.ts";
import { toWire, unpackAs } from "./codec.ts";
import { Header } from "./header.ts";
import { call } from "./host.ts";
import { bytesOf } from "./text.ts";
import { Time } from "./time.ts";

interface FileState {
  readonly name: string;
  readonly originalName: string;
  readonly size: number;
  readonly mimeType: string;
  /** Where the host keeps the content, during one call. */
  readonly ref: number;
}

/** A file on its way into a record. */
export class File extends NewFile {
  readonly #ref: number;

  constructor(state: FileState) {
    super({ ...state, source: undefined });
    this.#ref = state.ref;
  }

  get reader(): { open(): File } {
    return { open: () => this };
  }

  /** As the head of a part of a multipart body names it. */
  get filename(): string {
    return this.originalName;
  }

  get header(): Header {
    return new Header([["Content-Type", this.mimeType]]);
  }

  bytes(): Uint8Array {
    return call<Uint8Array>("file.bytes", this.#ref);
  }

  close(): void {}

  override toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }

  [toWire](): Tagged {
    return { $: "file", ref: this.#ref, name: this.name };
  }
}

unpackAs("file", (tagged) => new File(tagged as unknown as FileState));

export function isFile(value: unknown): value is File {
  return value instanceof File;
}

/** The files that came with a request under a key. */
export function uploadedFiles(request: number, key: string): File[] {
  return call<File[]>("request.files", request, key);
}

/** What the host knows of a stored file. */
interface Stored {
  readonly contentType: string;
  readonly size: number;
  readonly modified: number;
  /** Base64. */
  readonly md5: string;
  readonly originalName: string;
}

/** Content of a stored file; its text is what toString() of it gives. */
class StoredFile {
  readonly #bytes: Uint8Array;
  readonly #about: () => Stored;

  constructor(bytes: Uint8Array, about: () => Stored) {
    this.#bytes = bytes;
    this.#about = about;
  }

  bytes(): Uint8Array {
    return this.#bytes;
  }

  size(): number {
    return this.#bytes.length;
  }

  contentType(): string {
    return this.#about().contentType;
  }

  modTime(): Time {
    return Time.of(new Date(this.#about().modified));
  }

  close(): void {}
}

function attributesOf({ contentType, size, modified, md5, originalName }: Stored): object {
  return {
    cacheControl: "",
    contentDisposition: "",
    contentEncoding: "",
    contentLanguage: "",
    contentType,
    metadata: { "original-filename": originalName },
    createTime: Time.of(new Date(modified)),
    modTime: Time.of(new Date(modified)),
    size,
    md5: Bytes.of8(fromBase64(md5)),
    eTag: "",
  };
}

interface Listed {
  readonly key: string;
  readonly size: number;
  readonly modified: number;
}

function listed({ key, size, modified }: Listed): object {
  return { key, modTime: Time.of(new Date(modified)), size, md5: new Bytes(), isDir: false };
}

/** A folder of files: the application's, its backups, one on disk or a bucket. `where` tells the host which. */
export function filesystemOf(where: unknown) {
  const about = (key: string) => call<Stored>("fs.attributes", where, key);
  const reader = (key: string) => new StoredFile(call<Uint8Array>("fs.read", where, key), () => about(key));
  return {
    exists: (key: string) => call<boolean>("fs.exists", where, key),
    attributes: (key: string) => attributesOf(about(key)),
    getReader: reader,
    getFile: reader,
    getReuploadableFile: (key: string, preserveName = false) =>
      call<File>("fs.reuploadable", where, key, preserveName),
    copy: (from: string, to: string) => void call("fs.copy", where, from, to),
    list: (prefix: string) => call<Listed[]>("fs.list", where, prefix).map(listed),
    upload: (content: unknown, key: string) => void call("fs.write", where, key, bytesOf(asList(content))),
    uploadFile: (file: File, key: string) => void call("fs.write", where, key, file.bytes()),
    uploadMultipart: (file: File, key: string) => void call("fs.write", where, key, file.bytes()),
    delete: (key: string) => void call("fs.delete", where, key),
    deletePrefix: (prefix: string) => {
      call("fs.deletePrefix", where, prefix);
      return [];
    },
    isEmptyDir: (prefix: string) => call<unknown[]>("fs.list", where, prefix).length === 0,
    createThumb: (original: string, thumb: string, size: string) =>
      void call("fs.createThumb", where, original, thumb, size),
    /** Answers with a file, the way files of records are sent. */
    serve: (_response: unknown, request: unknown, key: string, name: string) =>
      void call("fs.serve", where, request, key, name),
    setContext: () => {},
    close: () => {},
  };
}

export const $filesystem = {
  fileFromPath: (path: string) => call<File>("file.fromPath", path),
  fileFromBytes: (content: unknown, name = "") =>
    call<File>("file.fromBytes", bytesOf(asList(content)), name),
  fileFromMultipart: (file: File) => file,
  fileFromURL: (url: string, seconds = 120) => call<File>("file.fromURL", url, seconds),
  local: (folder: string) => filesystemOf({ folder }),
  s3: (...args: readonly unknown[]) => filesystemOf({ s3: args }),
};

function asList(content: unknown): unknown {
  const isNumbers = Array.isArray(content) && content.every((item) => typeof item === "number");
  return isNumbers ? Bytes.of8(Uint8Array.from(content as number[])) : content;
}
