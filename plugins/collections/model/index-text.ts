/** The parts of a CREATE INDEX statement. */
export interface IndexParts {
  readonly unique: boolean;
  readonly optional: boolean;
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  readonly columns: readonly IndexColumn[];
  readonly where: string;
}

export interface IndexColumn {
  /** A column's name, or an expression. */
  readonly name: string;
  readonly collate: string;
  readonly sort: string;
}

const head =
  /^\s*create\s+(?<unique>unique\s+)?index\s*(?<optional>if\s+not\s+exists\s+)?(?<name>\S*)\s+on\s+(?<table>[^\s(]*)\s*\(/i;

/** Reads a CREATE INDEX statement; undefined if the text is none. */
export function parseIndex(text: string): IndexParts | undefined {
  const match = head.exec(text);
  if (match?.groups === undefined) return undefined;
  const end = closingBracket(text, match[0].length);
  if (end === -1) return undefined;
  const where = /^\s*where\s+([\s\S]*)$/i.exec(text.slice(end + 1))?.[1] ?? "";
  const columns = splitColumns(text.slice(match[0].length, end)).map(readColumn);
  const { unique, optional, name = "", table = "" } = match.groups;
  const [schema, bareName] = splitName(name);
  if (bareName === "" || table === "" || columns.length === 0) return undefined;
  return {
    unique: unique !== undefined,
    optional: optional !== undefined,
    schema,
    name: bareName,
    table: unquote(table),
    columns,
    where: where.trim(),
  };
}

/** The statement as SQLite is given it: one column on one line, several one below the other. */
export function writeIndex(parts: IndexParts): string {
  const columns = parts.columns.map(writeColumn);
  const list = columns.length === 1 ? columns[0] : `\n  ${columns.join(",\n  ")}\n`;
  const schema = parts.schema === "" ? "" : `\`${parts.schema}\`.`;
  const where = parts.where === "" ? "" : ` WHERE ${parts.where}`;
  const unique = parts.unique ? "UNIQUE " : "";
  const optional = parts.optional ? "IF NOT EXISTS " : "";
  return `CREATE ${unique}INDEX ${optional}${schema}\`${parts.name}\` ON \`${parts.table}\` (${list})${where}`;
}

function writeColumn({ name, collate, sort }: IndexColumn): string {
  const isExpression = /[(\s]/.test(name);
  const quoted = isExpression ? name : `\`${name}\``;
  return (
    quoted + (collate === "" ? "" : ` COLLATE ${collate}`) + (sort === "" ? "" : ` ${sort.toUpperCase()}`)
  );
}

function readColumn(text: string): IndexColumn {
  const match = /^(?<name>[\s\S]*?)(?:\s+collate\s+(?<collate>\S+))?(?:\s+(?<sort>asc|desc))?$/i.exec(
    text.trim(),
  );
  const { name = "", collate = "", sort = "" } = match?.groups ?? {};
  return { name: unquote(name.trim()), collate: unquote(collate), sort };
}

/** Pieces between commas, as long as these stand neither in brackets nor in quotes. */
function splitColumns(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  for (const [i, character] of plainCharacters(text)) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 0) {
      pieces.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...pieces, text.slice(start)].filter((piece) => piece.trim() !== "");
}

function closingBracket(text: string, start: number): number {
  let depth = 1;
  for (const [i, character] of plainCharacters(text, start)) {
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return i;
  }
  return -1;
}

/** Characters outside of quotes, with their places. */
function* plainCharacters(text: string, start = 0): Generator<readonly [number, string]> {
  let quote = "";
  for (let i = start; i < text.length; i++) {
    const character = text[i] as string;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if ("'\"`".includes(character)) quote = character;
    else if (character === "[") quote = "]";
    else yield [i, character];
  }
}

function splitName(name: string): readonly [schema: string, name: string] {
  const match = /^(`[^`]*`|"[^"]*"|'[^']*'|\[[^\]]*\]|[^.]*)\.(.+)$/.exec(name);
  return match === null ? ["", unquote(name)] : [unquote(match[1] ?? ""), unquote(match[2] ?? "")];
}

function unquote(text: string): string {
  return text.replace(/^[`"'[]|[`"'\]]$/g, "");
}
