import { type Logger, NotFound, type RequestEvent, type Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import { readFolderFile } from "./folder-files.ts";
import type { Panel } from "./model/panel.ts";

/**
 * Of a stranger's page: an origin of its own, so that neither session nor page of the dashboard can be reached; nothing
 * from elsewhere, and no request of its own. What it may have, it asks the dashboard for.
 */
const policy = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** Which panels there are, for the dashboard; and their files, for the frames. */
export function panelRoutes(collect: () => readonly Panel[]): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/api/isobase/panels",
      middlewares: [superusersOnly],
      handle: () => usable(collect()).map(({ folder: _, ...shown }) => shown),
    },
    {
      method: "GET",
      path: "/_/panels/{id}/{path...}",
      handle: (e) => sendFile(e, collect()),
    },
  ];
}

/** Tells of panels that cannot be shown, which are left out. */
export function reportPanels(log: Logger, panels: readonly Panel[]): void {
  const shown = new Set(usable(panels));
  for (const panel of panels) {
    if (!shown.has(panel))
      log.error(
        `The panel "${panel.id}" is left out: its id is taken, or holds more than a-z, 0-9 and dashes.`,
      );
  }
}

// The first one keeps an id, whoever comes later.
function usable(panels: readonly Panel[]): readonly Panel[] {
  const ids = panels.map(({ id }) => id);
  return panels.filter(({ id }, at) => /^[a-z0-9][a-z0-9-]*$/.test(id) && ids.indexOf(id) === at);
}

async function sendFile(e: RequestEvent, panels: readonly Panel[]): Promise<void> {
  const panel = usable(panels).find(({ id }) => id === e.params.id);
  const file = panel && (await readFolderFile(panel.folder, e.params.path || "index.html"));
  if (file === undefined) throw new NotFound();
  e.setHeader("Content-Security-Policy", policy);
  e.setHeader("Cache-Control", "no-cache");
  // A frame without an origin asks for its own modules as a stranger; there is nothing in them to protect.
  e.setHeader("Access-Control-Allow-Origin", "*");
  e.send(200, file.type, file.body);
}
