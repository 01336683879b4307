import type { HostFunctions } from "../session.ts";
import { appFunctions } from "./app.ts";
import { authFunctions } from "./auth.ts";
import { databaseFunctions } from "./database.ts";
import { eventFunctions } from "./events.ts";
import { fileFunctions } from "./files.ts";
import { findingFunctions } from "./finding.ts";
import { formFunctions } from "./forms.ts";
import { httpFunctions } from "./http.ts";
import { realtimeFunctions } from "./realtime.ts";
import { requestFunctions } from "./requests.ts";
import { securityFunctions } from "./security.ts";
import { sharedFunctions } from "./shared.ts";
import { systemFunctions } from "./system.ts";
import { viewFunctions } from "./views.ts";

/** Everything a sandbox can ask for, by name. */
export const hostFunctions: HostFunctions = {
  ...appFunctions,
  ...authFunctions,
  ...databaseFunctions,
  ...eventFunctions,
  ...fileFunctions,
  ...findingFunctions,
  ...formFunctions,
  ...httpFunctions,
  ...realtimeFunctions,
  ...requestFunctions,
  ...securityFunctions,
  ...sharedFunctions,
  ...systemFunctions,
  ...viewFunctions,
};
