import type { LogModel } from "pocketbase";

export interface Problem {
  readonly key: string;
  readonly kind: "request" | "hook" | "cron" | "mail" | "backup" | "other";
  readonly title: string;
  readonly detail: string;
  readonly level: number;
  readonly times: number;
  readonly last: string;
}

/** Puts entries that tell of the same thing together, the latest first. */
export function groupProblems(entries: readonly LogModel[]): Problem[] {
  const groups = new Map<string, Problem>();
  for (const entry of entries) {
    const title = generalize(String(entry.message));
    const detail = String(entry.data?.error ?? entry.data?.details ?? "");
    const key = `${title}\n${generalize(detail)}`;
    const known = groups.get(key);
    const last = known && known.last > entry.created ? known.last : entry.created;
    groups.set(key, {
      key,
      kind: kindOf(entry),
      title,
      detail,
      level: Number(entry.level),
      times: (known?.times ?? 0) + 1,
      last,
    });
  }
  return [...groups.values()].sort((a, b) => b.last.localeCompare(a.last));
}

// The same complaint about another record is the same complaint.
function generalize(text: string): string {
  return text.replace(/\?.*$/, "").replace(/\b(?=[a-z0-9]*\d)[a-z0-9]{15}\b/g, "…");
}

function kindOf({ message, data }: LogModel): Problem["kind"] {
  if (data?.type === "request") return "request";
  const text = String(message).toLowerCase();
  if (text.includes("backup")) return "backup";
  if (text.includes("mail") || text.includes("smtp")) return "mail";
  if (text.includes("cron") || text.includes("job")) return "cron";
  if (text.includes("hook") || text.includes("script") || text.includes(".pb.")) return "hook";
  return "other";
}
