import { type Db, sql, stringify } from "#kernel";
import type { SettingsValues } from "./contract.ts";
import { InvalidEncryptionKey, SettingsLocked } from "./errors.ts";
import { readSettings } from "./merge.ts";
import { seal, unseal } from "./seal.ts";
import { toStored } from "./shown.ts";

/** Reads and writes the one row of settings in `_params`, sealed when --encryptionEnv names a key. */
export class SettingsStore {
  readonly #encryptionEnv: string;

  constructor(encryptionEnv: string) {
    this.#encryptionEnv = encryptionEnv;
  }

  /** Throws for a key of the wrong length: at the start, not at the first save. */
  checkKey(): void {
    this.#key();
  }

  /** Undefined before the first save. */
  async read(db: Db): Promise<SettingsValues | undefined> {
    const value = await db.value(sql`SELECT value FROM _params WHERE id = 'settings'`);
    if (value === undefined || value === null) return undefined;
    const text = typeof value === "object" ? Buffer.from(value).toString("utf8") : String(value);
    return readSettings(this.#parse(text));
  }

  async create(db: Db, values: SettingsValues): Promise<void> {
    const now = timestamp();
    await db.run(
      sql`INSERT INTO _params (id, value, created, updated) VALUES ('settings', ${this.#encode(values)}, ${now}, ${now})`,
    );
  }

  async update(db: Db, values: SettingsValues): Promise<void> {
    await db.run(
      sql`UPDATE _params SET value = ${this.#encode(values)}, updated = ${timestamp()} WHERE id = 'settings'`,
    );
  }

  // Bytes, as the reference stores them.
  #encode(values: SettingsValues): Buffer {
    const text = stringify(toStored(values));
    const key = this.#key();
    return Buffer.from(key === "" ? text : seal(text, key));
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      return this.#open(text); // what is not JSON is sealed
    }
  }

  #open(sealed: string): unknown {
    const key = this.#key();
    if (key === "") throw new SettingsLocked(this.#encryptionEnv);
    try {
      return JSON.parse(unseal(sealed, key));
    } catch (cause) {
      throw new SettingsLocked(this.#encryptionEnv, { cause });
    }
  }

  #key(): string {
    const key = process.env[this.#encryptionEnv] ?? "";
    if (key !== "" && Buffer.byteLength(key) !== 32) throw new InvalidEncryptionKey(this.#encryptionEnv);
    return key;
  }
}

function timestamp(): string {
  return new Date().toISOString().replace("T", " ");
}
