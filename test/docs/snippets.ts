import { readFileSync } from "node:fs";
import path from "node:path";

export interface Snippet {
  readonly language: string;
  readonly text: string;
  /** The last path in backticks before the snippet, such as `pb_hooks/hello.pb.ts`. */
  readonly file: string | undefined;
}

/** The fenced snippets of a Markdown file of this repository, in order. */
export function snippetsOf(document: string): readonly Snippet[] {
  const text = readFileSync(path.resolve(import.meta.dirname, "../..", document), "utf8");
  return [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map((match) => ({
    language: match[1] ?? "",
    text: match[2] ?? "",
    file: text
      .slice(0, match.index)
      .match(/`(pb_\w+\/[\w.-]+)`/g)
      ?.at(-1)
      ?.replaceAll("`", ""),
  }));
}
