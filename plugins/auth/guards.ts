import { AppError, type Db, Forbidden, type Middleware, type RequestEvent } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import { Viewer } from "../records/contract.ts";
import {
  GuestsOnly,
  NoAuthCollection,
  OtherCollectionRequired,
  OtherRecordRequired,
  SignInRequired,
  SuperuserOrOwnerRequired,
} from "./errors.ts";

/** 401 for guests, 403 for records of other collections; without names any record will do. */
export function requireAuth(...collections: readonly string[]): Middleware {
  return {
    id: "pbRequireAuth",
    before(e) {
      const { record } = e.get(Viewer);
      if (record === undefined) throw new SignInRequired();
      if (collections.length > 0 && !collections.includes(record.collection.name))
        throw new OtherRecordRequired();
    },
  };
}

/** The owner is the record whose id stands in a path parameter, `id` unless another is named. */
export function requireSuperuserOrOwner(param = ""): Middleware {
  return {
    id: "pbRequireSuperuserOrOwnerAuth",
    before(e) {
      const { record, isSuperuser } = e.get(Viewer);
      if (record === undefined) throw new SuperuserOrOwnerRequired();
      if (!isSuperuser && record.id !== e.params[param || "id"]) throw new Forbidden();
    },
  };
}

export function requireGuest(): Middleware {
  return {
    id: "pbRequireGuestOnly",
    before(e) {
      if (e.get(Viewer).record !== undefined) throw new GuestsOnly();
    },
  };
}

/** Lets through records of the collection named in the path; in the reference's own words, tells others where they belong. */
export function requireSameCollection(
  db: () => Db,
  collections: Collections,
  param = "collection",
): Middleware {
  return {
    id: "pbRequireSameCollectionContextAuth",
    before(e) {
      const { record } = e.get(Viewer);
      if (record === undefined) throw new SignInRequired();
      const asked = collections.find(db(), e.params[param] ?? "");
      if (asked?.id !== record.collection.id) throw new OtherCollectionRequired(record.collection.name);
    },
  };
}

/** The auth collection a path names. */
export function authCollectionOf(e: RequestEvent, db: Db, collections: Collections): Collection {
  const collection = collections.find(db, e.params.collection ?? "");
  if (collection === undefined || !collection.isAuth) throw new NoAuthCollection();
  return collection;
}

/** True for errors that came with a status of their own, which callers pass on as they are. */
export function isTold(error: unknown): error is AppError {
  return error instanceof AppError;
}
