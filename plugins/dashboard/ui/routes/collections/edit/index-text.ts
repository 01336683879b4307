export interface IndexParts {
  readonly unique: boolean;
  readonly name: string;
  readonly columns: readonly string[];
  readonly where: string;
}

const shape =
  /^\s*create\s+(unique\s+)?index\s+(?:if\s+not\s+exists\s+)?[`"[]?([^\s`"\]]+)[`"\]]?\s+on\s+[`"[]?([^\s`"\](]+)[`"\]]?\s*\(([\s\S]*?)\)\s*(?:where\s+([\s\S]*?))?;?\s*$/i;

/** Reads a CREATE INDEX; undefined if it is none. */
export function readIndex(text: string): IndexParts | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [, unique, name = "", , columns = "", where = ""] = match;
  return {
    unique: unique !== undefined,
    name,
    columns: columns
      .split(",")
      .map((column) => column.trim().replace(/^[`"[]|[`"\]]$/g, ""))
      .filter(Boolean),
    where: where.trim(),
  };
}

export function writeIndex(table: string, { unique, name, columns, where }: IndexParts): string {
  const list = columns.map((column) => (/^\w+$/.test(column) ? `\`${column}\`` : column)).join(", ");
  const condition = where === "" ? "" : ` WHERE ${where}`;
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX \`${name}\` ON \`${table}\` (${list})${condition}`;
}

/** The same index after a column got another name. */
export function renameColumn(text: string, from: string, to: string): string {
  return text.replace(new RegExp(`([\`"\\[(,\\s])${from}([\`"\\]),\\s])`, "g"), `$1${to}$2`);
}

export function freeIndexName(table: string): string {
  const random = Math.random().toString(36).slice(2, 12);
  return `idx_${table || "new"}_${random}`;
}
