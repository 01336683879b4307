import { readFile } from "node:fs/promises";
import path from "node:path";
import { packageFolder } from "#kernel";

/** The declarations of what scripts see. */
const ownTypes = path.join(packageFolder, "sdk-types", "index.d.ts");

/** The same as one text, without references to other files. */
export async function ownTypesText(): Promise<string> {
  const index = await readFile(ownTypes, "utf8");
  const names = [...index.matchAll(/^\/\/\/ <reference path="([^"]+)"/gm)].map(([, name = ""]) => name);
  const texts = await Promise.all(
    names.map((name) => readFile(path.join(path.dirname(ownTypes), name), "utf8")),
  );
  return texts.map((text) => text.replace(/^\/\/ biome-ignore.*\n/gm, "").trim()).join("\n\n");
}
