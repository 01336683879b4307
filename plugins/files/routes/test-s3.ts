import { randomUUID } from "node:crypto";
import { Form, type Route, UnreadableForm } from "#kernel";
import { superusersOnly } from "../../records/contract.ts";
import type { Settings } from "../../settings/contract.ts";
import type { FileStore } from "../contract.ts";
import { notAFilesystem, required, TestS3Failed } from "../errors.ts";
import type { Stores } from "../storage.ts";

/** POST /api/settings/test/s3: writes and deletes a file in the bucket of the settings. */
export function testS3Route(stores: Stores, settings: Settings): Route {
  return {
    method: "POST",
    path: "/api/settings/test/s3",
    middlewares: [superusersOnly],
    async handle(e) {
      const filesystem = (await Form.of(e, UnreadableForm)).text("filesystem");
      if (filesystem === "") throw new TestS3Failed({ filesystem: required });
      if (filesystem !== "storage" && filesystem !== "backups")
        throw new TestS3Failed({ filesystem: notAFilesystem });
      const { s3, backups } = settings.values;
      const bucket = filesystem === "storage" ? s3 : backups.s3;
      if (!bucket.enabled) throw new TestS3Failed({}, "S3 storage filesystem is not enabled");
      await tryOut(stores.s3(bucket));
      e.noContent(204);
    },
  };
}

async function tryOut(store: FileStore): Promise<void> {
  const key = `pb_settings_test_${randomUUID()}/test.txt`;
  try {
    await store.put(key, Buffer.from("test"));
    await store.deletePrefix(key.slice(0, key.lastIndexOf("/")));
  } catch (cause) {
    throw new TestS3Failed({}, cause instanceof Error ? cause.message : String(cause));
  }
}
