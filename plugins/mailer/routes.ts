import { Form, type PluginScope, type Route, UnreadableForm, ValidationErrors } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { MailTrial } from "./contract.ts";
import { TestEmailFailed } from "./errors.ts";

/** POST /api/settings/test/email: sends one of the letters to an address of the operator's choice. */
export function testEmailRoute(scope: PluginScope, trial: MailTrial): Route {
  return {
    method: "POST",
    path: "/api/settings/test/email",
    middlewares: [superusersOnly],
    async handle(e) {
      const form = await Form.of(e, UnreadableForm);
      const mail = {
        email: form.text("email"),
        template: form.text("template"),
        collection: form.text("collection"),
      };
      try {
        await trial.send(scope.db, mail);
      } catch (cause) {
        throw cause instanceof ValidationErrors
          ? new TestEmailFailed(cause.errors)
          : new TestEmailFailed({}, { cause });
      }
      e.noContent(204);
    },
  };
}
