import { Form, type Route, UnreadableForm, ValidationErrors } from "#kernel";
import { superusersOnly } from "../../records/contract.ts";
import { appleSecrets } from "../apple-secrets.ts";
import { AppleSecretNotMade, InvalidAppleSecret } from "../errors.ts";

/** POST /api/settings/apple/generate-client-secret */
export const appleSecretRoute: Route = {
  method: "POST",
  path: "/api/settings/apple/generate-client-secret",
  middlewares: [superusersOnly],
  async handle(e) {
    const form = await Form.of(e, UnreadableForm);
    const request = {
      clientId: form.text("clientId"),
      teamId: form.text("teamId"),
      keyId: form.text("keyId"),
      privateKey: form.text("privateKey"),
      seconds: form.integer("duration"),
    };
    try {
      e.json(200, { secret: await appleSecrets.make(request) });
    } catch (cause) {
      throw cause instanceof ValidationErrors
        ? new InvalidAppleSecret(cause.errors)
        : new AppleSecretNotMade(cause);
    }
  },
};
