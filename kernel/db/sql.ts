/** What SQLite can bind and return. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** SQL text and its bound values, kept apart. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/**
 * SQL with holes: values are bound, pieces of Sql are spliced in, booleans become 1 or 0.
 *
 *     sql`SELECT * FROM ${name(table)} WHERE id = ${id} AND ${condition}`
 */
export function sql(strings: TemplateStringsArray, ...holes: readonly (Sql | SqlValue | boolean)[]): Sql {
  let text = strings[0] ?? "";
  const values: SqlValue[] = [];
  for (let i = 0; i < holes.length; i++) {
    const hole = holes[i] as Sql | SqlValue | boolean;
    if (isSql(hole)) {
      text += hole.text;
      values.push(...hole.values);
    } else {
      text += "?";
      values.push(typeof hole === "boolean" ? Number(hole) : hole);
    }
    text += strings[i + 1] ?? "";
  }
  return { text, values };
}

/** A table, column or index name, quoted. */
export function name(identifier: string): Sql {
  return raw(`\`${identifier.replaceAll("`", "``")}\``);
}

/** Text that is already SQL. Never text of a caller's. */
export function raw(text: string): Sql {
  return { text, values: [] };
}

export function join(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map((part) => part.text).join(separator),
    values: parts.flatMap((part) => part.values),
  };
}

/** A statement given as its text and the values to bind, for texts compiled once and run often. */
export function bind(text: string, values: readonly SqlValue[]): Sql {
  return { text, values };
}

function isSql(hole: Sql | SqlValue | boolean): hole is Sql {
  return typeof hole === "object" && hole !== null && "text" in hole;
}
