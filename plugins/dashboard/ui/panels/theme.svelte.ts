import { scheme } from "../state/scheme.svelte.ts";
import type { PanelState } from "./protocol.ts";

const names = [
  "--accent",
  "--accent-ink",
  "--ground",
  "--surface",
  "--sunken",
  "--hover",
  "--ink",
  "--soft",
  "--faint",
  "--line",
  "--line-strong",
  "--danger",
  "--warn",
  "--good",
  "--font",
  "--mono",
  "--radius",
] as const;

/** How the dashboard looks now, for pages that are to look alike. */
class Theme {
  readonly current: PanelState["theme"] = $derived.by(() => {
    void scheme.value; // read again when another one is chosen
    const shown = document.documentElement.dataset.scheme === "dark" ? "dark" : "light";
    return { scheme: shown, colors: readColors() };
  });
}

export const theme = new Theme();

function readColors(): Readonly<Record<string, string>> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()]));
}
