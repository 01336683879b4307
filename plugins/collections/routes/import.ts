import { type Db, Form, InvalidForm, type RequestEvent, ValidationError, ValidationErrors } from "#kernel";
import {
  type Collections,
  type CollectionsImportRequestEvent,
  onCollectionsImportRequest,
} from "../contract.ts";
import { importIssues, NotImported } from "../errors.ts";
import type { CollectionsApi } from "./app.ts";

/** PUT /api/collections/import */
export async function importMany(
  { scope, collections }: CollectionsApi,
  request: RequestEvent,
): Promise<void> {
  const { collectionsData, deleteMissing } = await readForm(request);
  const event = { request, db: scope.db as Db, collectionsData, deleteMissing };
  await scope.trigger(onCollectionsImportRequest, event, async (e) => {
    try {
      await e.db.transaction((tx) => importIn(tx, collections, e));
    } catch (error) {
      throw error instanceof ValidationErrors ? new NotImported(error) : error;
    }
    await e.db.afterCommit(() => request.noContent(204));
  });
}

/** Who hears that the transaction failed is told why in the words of the answer. */
async function importIn(
  db: Db,
  collections: Collections,
  { collectionsData, deleteMissing }: CollectionsImportRequestEvent,
): Promise<void> {
  try {
    await collections.importMany(db, collectionsData, { deleteMissing });
  } catch (error) {
    throw importIssues(error);
  }
}

interface ImportForm {
  readonly collectionsData: Record<string, unknown>[];
  readonly deleteMissing: boolean;
}

async function readForm(request: RequestEvent): Promise<ImportForm> {
  const form = await Form.of(request);
  const collectionsData = form.objects("collections");
  const deleteMissing = form.bool("deleteMissing");
  if (collectionsData.length === 0)
    throw new InvalidForm({ collections: new ValidationError("validation_required", "cannot be blank") });
  return { collectionsData, deleteMissing };
}
