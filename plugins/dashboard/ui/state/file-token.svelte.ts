import type { RecordModel } from "pocketbase";
import { pb } from "../client.ts";
import { catalog } from "./catalog.svelte.ts";

const lifetime = 100_000;

/** A short-lived right to read protected files, fetched only once something needs it. */
class FileToken {
  value = $state("");
  #asked = 0;

  ask(): void {
    if (Date.now() - this.#asked < lifetime) return;
    this.#asked = Date.now();
    pb.files.getToken().then(
      (token) => {
        this.value = token;
      },
      () => {
        this.#asked = 0; // the next picture asks again
      },
    );
  }
}

export const fileToken = new FileToken();

export function fileUrl(
  record: RecordModel,
  field: string,
  name: string,
  options: { thumb?: string; download?: boolean } = {},
): string {
  const definition = catalog.find(record.collectionId)?.fields.find((f) => f.name === field);
  const token = definition?.protected ? fileToken.value : "";
  return pb.files.getURL(record, name, { ...options, ...(token ? { token } : {}) });
}

export function isImage(name: string): boolean {
  return /\.(png|jpe?g|gif|webp|svg|avif|bmp|ico)$/i.test(name);
}
