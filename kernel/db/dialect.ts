/**
 * What SQL says differently from engine to engine: the one file that spells SQLite's own functions.
 * Arguments are SQL already (columns, holes or expressions), never values.
 */
export const dialect = {
  /** A table whose `value` column holds the items of a JSON list; anything else counts as a list of itself. */
  jsonEach: (list: string): string =>
    `json_each(CASE WHEN iif(json_valid(${list}), json_type(${list}) = 'array', FALSE) THEN ${list} ELSE json_array(${list}) END)`,

  /** The same for what is known to be a JSON list. */
  jsonItems: (list: string): string => `json_each(${list})`,

  /** How many items a JSON list has; '' and NULL have none, other scalars one. */
  jsonLength: (list: string): string =>
    `json_array_length(CASE WHEN iif(json_valid(${list}), json_type(${list}) = 'array', FALSE) THEN ${list} ` +
    `ELSE (CASE WHEN ${list} = '' OR ${list} IS NULL THEN json_array() ELSE json_array(${list}) END) END)`,

  /** What lies at `path` (`.a.b[0]`, or "" for all of it) of a JSON value; text that is no JSON counts as a string. */
  jsonExtract(json: string, path: string): string {
    const text = path.replaceAll("'", "''");
    const inside = `'$${text}'`;
    const wrapped = `'$.pb${text}'`;
    return (
      `(CASE WHEN json_valid(${json}) THEN JSON_EXTRACT(${json}, ${inside}) ` +
      `ELSE JSON_EXTRACT(json_object('pb', ${json}), ${wrapped}) END)`
    );
  },

  /** After a value it is compared with: as the index does that does not tell cases apart. */
  ignoringCase: "COLLATE NOCASE",

  lower: (text: string): string => `LOWER(${text})`,

  formatTime: (args: readonly string[]): string => `strftime(${args.join(",")})`,

  /** Kilometres between two points, as the reference reckons them. */
  distance: (lonA: string, latA: string, lonB: string, latB: string): string =>
    `(6371 * acos(cos(radians(${latA})) * cos(radians(${latB})) * cos(radians(${lonB}) - radians(${lonA})) + ` +
    `sin(radians(${latA})) * sin(radians(${latB}))))`,

  /** The order in which rows were inserted; views have none. */
  rowOrder: (table: string): string => `${table}.\`_rowid_\``,

  randomOrder: "RANDOM()",
} as const;
