import { Form, InvalidForm, type RequestEvent, ValidationError } from "#kernel";
import { OAuth2ProviderEntries } from "../contract.ts";
import { ViewQueryRefused } from "../errors.ts";
import { dryRun } from "../views/dry-run.ts";
import { InvalidViewQuery } from "../views/errors.ts";
import { type CollectionsApi, shown } from "./app.ts";

/** GET /api/collections/meta/scaffolds */
export function scaffolds(api: CollectionsApi): Record<string, unknown> {
  const scaffold = (type: string): unknown => shown(api, api.collections.create({ type }));
  return { auth: scaffold("auth"), base: scaffold("base"), view: scaffold("view") };
}

/** GET /api/collections/meta/oauth2-providers */
export function oauth2Providers({ scope }: CollectionsApi): readonly unknown[] {
  return scope.collect(OAuth2ProviderEntries);
}

/** Records a trial run shows. */
const sampleSize = 10;
const longestQuery = 5000;

/** POST /api/collections/meta/dry-run-view */
export async function dryRunView(api: CollectionsApi, request: RequestEvent): Promise<unknown> {
  const query = await readQuery(request);
  try {
    return await dryRun(api, api.scope.db, query, sampleSize);
  } catch (error) {
    if (!(error instanceof InvalidViewQuery)) throw error;
    throw new ViewQueryRefused(error);
  }
}

async function readQuery(request: RequestEvent): Promise<string> {
  const query = (await Form.of(request)).text("query");
  if (query === "")
    throw new InvalidForm({ query: new ValidationError("validation_required", "cannot be blank") });
  if (query.length <= longestQuery) return query;
  const range = { max: longestQuery, min: 0 };
  throw new InvalidForm({
    query: new ValidationError(
      "validation_length_too_long",
      "the length must be no more than {{.max}}",
      range,
    ),
  });
}
