import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#kernel";

/** Where a migration of this name goes: after all that were made before, for they are applied by name. */
export async function migrationFile(config: Config, name: string): Promise<string> {
  const names = await readdir(config.migrationsDir).catch(() => []);
  const times = names.map((file) => Number(/^(\d{10})_/.exec(file)?.[1] ?? 0));
  const second = Math.max(Math.floor(Date.now() / 1000), Math.max(0, ...times) + 1);
  return path.join(config.migrationsDir, `${second}_${name}.js`);
}

/** Writes a migration with the line that lets editors know its globals. */
export async function writeMigration(config: Config, file: string, text: string): Promise<void> {
  const types = path.relative(config.migrationsDir, path.join(config.dir, "types.d.ts"));
  await mkdir(config.migrationsDir, { recursive: true });
  const header = `/// <reference path="${types.replaceAll("\\", "/")}" />\n`;
  await writeFile(file, header + text, { flag: "wx" });
}
