import { checkAddress, explainedListen, readAddress } from "./address.ts";
import type { Command, CommandContext } from "./command.ts";
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

  async check({ args, flags }) {
    if (args.length > 0 || flags.https !== undefined) {
      throw new UsageError(
        "HTTPS is not built in yet: serve with --http and put a proxy with certificates in front of it, see docs/production.md",
      );
    }
    await checkAddress(addressOf(flags));
  },

  async run({ kernel, flags, print }) {
    const where = addressOf(flags);
    const ended = untilSignal();
    const { address, notes } = await kernel.serve(where).catch((cause: unknown) => {
      throw explainedListen(cause, where);
    });
    print(`${timestamp()} Server started at ${address}`);
    print(`├─ REST API:  ${address}/api/`);
    print(`└─ Dashboard: ${address}/_/`);
    for (const note of notes) print(note);
    await Promise.race([ended, kernel.restartAsked]);
  },
};

function addressOf(flags: CommandContext["flags"]): ReturnType<typeof readAddress> {
  return readAddress(String(flags.http ?? "127.0.0.1:8090"));
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

/** `YYYY/MM/DD HH:MM:SS`, in local time as the reference prints it. */
export function timestamp(now = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}/${two(now.getMonth() + 1)}/${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}
