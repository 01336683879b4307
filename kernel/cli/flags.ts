import type { Flag } from "./command.ts";

/** Flags every command understands, wherever they stand. */
export const globalFlags: readonly Flag[] = [
  { name: "automigrate", type: "boolean", summary: "enable/disable auto migrations", default: true },
  {
    name: "dev",
    type: "boolean",
    summary: "enable dev mode, aka. printing logs and sql statements to the console",
    default: false,
  },
  { name: "dir", type: "string", summary: "the Isobase data directory", default: "./pb_data" },
  {
    name: "encryptionEnv",
    type: "string",
    summary:
      "the env variable whose value of 32 characters will be used\nas encryption key for the app settings (default none)",
  },
  { name: "hooksDir", type: "string", summary: "the directory with the JS app hooks" },
  {
    name: "hooksPool",
    type: "number",
    summary: "the sandboxes kept ready for the JS app hooks execution",
    default: 15,
  },
  {
    name: "hooksTimeout",
    type: "number",
    summary: "the milliseconds of running time one call of a JS app hook may use",
    default: 5000,
  },
  { name: "hooksWatch", type: "boolean", summary: "reload the hooks on pb_hooks file change", default: true },
  {
    name: "indexFallback",
    type: "boolean",
    summary:
      "fallback the request to index.html on missing static path, e.g. when pretty urls are used with SPA",
    default: true,
  },
  {
    name: "inspect-hooks",
    type: "string",
    bare: { value: "127.0.0.1:9229", unless: /^(?:[\w.[\]:]*:)?\d{1,5}$/ },
    summary:
      "lets debuggers of this machine attach to the JS app hooks, on 127.0.0.1:9229 if no address is given",
  },
  {
    name: "inspect-hooks",
    type: "string",
    bare: { value: "127.0.0.1:9229", unless: /^(?:[\w.[\]:]*:)?\d{1,5}$/ },
    summary:
      "lets debuggers of this machine attach to the JS app hooks, on 127.0.0.1:9229 if no address is given",
  },
  { name: "migrationsDir", type: "string", summary: "the directory with the user defined migrations" },
  {
    name: "publicDir",
    type: "string",
    summary: "the directory to serve static files",
    default: "./pb_public",
  },
  {
    name: "queryTimeout",
    type: "number",
    summary: "the default SELECT queries timeout in seconds",
    default: 30,
  },
];

/** Only understood where no command is named. */
export const versionFlag: Flag = {
  name: "version",
  short: "v",
  type: "boolean",
  summary: "version for isobase",
};

export function helpFlag(command: string): Flag {
  return { name: "help", short: "h", type: "boolean", summary: `help for ${command}` };
}
