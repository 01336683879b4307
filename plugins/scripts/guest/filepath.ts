import { goError } from "./errors.ts";
import { call } from "./host.ts";
import { walk } from "./os.ts";

/** Paths in the form of the server's system, which is Unix for all we know. */
export const $filepath = {
  base(path: string): string {
    const trimmed = path.replace(/\/+$/, "");
    if (trimmed === "") return path === "" ? "." : "/";
    return trimmed.slice(trimmed.lastIndexOf("/") + 1);
  },
  clean,
  dir(path: string): string {
    const slash = path.lastIndexOf("/");
    return clean(path.slice(0, slash + 1));
  },
  ext(path: string): string {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".");
    return dot === -1 ? "" : name.slice(dot);
  },
  fromSlash: (path: string) => path,
  toSlash: (path: string) => path,
  glob: (pattern: string) => call<string[]>("os.glob", pattern),
  isAbs: (path: string) => path.startsWith("/"),
  join(...parts: readonly string[]): string {
    const given = parts.filter((part) => part !== "");
    return given.length === 0 ? "" : clean(given.join("/"));
  },
  match: (pattern: string, name: string) => globExpression(pattern).test(name),
  rel,
  split(path: string): readonly [folder: string, file: string] {
    const slash = path.lastIndexOf("/") + 1;
    return [path.slice(0, slash), path.slice(slash)];
  },
  splitList: (text: string) => (text === "" ? [] : text.split(":")),
  walk,
  walkDir: walk,
};

function clean(path: string): string {
  const isRooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isRooted) parts.push("..");
  }
  return `${isRooted ? "/" : ""}${parts.join("/")}` || ".";
}

function rel(from: string, to: string): string {
  if (from.startsWith("/") !== to.startsWith("/")) throw goError(`Rel: can't make ${to} relative to ${from}`);
  const [base, target] = [clean(from).split("/"), clean(to).split("/")].map((parts) =>
    parts.filter((p) => p !== "." && p !== ""),
  );
  let same = 0;
  while (same < (base?.length ?? 0) && base?.[same] === target?.[same]) same++;
  const up = (base ?? []).slice(same).map(() => "..");
  return [...up, ...(target ?? []).slice(same)].join("/") || ".";
}

function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*|\?|\[[^\]]*\]|[.+^${}()|\\]/g, (part) => {
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.startsWith("[") ? part : `\\${part}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    throw goError("syntax error in pattern");
  }
}
