import { existsSync } from "node:fs";
import path from "node:path";
import { type AloneContext, type Command, UsageError } from "#kernel";
import { Backups } from "../backups/contract.ts";
import { type Installation, installationOf } from "./installation.ts";
import { askNpm, letNpm } from "./npm.ts";
import { isLater } from "./versions.ts";

/** `isobase update`; texts as in the reference, the way there is npm's. */
export const updateCommand: Command = {
  name: "update",
  summary: "Automatically updates this installation with the latest available version",
  flags: [
    {
      name: "backup",
      type: "boolean",
      summary: "Creates a pb_data backup at the end of the update process",
      default: true,
    },
  ],
  async runAlone(context) {
    const installed = installationOf(import.meta.filename, await askNpm("root", "-g"));
    return await update(installed, context);
  },
};

/** Brings an installation up to date; gives the exit code. */
export async function update(installed: Installation, context: AloneContext): Promise<number> {
  if (installed.kind === "checkout") throw notNpms(installed.folder);
  const { name, version } = installed;
  context.print("Fetching release information...");
  const newest = await askNpm("view", `${name}@latest`, "version");
  if (!isLater(newest, version)) {
    context.print(`You already have the latest version ${version}.`);
    return 0;
  }
  if (context.flags.backup !== false) await backUp(context, newest);
  context.print(`Replacing ${version} with ${newest}...`);
  await install(installed, `${name}@${newest}`);
  context.print("Update completed successfully! You can start the executable as usual.");
  return 0;
}

async function install(installed: Exclude<Installation, { kind: "checkout" }>, what: string): Promise<void> {
  if (installed.kind === "global") return await letNpm(["install", "--global", what], process.cwd());
  await letNpm(["install", what], installed.folder);
}

/** Before anything is replaced: the newer version may change what lies in the data folder. */
async function backUp(context: AloneContext, newest: string): Promise<void> {
  if (!existsSync(path.join(context.config.dir, "data.db"))) return;
  context.print("Creating pb_data backup...");
  const kernel = await context.start({});
  try {
    await kernel.bootstrap();
    await kernel.service(Backups).create(`@update_${newest}.zip`);
  } finally {
    await kernel.terminate();
  }
}

function notNpms(folder: string): UsageError {
  return new UsageError(
    `"${folder}" was not installed by npm, expected a package in node_modules: ` +
      "update it the way it came here, e.g. git pull && npm install && npm run build",
  );
}
