import { onServe, type PluginScope } from "#kernel";
import { readInspectAddress } from "./address.ts";
import type { Inspector } from "./inspector.ts";

/** isolated-vm 7.0 ends the process with the first session of a debugger on Node 26. */
export const canInspect = Number.parseInt(process.versions.node, 10) < 26;

/** The inspector of a server that was told to have one; debuggers can attach while it serves. */
export async function inspectorFor(scope: PluginScope): Promise<Inspector | undefined> {
  const { inspectHooks } = scope.config;
  if (inspectHooks === "") return undefined;
  const address = readInspectAddress(inspectHooks);
  if (!canInspect) {
    throw new Error(
      `"--inspect-hooks" was given to Node ${process.versions.node}, where a debugger would end the server: expected Node 20, 22 or 24`,
    );
  }
  // Few starts have one, and the others should not pay for loading it.
  const [{ Inspector }, { InspectorServer }] = await Promise.all([
    import("./inspector.ts"),
    import("./server.ts"),
  ]);
  const inspector = new Inspector();
  const server = new InspectorServer(inspector, address);
  scope.on(onServe, async (e) => {
    await server.listen();
    await e.next();
    process.stderr.write(`Debugger of hooks listening on ws://${server.place}/hooks\n`);
  });
  scope.defer(() => server.close());
  return inspector;
}
