import type { Db, TrialKernel } from "#kernel";
import { Auth } from "../../auth/contract.ts";
import { type Collection, Collections } from "../../collections/contract.ts";
import { hashed } from "../../collections/model/fields/password.ts";
import { Crons } from "../../crons/contract.ts";
import { Records } from "../../records/contract.ts";
import type { RecordModel } from "../../records/model/record.ts";
import { Settings, type SettingsValues } from "../../settings/contract.ts";
import type { Witness } from "../contract.ts";
import { TestClient } from "./client.ts";

/** A record as plain data, hidden fields included. */
export interface RecordData {
  readonly id: string;
  readonly collectionName: string;
  readonly [field: string]: unknown;
}

/** A hash nobody has the password of: hashing one takes longer than most tests. */
const noPassword = "$2a$10$7T./.qUOoEuGByBx4W8su.w.N4DPdJWsgKuYmAe1O7jb0ILYlZHhq";
export const superuserEmail = "superuser@test.example";

/** The application in a test: requests as a guest, and what is in its database. */
export class TestApp extends TestClient {
  readonly #kernel: TrialKernel;
  readonly #witness: Witness;
  #made = 0;

  constructor(kernel: TrialKernel, witness: Witness) {
    super(kernel, async () => "");
    this.#kernel = kernel;
    this.#witness = witness;
  }

  /** Sends requests as this auth record. */
  as({ id, collectionName }: Pick<RecordData, "id" | "collectionName">): TestClient {
    return this.#clientOf(() => this.#find(collectionName, id));
  }

  asSuperuser(): TestClient {
    return this.#clientOf(async () => {
      const [superuser] = await this.#matching("_superusers", `email = "${superuserEmail}"`);
      if (superuser === undefined) throw new Error("The superuser of the tests was deleted.");
      return superuser;
    });
  }

  /** Saves a new record as `$app.save()` does: checks and model hooks, but no API rules. */
  async create(collectionName: string, data: Readonly<Record<string, unknown>> = {}): Promise<RecordData> {
    const collection = this.#collection(collectionName);
    const record = this.#records.create(collection, collection.isAuth ? this.#account(data) : data);
    await this.#records.save(this.#db, record);
    return plain(record);
  }

  async update(
    collectionName: string,
    id: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<RecordData> {
    const record = await this.#find(collectionName, id);
    record.load(changes);
    await this.#records.save(this.#db, record);
    return plain(record);
  }

  async remove(collectionName: string, id: string): Promise<void> {
    await this.#records.delete(this.#db, await this.#find(collectionName, id));
  }

  /** The record with this id; throws if there is none. */
  async find(collectionName: string, id: string): Promise<RecordData> {
    return plain(await this.#find(collectionName, id));
  }

  /** Records that meet a filter, in the order they were made. */
  async findAll(collectionName: string, filter = ""): Promise<readonly RecordData[]> {
    return (await this.#matching(collectionName, filter)).map(plain);
  }

  async count(collectionName: string, filter = ""): Promise<number> {
    return (await this.#matching(collectionName, filter)).length;
  }

  /** Saves a new collection, as the dashboard exports them. */
  async createCollection(data: Readonly<Record<string, unknown>>): Promise<void> {
    const collections = this.#kernel.service(Collections);
    await collections.save(this.#db, collections.create(data));
  }

  async updateCollection(name: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    const collections = this.#kernel.service(Collections);
    await collections.save(this.#db, collections.change(this.#collection(name), changes));
  }

  /** Changes settings; groups such as `meta` are merged. */
  async updateSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const settings = this.#kernel.service(Settings);
    await settings.save(this.#db, merged(structuredClone(settings.values), changes) as SettingsValues);
  }

  /** Runs a job now; throws what it failed with. */
  async runCron(id: string): Promise<void> {
    const job = this.#kernel
      .service(Crons)
      .jobs()
      .find((one) => one.id === id);
    if (job === undefined) throw new Error(`There is no cron job "${id}".`);
    await job.run();
    this.checkJobs();
  }

  /** Throws if a job of a script failed since the last time. */
  checkJobs(): void {
    const failed = this.#witness.logs
      .slice(this.#told)
      .find(({ message }) => message.startsWith("[cronAdd] failed"));
    this.#told = this.#witness.logs.length;
    if (failed === undefined) return;
    const { jobId, error } = failed.data;
    throw new Error(
      `The cron job "${jobId}" failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }

  /** Log entries that were looked at. */
  #told = 0;

  get #db(): Db {
    return this.#witness.db;
  }

  get #records(): Records {
    return this.#kernel.service(Records);
  }

  #clientOf(find: () => Promise<RecordModel>): TestClient {
    return new TestClient(this.#kernel, async () =>
      this.#kernel.service(Auth).issueToken(await find(), "auth"),
    );
  }

  #collection(name: string): Collection {
    const collection = this.#kernel.service(Collections).find(this.#db, name);
    if (collection === undefined) throw new Error(`There is no collection "${name}".`);
    return collection;
  }

  async #find(collectionName: string, id: string): Promise<RecordModel> {
    const record = await this.#records.findById(this.#db, this.#collection(collectionName), id);
    if (record === undefined) throw new Error(`There is no record "${id}" in "${collectionName}".`);
    return record;
  }

  #matching(collectionName: string, filter: string): Promise<RecordModel[]> {
    return this.#records.findByFilter(this.#db, this.#collection(collectionName), { filter, sort: "@rowid" });
  }

  #account(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const email = `person${++this.#made}@test.example`;
    return { email, ...data, password: data.password ?? hashed(noPassword) };
  }
}

function plain(record: RecordModel): RecordData {
  const all = record.clone();
  all.unhide(...record.collection.fields.map(({ name }) => name));
  all.showsEmail = true;
  return { id: record.id, collectionName: record.collection.name, ...all.publicExport() };
}

function merged(values: unknown, changes: unknown): unknown {
  if (!isGroup(values) || !isGroup(changes)) return changes;
  const result: Record<string, unknown> = { ...values };
  for (const [key, value] of Object.entries(changes)) result[key] = merged(result[key], value);
  return result;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
