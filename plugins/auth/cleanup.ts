import { type PluginScope, sql } from "#kernel";
import type { Collections } from "../collections/contract.ts";
import type { Crons } from "../crons/contract.ts";
import { authOptions } from "./options/read.ts";
import { isExpiredRow, type SystemRows } from "./system-rows.ts";
import type { Windows } from "./windows.ts";

interface Services {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly crons: Crons;
  readonly rows: SystemRows;
  readonly otpTries: Windows;
}

/** Forgets, every hour, what nobody can sign in with any more. */
export function cleanUpRegularly({ scope, collections, crons, rows, otpTries }: Services): void {
  async function deleteExpired(kind: "_mfas" | "_otps"): Promise<void> {
    for (const collection of collections.all(scope.db).filter(({ isAuth }) => isAuth)) {
      const { duration } = authOptions(collection)[kind === "_mfas" ? "mfa" : "otp"];
      const all = await rows.where(scope.db, kind, sql`collectionRef = ${collection.id}`);
      for (const row of all) if (isExpiredRow(row, duration)) await rows.delete(scope.db, row);
    }
  }

  crons.add({
    id: "__pbMFACleanup__",
    expression: "0 * * * *",
    run: () => deleteExpired("_mfas"),
  });
  crons.add({
    id: "__pbOTPCleanup__",
    expression: "0 * * * *",
    run: () => {
      otpTries.forgetIdle();
      return deleteExpired("_otps");
    },
  });
}
