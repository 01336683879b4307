import { say, toasts } from "./state/toasts.svelte.ts";
import { common } from "./texts/common.ts";

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(common.copied);
  } catch {
    // Plain http on another host has no clipboard; say so instead of pretending.
    toasts.add({ kind: "failed", text: common.notCopied });
  }
}

export function saveAs(name: string, content: string | Blob, type = "application/json"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
