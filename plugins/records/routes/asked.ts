import {
  AppError,
  type Db,
  type ErrorKind,
  type Hook,
  type PluginScope,
  type RequestEvent,
  ValidationErrors,
} from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import {
  ActionGuards,
  type RecordAction,
  type RecordRequestEvent,
  RequestContext,
  Viewer,
} from "../contract.ts";
import { InvalidCollection, MissingCollection, SuperusersOnly, UnsupportedCollection } from "../errors.ts";
import type { Parts } from "../services.ts";

/** Whether somebody listened to the hook of a request. */
export type Heard = "heard" | "unheard";

/**
 * Answers a request; `after` runs when the answer is there, still inside the handlers of the request's hook. Where that is
 * unheard it does not run: there is nothing to be inside of.
 */
export type RecordHandler = (
  parts: Parts,
  db: Db,
  request: RequestEvent,
  after?: () => Promise<void>,
) => Promise<Heard>;

/** Runs `work`, and then `after`, inside the handlers of a request hook; `work` alone where there are none. */
export async function inside(
  scope: Pick<PluginScope, "trigger" | "hears">,
  hook: Hook<RecordRequestEvent>,
  event: RecordRequestEvent,
  work: () => Promise<void>,
  after: (() => Promise<void>) | undefined,
): Promise<Heard> {
  if (!scope.hears(hook, event.collection.hookTags, event)) {
    await work();
    return "unheard";
  }
  await scope.trigger(hook, event, async () => {
    await work();
    await after?.();
  });
  return "heard";
}

/** The collection a request names. */
export function askedCollection(
  { scope, collections }: Parts,
  db: Db,
  request: RequestEvent,
  action: RecordAction,
): Collection {
  const collection = collections.find(db, request.params.collection ?? "");
  if (collection === undefined)
    throw isWriteOfItsOwn(request, action) ? new InvalidCollection() : new MissingCollection();
  for (const guard of scope.collect(ActionGuards)) guard.check(request, collection, action);
  if (collection.isView && action !== "list" && action !== "view") throw new UnsupportedCollection();
  return collection;
}

/** What limits the body of a write looks for the collection first, in its own words; a batch has its limit already. */
function isWriteOfItsOwn(request: RequestEvent, action: RecordAction): boolean {
  return (action === "create" || action === "update") && request.get(RequestContext) !== "batch";
}

/** The rule that holds for this caller: none for superusers, who alone may pass where it is null. */
export function ruleFor(request: RequestEvent, collection: Collection, action: RecordAction): string {
  if (request.get(Viewer).isSuperuser) return "";
  const rule = collection[`${action}Rule`];
  if (rule === null) throw new SuperusersOnly();
  return rule;
}

/** What hooks throw on purpose stays as it is; anything else becomes the failure of the action. */
export function asFailureOf(Failed: ErrorKind, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ValidationErrors) return new Failed(error.errors, { cause: error });
  return new Failed({}, { cause: error });
}
