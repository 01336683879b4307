import { mkdir } from "node:fs/promises";
import path from "node:path";
import S3rver from "s3rver";
import { onTestFinished } from "vitest";
import type { BucketOptions } from "../../../plugins/files/contract.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { freePort } from "../../support/server.ts";

/** A bucket on a real S3-compatible server, for the length of a test. */
export async function openBucket(): Promise<BucketOptions> {
  const directory = await temporaryFolder();
  await mkdir(path.join(directory, "files"));
  const port = await freePort();
  const server = new S3rver({ address: "127.0.0.1", port, silent: true, directory });
  await server.run();
  onTestFinished(() => server.close());
  return {
    bucket: "files",
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: "S3RVER",
    secret: "S3RVER",
    forcePathStyle: true,
  };
}
