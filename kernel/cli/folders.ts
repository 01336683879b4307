import { constants, existsSync } from "node:fs";
import { access, mkdir, open, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./errors.ts";

/** Throws a UsageError if the data folder could not be used, before anything is written to it. */
export async function checkDataFolder(dir: string): Promise<void> {
  const existing = nearestExisting(dir);
  const unusable = (cause: unknown): never => {
    throw new UsageError(
      `cannot use "${dir}" as data folder: expected a folder this user may write to; choose another one with --dir`,
      { cause },
    );
  };
  if (!(await stat(existing)).isDirectory()) {
    throw new UsageError(`cannot use "${dir}" as data folder: "${existing}" is a file, expected a folder`);
  }
  await access(existing, constants.W_OK | constants.X_OK).catch(unusable);
  if (existing !== dir) await tryToMake(dir, existing).catch(unusable);
  const database = path.join(dir, "data.db");
  if (existing === dir && existsSync(database)) await checkDatabaseFile(database);
}

/** Throws a UsageError if a folder that was asked for is not there. */
export async function checkHooksFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new UsageError(
    `the hooks folder "${folder}" does not exist: expected a folder with *.pb.js or *.pb.ts files`,
  );
}

const signature = "SQLite format 3\0";

async function checkDatabaseFile(file: string): Promise<void> {
  const handle = await open(file, constants.O_RDWR).catch((cause: unknown) => {
    throw new UsageError(`cannot open "${file}": expected a database this user may read and write`, {
      cause,
    });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(signature.length), 0, signature.length, 0);
    if (bytesRead === 0 || buffer.toString("latin1") === signature) return;
    throw new UsageError(`"${file}" is not a database: expected a SQLite file, or none at all`);
  } finally {
    await handle.close();
  }
}

function nearestExisting(location: string): string {
  let folder = location;
  while (!existsSync(folder)) folder = path.dirname(folder);
  return folder;
}

// Rights alone do not tell: some places, such as /proc, take no folders from anybody.
async function tryToMake(dir: string, existing: string): Promise<void> {
  const [first = ""] = path.relative(existing, dir).split(path.sep);
  const folder = path.join(existing, first);
  await mkdir(folder);
  await rmdir(folder);
}
