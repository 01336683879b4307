import { BadRequest, definePlugin, type RequestEvent, ValidationError } from "#kernel";
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
  const { query = "" } = (await e.body().catch(unreadable)).data;
  if (typeof query !== "string") return unreadable(undefined);
  const issue = queryIssue(query);
  if (issue === undefined) return query;
  const invalid = new BadRequest({ query: issue });
  invalid.message = "An error occurred while validating the submitted data.";
  throw invalid;
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

function unreadable(cause: unknown): never {
  const failure = new BadRequest({}, { cause });
  failure.message = "An error occurred while loading the submitted data.";
  throw failure;
}
