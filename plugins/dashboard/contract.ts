import { defineExtensionPoint } from "#kernel";
import type { Panel } from "./model/panel.ts";

/** Panels of the dashboard; see docs/panels.md. */
export const Panels = defineExtensionPoint<Panel>("dashboard.panels");

/**
 * A script that runs in the dashboard's own page, as the reference's `/_/extensions.js` puts them together: unlike a
 * panel it holds the superuser's session and everything on the screen, so it is for the operator's own code only.
 */
export interface UiExtension {
  readonly name: string;
  /** Absolute path of the folder whose main.js runs; its other files are below `/_/extensions/{name}/`. */
  readonly folder: string;
}

export const UiExtensions = defineExtensionPoint<UiExtension>("dashboard.ui-extensions");
