import type { Collection } from "../../collections/contract.ts";
import { NoRows } from "../errors.ts";
import type { ScriptSession } from "../session.ts";

/** A collection as scripts name it. */
export type Named = string | Collection;

/** The collection that was named, or given. Throws NoRows. */
export function find(session: ScriptSession, db: number, given: Named): Collection {
  if (typeof given === "object" && given !== null && "typedFields" in given) return given;
  if (typeof given !== "string")
    throw new Error("unknown collection identifier - must be collection model, id or name");
  const found = session.services.collections.find(session.db(db), String(given));
  return found ?? missing();
}

/** As the reference answers a question for one row when there is none. */
export function missing(): never {
  throw new NoRows();
}
