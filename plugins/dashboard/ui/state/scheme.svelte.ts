import { Stored } from "./stored.svelte.ts";

export type Scheme = "auto" | "light" | "dark";

export const scheme = new Stored<Scheme>("scheme", "auto");
const accent = new Stored<string>("accent", "");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** The colour settings begin with; whoever never chose another gets Isobase's own. */
export const unchosen = "#1055c9";

export function applyScheme(): void {
  const chosen = scheme.value === "auto" ? (dark.matches ? "dark" : "light") : scheme.value;
  document.documentElement.dataset.scheme = chosen;
}

export function applyAccent(color: string): void {
  accent.value = color;
  const { style } = document.documentElement;
  if (!/^#[0-9a-f]{6}$/i.test(color) || color.toLowerCase() === unchosen) {
    style.removeProperty("--brand");
    style.removeProperty("--brand-ink");
    style.removeProperty("--brand-dark");
    return;
  }
  style.setProperty("--brand", color);
  style.setProperty(
    "--brand-dark",
    `color-mix(in oklab, ${color}, white ${luminance(color) > 0.25 ? 15 : 45}%)`,
  );
  style.setProperty("--brand-ink", luminance(color) > 0.36 ? "#10201b" : "#ffffff");
}

export function startScheme(): void {
  dark.addEventListener("change", applyScheme);
  applyScheme();
  applyAccent(accent.value);
}

/** Relative luminance as WCAG defines it, 0 (black) to 1 (white). */
export function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
