import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Scripts their operator has put to rest, by the names of their files. Kept in the data folder, so that what was
 * suspended because it did harm does not come back with the next start.
 */
export class Suspended {
  readonly #file: string;
  readonly #names: Set<string>;

  constructor(dataDir: string) {
    this.#file = path.join(dataDir, "suspended_scripts.json");
    this.#names = new Set(read(this.#file));
  }

  has(filename: string): boolean {
    return this.#names.has(path.basename(filename));
  }

  async add(filename: string): Promise<void> {
    this.#names.add(path.basename(filename));
    await this.#keep();
  }

  async remove(filename: string): Promise<void> {
    this.#names.delete(path.basename(filename));
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    await writeFile(this.#file, `${JSON.stringify([...this.#names].sort())}\n`);
  }
}

function read(file: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return []; // nothing was ever suspended
  }
}
