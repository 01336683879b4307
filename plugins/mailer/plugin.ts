import { definePlugin } from "#kernel";
import { Collections } from "../collections/contract.ts";
import { Settings } from "../settings/contract.ts";
import { Mailer, onMailerSend } from "./contract.ts";
import { testEmailRoute } from "./routes.ts";
import { createMailer } from "./send.ts";
import { createTrial } from "./trial.ts";

export default definePlugin({
  name: "mailer",
  summary: "Sends mail over SMTP or through the local sendmail program.",
  requires: { settings: Settings, collections: Collections },
  provides: { mailer: Mailer },
  capabilities: ["mail:send"],
  hooks: [onMailerSend],

  setup(scope, { settings, collections }) {
    const trial = createTrial(scope, collections);
    scope.route(testEmailRoute(scope, trial));
    return { mailer: { ...createMailer(scope, settings), trial } };
  },
});
