import { Form, type Route, UnreadableForm, ValidationErrors } from "#kernel";
import { superusersOnly } from "../../records/contract.ts";
import type { StorageTrial } from "../contract.ts";
import { TestS3Failed } from "../errors.ts";

/** POST /api/settings/test/s3: writes and deletes a file in the bucket of the settings. */
export function testS3Route(trial: StorageTrial): Route {
  return {
    method: "POST",
    path: "/api/settings/test/s3",
    middlewares: [superusersOnly],
    async handle(e) {
      const filesystem = (await Form.of(e, UnreadableForm)).text("filesystem");
      try {
        await trial.run(filesystem);
      } catch (cause) {
        if (cause instanceof ValidationErrors) throw new TestS3Failed(cause.errors);
        throw new TestS3Failed({}, cause instanceof Error ? cause.message : String(cause));
      }
      e.noContent(204);
    },
  };
}
