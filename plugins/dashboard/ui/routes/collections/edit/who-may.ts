import { whoMay as t } from "../../../texts/who-may.ts";

/** A rule in words, for the person who has to be sure of it. */
export function sayWhoMay(rule: string | null | undefined): string {
  if (rule === null || rule === undefined) return t.nobody;
  const text = rule.replace(/\/\/.*$/gm, "").trim();
  if (text === "") return t.everyone;
  if (/[()]/.test(withoutText(text))) return t.condition;
  return split(text, "||")
    .map((part) => split(part, "&&").map(sayOne).filter(unique).join(t.and))
    .join(t.or);
}

function sayOne(condition: string): string {
  const text = condition.trim().replace(/"/g, "'");
  const match = /^(\S+?)\s*(\??(?:!=|!~|>=|<=|=|~|>|<))\s*('[^']*'|\S+)$/.exec(text);
  if (match === null) return t.condition;
  const [, left = "", sign = "", right = ""] = match;
  const plain = sign.replace("?", "");
  const auth = "@request.auth.";
  if (left === `${auth}id` && right === "''") return plain === "!=" ? t.signedIn : t.guests;
  if (left === `${auth}collectionName` && plain === "=") return t.from(right.replaceAll("'", ""));
  if (left === `${auth}verified` && right === "true") return t.verified;
  const other = left === `${auth}id` ? right : right === `${auth}id` ? left : undefined;
  if (other !== undefined && plain === "=" && !other.startsWith("@"))
    return other === "id" ? t.self : t.owner(other.replace(/\.id$/, ""));
  if (left.startsWith("@") || right.startsWith("@request")) return t.condition;
  return t.when(left, t.signs[plain] ?? plain, right);
}

function withoutText(rule: string): string {
  return rule.replace(/'(?:\\'|[^'])*'|"(?:\\"|[^"])*"/g, "''");
}

// Splits at a sign, but not inside quoted text.
function split(rule: string, sign: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quote = "";
  for (let i = 0; i < rule.length; i++) {
    const char = rule[i] ?? "";
    if (quote === "" && (char === "'" || char === '"')) quote = char;
    else if (char === quote && rule[i - 1] !== "\\") quote = "";
    if (quote === "" && rule.startsWith(sign, i)) {
      parts.push(rule.slice(from, i));
      from = i + sign.length;
      i++;
    }
  }
  return [...parts, rule.slice(from)];
}

function unique(part: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(part) === at;
}
