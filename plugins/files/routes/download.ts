import { NotFound, type PluginScope, type RequestEvent, type Route } from "#kernel";
import type { Auth } from "../../auth/contract.ts";
import type { Collections, Field } from "../../collections/contract.ts";
import { countedInside, type RecordModel, type Records } from "../../records/contract.ts";
import { type FileDownloadRequestEvent, type FileStore, onFileDownloadRequest } from "../contract.ts";
import { MissingCollection } from "../errors.ts";
import { fileFieldsOf, folderOf, namesIn, thumbsFolder } from "../keys.ts";
import type { ProtectedFiles } from "../protected.ts";
import { serveFile } from "../serve.ts";
import { canHaveThumb, type Thumbs } from "../thumbs.ts";
import type { ViewFiles } from "../view-files.ts";

export interface Rooms {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly records: Records;
  readonly auth: Auth;
  readonly store: () => FileStore;
  readonly thumbs: Thumbs;
  readonly access: ProtectedFiles;
  readonly views: ViewFiles;
}

/** GET /api/files/{collection}/{recordId}/{filename}, with `thumb`, `download` and `token`. */
export function downloadRoute(rooms: Rooms): Route {
  const { scope, collections, records, auth, store, access, views } = rooms;
  return {
    method: "GET",
    path: "/api/files/{collection}/{recordId}/{filename}",
    middlewares: [countedInside],
    async handle(e) {
      const collection = collections.find(scope.db, e.params.collection ?? "");
      if (collection === undefined) throw new MissingCollection();
      auth.limit(e, collection, "file");
      const record = await records.findById(scope.db, collection, e.params.recordId ?? "");
      const name = e.params.filename ?? "";
      const fileField = record && fieldOf(record, name);
      if (record === undefined || fileField === undefined) throw new NotFound();
      if (fileField.protected && !(await access.isGranted(e, record))) throw new NotFound();
      const folder = collection.isView
        ? await views.folderOf(collection, name)
        : folderOf(collection.id, record.id);
      if (folder === undefined) throw new NotFound();
      const chosen = await chooseThumb(rooms, e, { folder, name, fileField });
      const event: FileDownloadRequestEvent = {
        request: e,
        db: scope.db,
        collection,
        record,
        fileField,
        ...chosen,
      };
      e.response.removeHeader("X-Frame-Options"); // pages of other origins may show files
      await scope.trigger(onFileDownloadRequest, event, () =>
        event.db.afterCommit(() => serveFile(e, store(), event.servedPath, event.servedName)),
      );
    },
  };
}

type Chosen = Pick<FileDownloadRequestEvent, "servedPath" | "servedName" | "thumbError">;

/** The original, or the thumb that was asked for; made now if nobody asked for it before. */
async function chooseThumb(
  { scope, store, thumbs }: Rooms,
  e: RequestEvent,
  { folder, name, fileField }: { readonly folder: string; readonly name: string; readonly fileField: Field },
): Promise<Chosen> {
  const original = { servedPath: `${folder}/${name}`, servedName: name, thumbError: undefined };
  const size = e.query.get("thumb") ?? "";
  if (size === "" || !isAllowed(size, fileField)) return original;
  const about = await store().stat(original.servedPath);
  if (about === undefined || !canHaveThumb(about.contentType)) return original;
  const servedName = `${size}_${name}`;
  const servedPath = `${thumbsFolder(folder, name)}/${servedName}`;
  if ((await store().stat(servedPath)) !== undefined)
    return { servedPath, servedName, thumbError: undefined };
  try {
    await thumbs.create(store(), original.servedPath, servedPath, size);
    return { servedPath, servedName, thumbError: undefined };
  } catch (error) {
    scope.log.warn("Failed to generate thumb", { error, original: original.servedPath, thumb: servedPath });
    return { ...original, thumbError: error };
  }
}

function isAllowed(size: string, { thumbs }: Field): boolean {
  return size === "100x100" || (Array.isArray(thumbs) && thumbs.includes(size));
}

function fieldOf(record: RecordModel, name: string): Field | undefined {
  return fileFieldsOf(record.collection).find((field) => namesIn(record, field).includes(name));
}
