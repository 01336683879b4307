import { definePlugin } from "#kernel";
import { cors } from "./cors.ts";
import { securityHeaders } from "./security-headers.ts";

export default definePlugin({
  name: "cors",
  summary: "Tells browsers who may call, and to be careful with answers.",

  setup(scope) {
    scope.middleware(cors(scope.config.origins), securityHeaders);
  },
});
