import { InvalidForm, type RequestBody, type Route, type UploadedFile, ValidationError } from "#kernel";
import type { Storage } from "../files/contract.ts";
import { superusersOnly } from "../records/contract.ts";
import { nameTaken } from "./names.ts";

/** POST /api/backups/upload: an archive made elsewhere, of any size, kept under the name it comes with. */
export function uploadRoute(storage: Storage): Route {
  return {
    method: "POST",
    path: "/api/backups/upload",
    middlewares: [superusersOnly],
    async handle(e) {
      e.bodyLimit = 0; // as large as the disk allows; it streams past
      const { files } = await e.body().catch(() => nothing); // then the file is what is missing
      try {
        await keep(
          storage,
          files.find(({ key }) => key === "file"),
        );
      } finally {
        for (const file of files) await file.discard();
      }
      e.noContent(204);
    },
  };
}

const nothing: RequestBody = { data: {}, files: [] };

async function keep(storage: Storage, file: UploadedFile | undefined): Promise<void> {
  if (file === undefined) {
    throw new InvalidForm({ file: new ValidationError("validation_required", "cannot be blank") });
  }
  if (!isZip(file)) throw new InvalidForm({ file: notAZip(file.originalName) });
  const store = storage.backups();
  if ((await store.stat(file.originalName)) !== undefined) {
    throw new InvalidForm({ file: nameTaken("Backup file with the specified name already exists.") });
  }
  const content = file.file === undefined ? file.open() : { file: file.file };
  await store.put(file.originalName, content, { contentType: "application/zip" });
}

function notAZip(name: string): ValidationError {
  const text = `"${name}" mime type must be one of: application/zip.`;
  return new ValidationError("validation_invalid_mime_type", text);
}

const signatures = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];

function isZip({ head }: UploadedFile): boolean {
  return signatures.includes(Buffer.from(head.subarray(0, 4)).toString("latin1"));
}
