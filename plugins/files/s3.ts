import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { BucketOptions, FileOnDisk, FileStore, StoredFile } from "./contract.ts";
import { MissingFile } from "./errors.ts";
import { headSize, sniff } from "./mime.ts";
import { partsOf } from "./parts.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

/** Files above this many bytes go up in parts of this many, of which S3 takes 10 000. */
const partSize = 8 * 1024 * 1024;
const deletesAtOnce = 10;

/** A bucket of any S3-compatible service. The SDK is loaded with the first request. */
export class S3Store implements FileStore {
  readonly #options: BucketOptions;
  #connected: Promise<{ readonly sdk: Sdk; readonly client: S3Client }> | undefined;

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  async put(
    key: string,
    content: Readable | Uint8Array | FileOnDisk,
    about: { readonly contentType?: string; readonly originalName?: string } = {},
  ): Promise<void> {
    const parts = partsOf(content, partSize);
    const { value: first = Buffer.alloc(0), done } = await parts.next();
    const object = {
      Bucket: this.#options.bucket,
      Key: key,
      ContentType: about.contentType ?? (await sniff(first.subarray(0, headSize))).type,
      ...(about.originalName && { Metadata: { [nameKey]: encodeURIComponent(about.originalName) } }),
    };
    if (done || first.length < partSize) {
      const { sdk, client } = await this.#connect();
      const ContentMD5 = createHash("md5").update(first).digest("base64");
      await client.send(new sdk.PutObjectCommand({ ...object, Body: first, ContentMD5 }));
      return;
    }
    await this.#putInParts(object, first, parts);
  }

  async stat(key: string): Promise<StoredFile | undefined> {
    const { sdk, client } = await this.#connect();
    try {
      const head = await client.send(new sdk.HeadObjectCommand({ Bucket: this.#options.bucket, Key: key }));
      return {
        size: head.ContentLength ?? 0,
        contentType: head.ContentType || "application/octet-stream",
        modified: head.LastModified ?? new Date(0),
        md5: md5Of(head.ETag),
        originalName: decoded(head.Metadata?.[nameKey] ?? ""),
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async open(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    const { sdk, client } = await this.#connect();
    try {
      const answer = await client.send(
        new sdk.GetObjectCommand({
          Bucket: this.#options.bucket,
          Key: key,
          ...(range && { Range: `bytes=${range.start}-${range.end}` }),
        }),
      );
      return answer.Body as Readable; // what the SDK gives on Node
    } catch (error) {
      throw isMissing(error) ? new MissingFile(key) : error;
    }
  }

  async list(prefix: string) {
    const { sdk, client } = await this.#connect();
    const found: { key: string; size: number; modified: Date }[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListObjectsV2Command({
          Bucket: this.#options.bucket,
          Prefix: prefix,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      );
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key) found.push({ key: Key, size: Size ?? 0, modified: LastModified ?? new Date(0) });
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    return found;
  }

  async delete(key: string): Promise<void> {
    const { sdk, client } = await this.#connect();
    await client.send(new sdk.DeleteObjectCommand({ Bucket: this.#options.bucket, Key: key }));
  }

  async deletePrefix(prefix: string): Promise<void> {
    // One by one: not every service that calls itself compatible knows how to delete many at once.
    const keys = (await this.list(`${prefix.replace(/\/+$/, "")}/`)).map(({ key }) => key);
    for (let i = 0; i < keys.length; i += deletesAtOnce) {
      await Promise.all(keys.slice(i, i + deletesAtOnce).map((key) => this.delete(key)));
    }
  }

  async #putInParts(
    object: { readonly Bucket: string; readonly Key: string },
    first: Buffer,
    rest: AsyncIterable<Buffer>,
  ): Promise<void> {
    const { sdk, client } = await this.#connect();
    const { Bucket, Key } = object;
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(object));
    const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
    const send = async (Body: Buffer): Promise<void> => {
      const PartNumber = Parts.length + 1;
      const part = await client.send(new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      Parts.push({ ETag: part.ETag, PartNumber });
    };
    try {
      await send(first);
      for await (const part of rest) await send(part);
      await client.send(
        new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
      );
    } catch (error) {
      await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {}); // the first error counts
      throw error;
    }
  }

  #connect(): Promise<{ readonly sdk: Sdk; readonly client: S3Client }> {
    this.#connected ??= import("@aws-sdk/client-s3").then((sdk) => {
      const { endpoint, region, accessKey, secret, forcePathStyle } = this.#options;
      const client = new sdk.S3Client({
        endpoint: endpoint.includes("://") ? endpoint : `https://${endpoint}`,
        region,
        forcePathStyle,
        credentials: { accessKeyId: accessKey, secretAccessKey: secret },
        // The newer checksums are unknown to many compatible services.
        requestChecksumCalculation: "WHEN_REQUIRED",
        responseChecksumValidation: "WHEN_REQUIRED",
      });
      return { sdk, client };
    });
    return this.#connected;
  }
}

const nameKey = "original-filename";

function md5Of(etag: string | undefined): string {
  const hex = /^"?([0-9a-f]{32})"?$/i.exec(etag ?? "")?.[1];
  return hex === undefined ? "" : Buffer.from(hex, "hex").toString("base64");
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // written by another program
  }
}

function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === "NoSuchKey" || name === "NotFound" || $metadata?.httpStatusCode === 404;
}
