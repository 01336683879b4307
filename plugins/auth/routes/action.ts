import type { Middleware, RequestEvent, Route } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { NoCollection } from "../errors.ts";
import { authCollectionOf } from "../guards.ts";
import type { AuthServices } from "../services.ts";

export interface CollectionAction {
  readonly method?: "GET" | "POST";
  /** After `/api/collections/{collection}/`. */
  readonly path: string;
  /** What rate limits call it; none for actions they do not know. */
  readonly limits?: readonly string[];
  readonly middlewares?: readonly Middleware[];
  handle(e: RequestEvent, collection: Collection): Promise<void>;
}

/** An endpoint of an auth collection. */
export function actionRoute(
  { scope, collections, limits }: Pick<AuthServices, "scope" | "collections" | "limits">,
  action: CollectionAction,
): Route {
  const find = (e: RequestEvent): Collection => {
    const collection = collections.find(scope.db, e.params.collection ?? "");
    if (collection === undefined) throw new NoCollection();
    return collection;
  };
  const counted = action.limits === undefined ? [] : [limits.collectionMiddleware(find, ...action.limits)];
  return {
    method: action.method ?? "POST",
    path: `/api/collections/{collection}/${action.path}`,
    middlewares: [...counted, ...(action.middlewares ?? [])],
    async handle(e) {
      await action.handle(e, authCollectionOf(e, scope.db, collections));
    },
  };
}
