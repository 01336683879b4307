import type { Command, CommandContext, PluginScope } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import { isEmail } from "../collections/model/addresses.ts";
import type { RecordModel, Records } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import { superusers } from "./account.ts";
import { findByEmail } from "./find.ts";
import { authOptions } from "./options/read.ts";
import { randomDigits } from "./random.ts";
import type { SystemRows } from "./system-rows.ts";

interface Services {
  readonly scope: Pick<PluginScope, "db">;
  readonly collections: Collections;
  readonly records: Records;
  readonly settings: Settings;
  readonly rows: SystemRows;
}

/** `superuser create|upsert|update|delete|otp|ips`; texts as in the reference. */
export function superuserCommand({ scope, collections, records, settings, rows }: Services): Command {
  const collectionOf = (): Collection => {
    const collection = collections.find(scope.db, superusers);
    if (collection === undefined) throw new Error(`failed to fetch ${superusers} collection`);
    return collection;
  };
  const find = (email: string): Promise<RecordModel | undefined> =>
    findByEmail(records, scope.db, collectionOf(), email);
  const demand = async (email: string): Promise<RecordModel> => {
    const record = await find(email);
    if (record === undefined) throw new Error(`superuser with email "${email}" doesn't exist`);
    return record;
  };
  const setPassword = async (record: RecordModel, password: string, failure: string): Promise<void> => {
    record.set("password", password);
    await named(failure, () => records.save(scope.db, record));
  };

  async function create({ args, print }: CommandContext): Promise<void> {
    const { email, password } = credentials(args);
    const record = records.create(collectionOf(), { email });
    await setPassword(record, password, "failed to create new superuser account");
    print(`Successfully created new superuser "${email}"!`);
  }

  async function upsert({ args, print }: CommandContext): Promise<void> {
    const { email, password } = credentials(args);
    const record = (await find(email)) ?? records.create(collectionOf(), { email });
    await setPassword(record, password, "failed to upsert superuser account");
    print(`Successfully saved superuser "${email}"!`);
  }

  async function update({ args, print }: CommandContext): Promise<void> {
    const { email, password } = credentials(args);
    await setPassword(await demand(email), password, `failed to change superuser "${email}" password`);
    print(`Successfully changed superuser "${email}" password!`);
  }

  async function remove({ args, print }: CommandContext): Promise<void> {
    const email = address(args);
    const record = await find(email);
    if (record === undefined) {
      print(`superuser "${email}" is missing or already deleted`);
      return;
    }
    await named(`failed to delete superuser "${email}"`, () => records.delete(scope.db, record));
    print(`Successfully deleted superuser "${email}"!`);
  }

  async function otp({ args, print }: CommandContext): Promise<void> {
    const email = address(args);
    const record = await demand(email);
    const options = authOptions(collectionOf()).otp;
    if (!options.enabled) throw new Error(`OTP auth is not enabled for the ${superusers} collection`);
    const password = randomDigits(options.length);
    const row = rows.create(scope.db, "_otps", record, { password });
    await named("failed to create OTP", () => rows.save(scope.db, row));
    print(`Successfully created OTP for superuser "${email}":`);
    print(`├─ Id:    ${row.id}`);
    print(`├─ Pass:  ${password}`);
    print(`└─ Valid: ${options.duration}s`);
  }

  async function ips({ args, print }: CommandContext): Promise<void> {
    await settings.save(scope.db, { ...structuredClone(settings.values), superuserIPs: [...args] });
    if (args.length === 0) {
      print("Successfully cleared SuperuserIPs setting!");
      return;
    }
    print("Successfully updated SuperuserIPs setting:");
    args.forEach((ip, index) => {
      print(`${index === args.length - 1 ? "└─" : "├─"} ${ip}`);
    });
  }

  const usage = "EMAIL PASS";
  return {
    name: "superuser",
    summary: "Manage superusers",
    commands: [
      {
        name: "create",
        summary: "Creates a new superuser",
        usage,
        example: "superuser create test@example.com 1234567890",
        check: checkCredentials,
        run: create,
      },
      {
        name: "upsert",
        summary: "Creates, or updates if email exists, a single superuser",
        usage,
        example: "superuser upsert test@example.com 1234567890",
        check: checkCredentials,
        run: upsert,
      },
      {
        name: "update",
        summary: "Changes the password of a single superuser",
        usage,
        example: "superuser update test@example.com 1234567890",
        check: checkCredentials,
        run: update,
      },
      {
        name: "delete",
        summary: "Deletes an existing superuser",
        usage: "EMAIL",
        example: "superuser delete test@example.com",
        check: checkAddress,
        run: remove,
      },
      {
        name: "otp",
        summary: "Creates a new OTP for the specified superuser",
        usage: "EMAIL",
        example: "superuser otp test@example.com",
        check: checkAddress,
        run: otp,
      },
      {
        name: "ips",
        summary:
          "Updates the superuser IPs whitelist setting (the IPs/subnets arguments must be space separated; leave empty to clear the whitelist restriction)",
        usage: "[IP...]",
        example: "superuser ips 127.0.0.1 10.0.0.0/24",
        run: ips,
      },
    ],
  };
}

// Before anything is opened or made.
async function checkCredentials({ args }: Pick<CommandContext, "args">): Promise<void> {
  credentials(args);
}

async function checkAddress({ args }: Pick<CommandContext, "args">): Promise<void> {
  address(args);
}

function credentials([email = "", password = ""]: readonly string[]): {
  readonly email: string;
  readonly password: string;
} {
  if (email === "" || password === "") throw new Error("missing email and password arguments");
  if (!isEmail(email)) throw new Error("missing or invalid email address");
  return { email, password };
}

function address([email = ""]: readonly string[]): string {
  if (!isEmail(email)) throw new Error("invalid or missing email address");
  return email;
}

async function named(failure: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${failure}: ${reason}`, { cause });
  }
}
