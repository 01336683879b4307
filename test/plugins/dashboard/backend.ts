import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import PocketBase from "pocketbase";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";
import { freePort, runCommand, startServer } from "../../support/server.ts";
import { serveDashboard } from "./serve.ts";

export const superuser = { email: "root@example.com", password: "1234567890" };

export interface Backend {
  /** Where the dashboard is. */
  readonly url: string;
  readonly admin: PocketBase;
  /** Where its scripts are looked for. */
  readonly hooksDir: string;
}

/**
 * A fresh server with one superuser. Named in DASHBOARD_REFERENCE, another PocketBase binary stands in for
 * Isobase, with these pages in front: to see what is the dashboard's fault and what the server's.
 */
export async function startBackend(): Promise<Backend> {
  const reference = process.env.DASHBOARD_REFERENCE;
  const { server, hooksDir } =
    reference === undefined ? await startIsobase() : await startReference(reference);
  const admin = new PocketBase(server);
  admin.autoCancellation(false);
  await admin.collection("_superusers").authWithPassword(superuser.email, superuser.password);
  return { url: `${server}/_/`, admin, hooksDir };
}

type Started = { readonly server: string; readonly hooksDir: string };

async function startIsobase(): Promise<Started> {
  const { url, dir, hooksDir } = await startServer();
  await runCommand(["superuser", "upsert", superuser.email, superuser.password, "--dir", dir]);
  return { server: url, hooksDir };
}

async function startReference(binary: string): Promise<Started> {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const common = ["--dir", dir, "--dev=false", "--automigrate=false"];
  spawnSync(binary, ["superuser", "upsert", superuser.email, superuser.password, ...common]);
  const [behind, before] = [await freePort(), await freePort()];
  const child = spawn(binary, ["serve", "--http", `127.0.0.1:${behind}`, ...common], { stdio: "ignore" });
  const front = await serveDashboard(before, new URL(`http://127.0.0.1:${behind}`));
  onTestFinished(async () => {
    front.closeAllConnections();
    front.close();
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  const url = `http://127.0.0.1:${before}`;
  while (
    !(await fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { server: url, hooksDir: path.join(path.dirname(dir), "pb_hooks") };
}
