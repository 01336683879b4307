import { definePlugin, Form, InvalidForm, type RequestEvent, ValidationError } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import { sqlFailed } from "./errors.ts";
import { runSql } from "./run.ts";

const longestQuery = 5000;

export default definePlugin({
  name: "sql-console",
  summary: "Lets superusers run SQL.",

  setup(scope) {
    scope.route({
      method: "POST",
      path: "/api/sql",
      middlewares: [superusersOnly],
      async handle(e) {
        const query = await readQuery(e);
        return await runSql(scope.db, query).catch((cause: unknown) => {
          throw sqlFailed(cause);
        });
      },
    });
  },
});

async function readQuery(e: RequestEvent): Promise<string> {
  const query = (await Form.of(e)).text("query");
  const issue = queryIssue(query);
  if (issue === undefined) return query;
  throw new InvalidForm({ query: issue });
}

function queryIssue(query: string): ValidationError | undefined {
  if (query === "") return new ValidationError("validation_required", "cannot be blank");
  if ([...query].length <= longestQuery) return undefined;
  const params = { min: 0, max: longestQuery };
  return new ValidationError(
    "validation_length_too_long",
    "the length must be no more than {{.max}}",
    params,
  );
}
