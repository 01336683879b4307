import { definePlugin, type RequestEvent } from "#kernel";
import { Backups } from "../backups/contract.ts";
import { Viewer } from "../records/contract.ts";
import { Settings } from "../settings/contract.ts";

export default definePlugin({
  name: "health",
  summary: "Tells that the server is alive, and superusers how it is reached.",
  requires: { settings: Settings, backups: Backups },

  setup(scope, { settings, backups }) {
    const about = (e: RequestEvent): object => {
      if (!e.get(Viewer).isSuperuser) return {};
      return {
        canBackup: backups.active === undefined,
        possibleProxyHeader: proxyHeader(e, settings.values.trustedProxy.headers),
        realIP: settings.realIp(e),
      };
    };
    scope.route({
      method: "GET",
      path: "/api/health",
      handle: (e) => ({ message: "API is healthy.", code: 200, data: about(e) }),
    });
  },
});

const knownHeaders = ["CF-Connecting-IP", "Fly-Client-IP"];

/** The first header that a proxy may have set: one that is trusted already, or one of the usual. */
function proxyHeader(e: RequestEvent, trusted: readonly string[]): string {
  return [...trusted, ...knownHeaders].find((header) => e.header(header.toLowerCase()) !== "") ?? "";
}
