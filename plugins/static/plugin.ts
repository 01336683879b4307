import { definePlugin } from "#kernel";
import { skipSuccessLog } from "../logs/contract.ts";
import { publicFiles } from "./serve.ts";

export default definePlugin({
  name: "static",
  summary: "Serves pb_public wherever no other route answers.",

  setup(scope) {
    const { publicDir, indexFallback } = scope.config;
    scope.route({
      method: "GET",
      path: "/{path...}",
      yields: true, // an application may answer everything itself
      middlewares: [skipSuccessLog],
      handle: publicFiles({ root: publicDir, missing: indexFallback ? "index" : "not-found" }),
    });
  },
});
