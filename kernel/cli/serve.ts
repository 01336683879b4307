import type { Command } from "./command.ts";
import { UsageError } from "./errors.ts";

/** `isobase serve`: prints where it listens and stays until it is told to end. */
export const serve: Command = {
  name: "serve",
  summary: "Starts the web server (default to 127.0.0.1:8090 if no domain is specified)",
  usage: "[domain(s)]",
  flags: [
    { name: "http", type: "string", summary: "TCP address to listen for the HTTP server" },
    { name: "https", type: "string", summary: "TCP address to listen for the HTTPS server" },
    { name: "origins", type: "strings", summary: "CORS allowed domain origins list", default: ["*"] },
  ],

  async run({ kernel, flags, print }) {
    const { host, port } = readAddress(String(flags.http ?? "127.0.0.1:8090"));
    const ended = untilSignal();
    const { address, notes } = await kernel.serve({ host, port }).catch((cause: unknown) => {
      throw explained(cause, `${host}:${port}`);
    });
    print(`${timestamp()} Server started at ${address}`);
    print(`├─ REST API:  ${address}/api/`);
    print(`└─ Dashboard: ${address}/_/`);
    for (const note of notes) print(note);
    await ended;
  },
};

function readAddress(text: string): { host: string; port: number } {
  const match = /^(.*):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65535) {
    throw new UsageError(
      `invalid address "${text}" for "--http" flag: expected HOST:PORT, e.g. 127.0.0.1:8090`,
    );
  }
  return { host: (match[1] || "0.0.0.0").replace(/^\[|\]$/g, ""), port };
}

function explained(cause: unknown, address: string): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") {
    return new UsageError(`cannot listen on ${address}: the port is taken; choose another with --http`, {
      cause,
    });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL") {
    return new UsageError(`cannot listen on ${address}: the address is not available to this user`, {
      cause,
    });
  }
  return cause;
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
