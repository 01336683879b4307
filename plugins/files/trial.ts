import { randomUUID } from "node:crypto";
import { ValidationErrors } from "#kernel";
import type { Settings } from "../settings/contract.ts";
import type { StorageTrial } from "./contract.ts";
import { notAFilesystem, required } from "./errors.ts";
import type { Stores } from "./storage.ts";

/** Tries the buckets of the settings out. */
export function createTrial(stores: Stores, settings: Settings): StorageTrial {
  function check(filesystem: string): void {
    if (filesystem === "") throw new ValidationErrors({ filesystem: required });
    if (filesystem !== "storage" && filesystem !== "backups")
      throw new ValidationErrors({ filesystem: notAFilesystem });
  }

  async function run(filesystem: string): Promise<void> {
    check(filesystem);
    const { s3, backups } = settings.values;
    const bucket = filesystem === "storage" ? s3 : backups.s3;
    if (!bucket.enabled) throw new Error("S3 storage filesystem is not enabled");
    const store = stores.s3(bucket);
    const folder = `pb_settings_test_${randomUUID()}`;
    await store.put(`${folder}/test.txt`, Buffer.from("test"));
    await store.deletePrefix(folder);
  }

  return { check, run };
}
