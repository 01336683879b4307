import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, opendir, stat } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import yazl from "yazl";

/** Everything below a folder as a zip file, packed while it is read; `onBytes` is told how much was read. */
export function packFolder(folder: string, onBytes: (bytes: number) => void = () => {}): Readable {
  const zip = new yazl.ZipFile();
  const packed = zip.outputStream as Readable;
  addFolder({ zip, onBytes }, folder, "").then(
    () => zip.end(),
    (error) => packed.destroy(error as Error),
  );
  zip.on("error", (error: Error) => packed.destroy(error));
  return packed;
}

interface Packing {
  readonly zip: yazl.ZipFile;
  readonly onBytes: (bytes: number) => void;
}

async function addFolder(packing: Packing, folder: string, prefix: string): Promise<void> {
  let isEmpty = true;
  for await (const entry of await opendir(folder)) {
    isEmpty = false;
    const name = prefix + entry.name;
    const location = path.join(folder, entry.name);
    if (entry.isDirectory()) await addFolder(packing, location, `${name}/`);
    else if (entry.isFile()) await addFile(packing, location, name);
  }
  if (isEmpty && prefix !== "") packing.zip.addEmptyDirectory(prefix);
}

// Opened when its turn comes: there may be more files than a process may have open.
async function addFile({ zip, onBytes }: Packing, location: string, name: string): Promise<void> {
  const { mtime, mode, size } = await stat(location);
  const options = { mtime, mode, size, compress: !isPacked(name) };
  zip.addReadStreamLazy(name, options, (done) => {
    const content = createReadStream(location);
    content.on("data", (chunk) => onBytes(chunk.length));
    done(null, content);
  });
}

/** Bytes of all files below a folder. */
export async function folderSize(folder: string): Promise<number> {
  let size = 0;
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (entry.isFile()) size += (await stat(path.join(entry.parentPath, entry.name))).size;
  }
  return size;
}

// What is compressed already only costs time.
function isPacked(name: string): boolean {
  return /\.(?:jpe?g|png|gif|webp|avif|mp[34]|webm|mov|zip|gz|7z|woff2?|docx|xlsx|pptx)$/i.test(name);
}

export interface UnpackOptions {
  readonly to: string;
  /** Names at the top of the archive to pass over. */
  readonly exclude: readonly string[];
  /** Told how much was unpacked. */
  readonly onBytes?: (bytes: number) => void;
}

/** Unpacks a zip file and checks the sum of every file in it. */
export async function unpack(archive: string, options: UnpackOptions): Promise<void> {
  const zip = await openZip(archive);
  try {
    for (let entry = await nextEntry(zip); entry !== undefined; entry = await nextEntry(zip)) {
      const [top = ""] = entry.fileName.split("/");
      if (!options.exclude.includes(top)) await unpackEntry(zip, entry, options);
    }
  } finally {
    zip.close();
  }
}

/** Bytes an archive takes when it is unpacked. */
export async function unpackedSize(archive: string): Promise<number> {
  const zip = await openZip(archive);
  let size = 0;
  try {
    for (let entry = await nextEntry(zip); entry !== undefined; entry = await nextEntry(zip)) {
      size += entry.uncompressedSize;
    }
  } finally {
    zip.close();
  }
  return size;
}

// Names that would lead outside of the folder are refused by yauzl itself.
function openZip(archive: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      zip.removeAllListeners("entry").removeAllListeners("end").removeAllListeners("error");
      done();
    };
    zip.once("entry", (entry: yauzl.Entry) => settle(() => resolve(entry)));
    zip.once("end", () => settle(() => resolve(undefined)));
    zip.once("error", (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });
}

async function unpackEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, options: UnpackOptions): Promise<void> {
  const { to, onBytes = () => {} } = options;
  const target = path.join(to, entry.fileName);
  if (entry.fileName.endsWith("/")) {
    await mkdir(target, { recursive: true });
    return;
  }
  await mkdir(path.dirname(target), { recursive: true });
  let sum = 0;
  const summing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  await pipeline(await contentOf(zip, entry), summing, createWriteStream(target));
  if (sum !== entry.crc32) throw new Error(`${entry.fileName} is damaged`);
}

function contentOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}
