import type { Db } from "#kernel";
import type { Collections } from "./contract.ts";
import { makeField, systemFields } from "./model/default-fields.ts";
import type { Field } from "./model/field.ts";

// What every installation begins with: the reference's system collections and its `users`, letter for letter.

const owner =
  "@request.auth.id != '' && recordRef = @request.auth.id && collectionRef = @request.auth.collectionId";

const system = { system: true };
const required = { system: true, required: true };

const collectionRef = makeField("text", "collectionRef", required);
const recordRef = makeField("text", "recordRef", required);

function times(options: Readonly<Record<string, unknown>>): readonly Field[] {
  return [
    makeField("autodate", "created", { ...options, onCreate: true }),
    makeField("autodate", "updated", { ...options, onCreate: true, onUpdate: true }),
  ];
}

const mfas = {
  name: "_mfas",
  type: "base",
  system: true,
  listRule: owner,
  viewRule: owner,
  fields: [collectionRef, recordRef, makeField("text", "method", required), ...times(system)],
  indexes: ["CREATE INDEX `idx_mfas_collectionRef_recordRef` ON `_mfas` (collectionRef,recordRef)"],
};

const otps = {
  name: "_otps",
  type: "base",
  system: true,
  listRule: owner,
  viewRule: owner,
  fields: [
    collectionRef,
    recordRef,
    makeField("password", "password", { ...required, hidden: true, cost: 8 }),
    makeField("text", "sentTo", { ...system, hidden: true }),
    ...times(system),
  ],
  indexes: ["CREATE INDEX `idx_otps_collectionRef_recordRef` ON `_otps` (collectionRef, recordRef)"],
};

const externalAuths = {
  name: "_externalAuths",
  type: "base",
  system: true,
  listRule: owner,
  viewRule: owner,
  deleteRule: owner,
  fields: [
    collectionRef,
    recordRef,
    makeField("text", "provider", required),
    makeField("text", "providerId", required),
    ...times(system),
  ],
  indexes: [
    "CREATE UNIQUE INDEX `idx_externalAuths_record_provider` ON `_externalAuths` (collectionRef, recordRef, provider)",
    "CREATE UNIQUE INDEX `idx_externalAuths_collection_provider` ON `_externalAuths` (collectionRef, provider, providerId)",
  ],
};

const authOrigins = {
  name: "_authOrigins",
  type: "base",
  system: true,
  listRule: owner,
  viewRule: owner,
  deleteRule: owner,
  fields: [collectionRef, recordRef, makeField("text", "fingerprint", required), ...times(system)],
  indexes: [
    "CREATE UNIQUE INDEX `idx_authOrigins_unique_pairs` ON `_authOrigins` (collectionRef, recordRef, fingerprint)",
  ],
};

const superusers = {
  name: "_superusers",
  type: "auth",
  system: true,
  fields: [...systemFields("auth"), ...times(system)],
  authToken: { duration: 86400 },
};

const self = "id = @request.auth.id";

const users = {
  id: "_pb_users_auth_",
  name: "users",
  type: "auth",
  listRule: self,
  viewRule: self,
  createRule: "",
  updateRule: self,
  deleteRule: self,
  fields: [
    ...systemFields("auth"),
    makeField("text", "name", { max: 255 }),
    makeField("file", "avatar", {
      maxSelect: 1,
      mimeTypes: ["image/jpeg", "image/png", "image/svg+xml", "image/gif", "image/webp"],
    }),
    ...times({}),
  ],
  oauth2: { mappedFields: { name: "name", avatarURL: "avatar" } },
};

/** Makes the collections of a fresh installation, in the reference's order. */
export async function createSystemCollections(db: Db, collections: Collections): Promise<void> {
  for (const data of [mfas, otps, externalAuths, authOrigins, superusers, users]) {
    await collections.save(db, collections.create(data), { validate: "skip" });
  }
}
