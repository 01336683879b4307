import { type Db, Form, InvalidForm, type RequestEvent, ValidationError } from "#kernel";
import { onCollectionsImportRequest } from "../contract.ts";
import { NotImported } from "../errors.ts";
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
      await collections.importMany(e.db, e.collectionsData, { deleteMissing: e.deleteMissing });
    } catch (error) {
      throw new NotImported(error);
    }
    await e.db.afterCommit(() => request.noContent(204));
  });
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
