import { timestamp } from "../timestamp.ts";
import { type Address, checkAddress, explainedListen, readAddress } from "./address.ts";
import type { Command, CommandContext } from "./command.ts";
import { readDomains } from "./domains.ts";
import { UsageError } from "./errors.ts";

/** `isobase serve`: prints where it listens and stays until it is told to end. */
export const serve: Command = {
  name: "serve",
  summary: "Starts the web server (default to 127.0.0.1:8090 if no domain is specified)",
  usage: "[domain(s)]",
  flags: [
    {
      name: "http",
      type: "string",
      summary:
        "TCP address to listen for the HTTP server\n" +
        "(if domain args are specified - default to 0.0.0.0:80, otherwise - default to 127.0.0.1:8090)",
    },
    {
      name: "https",
      type: "string",
      summary:
        "TCP address to listen for the HTTPS server\n" +
        "(if domain args are specified - default to 0.0.0.0:443, otherwise - default to empty string, aka. no TLS)\n" +
        "The incoming HTTP traffic also will be auto redirected to the HTTPS version",
    },
    { name: "origins", type: "strings", summary: "CORS allowed domain origins list", default: ["*"] },
  ],

  async check(context) {
    const { http, https } = placesOf(context);
    await checkAddress(http);
    if (https !== undefined) await checkAddress(https);
  },

  async run({ kernel, args, flags, print }) {
    const { http, https, domains } = placesOf({ args, flags });
    const ended = untilSignal();
    const options = { ...http, ...(https && { secure: { ...https, domains } }) };
    const { address, notes } = await kernel.serve(options).catch((cause: unknown) => {
      const { port } = (cause ?? {}) as { readonly port?: unknown };
      throw explainedListen(cause, https !== undefined && https.port === port ? https : http);
    });
    print(`${timestamp()} Server started at ${address}`);
    print(`├─ REST API:  ${address}/api/`);
    print(`└─ Dashboard: ${address}/_/`);
    for (const note of notes) print(note);
    await Promise.race([ended, kernel.restartAsked]);
  },
};

interface Places {
  readonly http: Address;
  readonly https?: Address;
  readonly domains: readonly string[];
}

function placesOf({ args, flags }: Pick<CommandContext, "args" | "flags">): Places {
  const domains = readDomains(args);
  if (domains.length > 0) {
    const http = readAddress(String(flags.http || "0.0.0.0:80"), "http");
    return { http, https: readAddress(String(flags.https || "0.0.0.0:443"), "https"), domains };
  }
  if (flags.https) {
    throw new UsageError(
      `"--https" needs the domains to get certificates for: isobase serve yourdomain.com --https ${flags.https}`,
    );
  }
  return { http: readAddress(String(flags.http ?? "127.0.0.1:8090"), "http"), domains };
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
