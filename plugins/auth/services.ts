import type { PluginScope } from "#kernel";
import type { Collections } from "../collections/contract.ts";
import type { RecordRequests, Records, RequestInfos, Rules } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { AuthLetters } from "./contract.ts";
import type { SignInAnswers } from "./sign-in-answers.ts";
import type { SystemRows } from "./system-rows.ts";
import type { RateLimits } from "./throttle.ts";
import type { TokenHolders } from "./token-holders.ts";
import type { Windows } from "./windows.ts";

/** What the routes are made of; each asks for its part. */
export interface AuthServices {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly records: Records;
  readonly recordRequests: RecordRequests;
  readonly rules: Rules;
  readonly infos: RequestInfos;
  readonly settings: Settings;
  readonly letters: AuthLetters;
  readonly answers: SignInAnswers;
  readonly rows: SystemRows;
  readonly limits: RateLimits;
  readonly holders: TokenHolders;
  /** Tries at one-time passwords, by record. */
  readonly otpTries: Windows;
}
