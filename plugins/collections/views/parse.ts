import { type Aliased, items, readAliased, withoutComments, words } from "./tokens.ts";

/** What a query selects, and from what, as far as one can tell without being SQLite. */
export interface ViewSource {
  readonly columns: readonly Aliased[];
  readonly tables: readonly Aliased[];
}

type Part = "columns" | "from" | "skipped";

const ends = new Set(["where", "group", "having", "window", "order", "limit", "on", "using"]);
const joinKinds = new Set(["left", "right", "full", "inner", "outer", "cross", "natural"]);

/** Reads the SELECT of a view. Throws InvalidViewQuery for what it cannot tell apart. */
export function parseViewQuery(query: string): ViewSource {
  const columns: string[] = [];
  const tables: string[] = [];
  let part: Part = "skipped";
  for (const word of words(spaced(withoutComments(query)))) {
    const keyword = word.toLowerCase();
    if (keyword === "select") part = "columns";
    else if (keyword === "from") part = "from";
    else if (keyword === "join") {
      part = "from";
      tables.push(",");
    } else if (ends.has(keyword) || joinKinds.has(keyword)) part = "skipped";
    else if (part === "columns" && keyword !== "distinct") columns.push(word);
    else if (part === "from") tables.push(word);
  }
  return {
    columns: items(columns.join(" ")).map(readAliased),
    tables: items(tables.join(" ")).map(readAliased),
  };
}

function spaced(text: string): string {
  return text.replace(/;+\s*$/, "").replace(/\s+/g, " ");
}
