import { AppError, type Db, type ErrorKind, type RequestEvent, ValidationErrors } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { ActionGuards, type RecordAction, Viewer } from "../contract.ts";
import { InvalidCollection, MissingCollection, SuperusersOnly, UnsupportedCollection } from "../errors.ts";
import type { Parts } from "../services.ts";

/** The collection a request names, once it is allowed to ask. `rule` is null where only superusers may. */
export function askedCollection(
  { scope, collections }: Parts,
  db: Db,
  request: RequestEvent,
  action: RecordAction,
): Collection {
  const collection = collections.find(db, request.params.collection ?? "");
  const isWrite = action === "create" || action === "update";
  if (collection === undefined) throw isWrite ? new InvalidCollection() : new MissingCollection();
  for (const guard of scope.collect(ActionGuards)) guard.check(request, collection, action);
  if (collection.isView && action !== "list" && action !== "view") throw new UnsupportedCollection();
  if (collection[`${action}Rule`] === null && !request.get(Viewer).isSuperuser) throw new SuperusersOnly();
  return collection;
}

/** The rule that holds for this caller: none for superusers. */
export function ruleFor(request: RequestEvent, collection: Collection, action: RecordAction): string {
  return request.get(Viewer).isSuperuser ? "" : (collection[`${action}Rule`] ?? "");
}

/** What hooks throw on purpose stays as it is; anything else becomes the failure of the action. */
export function asFailureOf(Failed: ErrorKind, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ValidationErrors) return new Failed(error.errors, { cause: error });
  return new Failed({}, { cause: error });
}
