import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Collection } from "../../collections/contract.ts";
import { clientTypes, scriptTypes } from "./collections.ts";
import { ownTypesText } from "./own.ts";

/** What scripts refer to: everything they see, and the application's collections. */
export const typesFile = "types.d.ts";
/** What clients import. */
const clientFile = "client.d.ts";

/** Writes both files of declarations into a folder, where they are not what they should be. */
export async function writeTypes(dir: string, collections: readonly Collection[]): Promise<void> {
  const own = collections.filter(({ system, name }) => !system || name === "_superusers");
  await mkdir(dir, { recursive: true });
  await refresh(
    path.join(dir, typesFile),
    `${scriptsHead}\n${await ownTypesText()}\n\n${scriptTypes(collections)}\n`,
  );
  await refresh(path.join(dir, clientFile), `${clientHead}\n${clientTypes(own)}\n`);
}

async function refresh(file: string, text: string): Promise<void> {
  const known = await readFile(file, "utf8").catch(() => undefined); // none yet
  if (known !== text) await writeFile(file, text);
}

const scriptsHead = `// Written by the server, and again when collections change: what scripts in pb_hooks and pb_migrations see. Refer to it by
//   /// <reference path="../pb_data/types.d.ts" />
`;

const clientHead = `// Written by the server, and again when collections change: the records of this application, for its clients.
//   import type { TypedPocketBase } from "../pb_data/client";
// @ts-ignore for those who only need the records and have no client installed here
import type PocketBase from "pocketbase";
// @ts-ignore
import type { RecordService } from "pocketbase";
`;
