import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#kernel";

/** Where a migration of this name goes: after all that were made before, and over none of them. */
export function migrationFile(config: Config, name: string): string {
  let second = Math.floor(Date.now() / 1000);
  const fileAt = (time: number): string => path.join(config.migrationsDir, `${time}_${name}.js`);
  while (existsSync(fileAt(second))) second++;
  return fileAt(second);
}

/** Writes a migration with the line that lets editors know its globals. */
export async function writeMigration(config: Config, file: string, text: string): Promise<void> {
  const types = path.relative(config.migrationsDir, path.join(config.dir, "types.d.ts"));
  await mkdir(config.migrationsDir, { recursive: true });
  const header = `/// <reference path="${types.replaceAll("\\", "/")}" />\n`;
  await writeFile(file, header + text, { flag: "wx" });
}
