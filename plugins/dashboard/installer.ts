import type { Db } from "#kernel";
import type { Auth } from "../auth/contract.ts";
import type { Collections } from "../collections/contract.ts";
import type { RecordModel, Records } from "../records/contract.ts";

/** The superuser that only exists until the first real one does; known by this address to the reference too. */
const installerEmail = "__pbinstaller@example.com";
const linkSeconds = 30 * 60;

export interface InstallerServices {
  readonly auth: Auth;
  readonly collections: Collections;
  readonly records: Records;
}

/** What to tell the operator of a server nobody can sign in to yet; nothing once there is a real superuser. */
export async function installerNotes(
  db: Db,
  address: string,
  services: InstallerServices,
): Promise<readonly string[]> {
  const superusers = services.collections.find(db, "_superusers");
  if (superusers === undefined) return [];
  const installer = await services.records.findFirstByData(db, superusers, "email", installerEmail);
  if ((await services.records.count(db, superusers)) > (installer === undefined ? 0 : 1)) return [];
  const record =
    installer ?? (await createInstaller(db, services.records.create(superusers), services.records));
  const token = await services.auth.issueToken(record, "auth", { seconds: linkSeconds });
  return [
    "",
    "(!) Open this link in a browser to create your first superuser account:",
    `${address}/_/#/pbinstall/${token}`,
    "(you can also create it by running: isobase superuser upsert EMAIL PASS)",
    "",
  ];
}

async function createInstaller(db: Db, record: RecordModel, records: Records): Promise<RecordModel> {
  record.set("email", installerEmail);
  record.set("password", crypto.randomUUID());
  record.set("verified", true);
  await records.save(db, record);
  return record;
}
