const complaint = /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s;
const quoted = /'(?:[^']|'')*'|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*.*?\*\/|"((?:[^"]|"")*)"/gs;

/**
 * The SQL with the text that SQLite complained about between the quotes it wants. The reference's SQLite takes "text" where no
 * name fits, and its users write so; ours is built not to. Undefined if the error is another one.
 */
export function withTextQuoted(sql: string, error: unknown): string | undefined {
  const text = error instanceof Error ? complaint.exec(error.message)?.[1] : undefined;
  if (text === undefined) return undefined;
  const changed = sql.replace(quoted, (token, inside: string | undefined) =>
    inside?.replaceAll('""', '"') === text ? `'${text.replaceAll("'", "''")}'` : token,
  );
  return changed === sql ? undefined : changed;
}
