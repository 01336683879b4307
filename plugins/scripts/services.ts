import type { PluginScope } from "#kernel";
import type { Auth } from "../auth/contract.ts";
import type { Backups } from "../backups/contract.ts";
import type { Collections } from "../collections/contract.ts";
import type { Crons } from "../crons/contract.ts";
import type { Storage } from "../files/contract.ts";
import type { Logs } from "../logs/contract.ts";
import type { Mailer } from "../mailer/contract.ts";
import type { Broker } from "../realtime/contract.ts";
import type { Records, RequestInfos, Rules } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { Network } from "./contract.ts";
import type { Inspector } from "./inspecting/inspector.ts";

/** What scripts can reach of the house. */
export interface Services {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly records: Records;
  readonly rules: Rules;
  readonly requestInfos: RequestInfos;
  readonly settings: Settings;
  readonly auth: Auth;
  readonly mailer: Mailer;
  readonly crons: Crons;
  readonly storage: Storage;
  readonly broker: Broker;
  readonly backups: Backups;
  readonly logs: Logs;
  network: Network;
  /** There while scripts are debugged. */
  readonly inspector?: Inspector;
  /** `$app.store()`: outlives calls and generations of scripts, not the server. */
  readonly store: Map<string, unknown>;
}
