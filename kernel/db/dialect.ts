/** Of a function; SQLite takes 1000. */
const mostArguments = 500;

/**
 * What SQL says differently from engine to engine: the one file that spells SQLite's own functions.
 * Arguments are SQL already (columns, holes or expressions), never values.
 */
export const dialect = {
  /** A table whose `value` column holds the items of a JSON list; anything else counts as a list of itself. */
  jsonEach: (list: string): string =>
    `json_each(CASE WHEN iif(json_valid(${list}), json_type(${list}) = 'array', FALSE) THEN ${list} ELSE json_array(${list}) END)`,

  /** The same for columns whose values are JSON lists if they begin like one: less than half the time of looking closer. */
  jsonEachOfList: (list: string): string =>
    `json_each(CASE WHEN ${list} LIKE '[%' THEN ${list} ELSE json_array(${list}) END)`,

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

  /** A single value as a JSON list of one, of none if it is empty; a list stays one. */
  jsonListOf: (value: string): string =>
    `CASE WHEN ifnull(${value}, '') = '' THEN '[]' ` +
    `WHEN json_valid(${value}) AND json_type(${value}) = 'array' THEN ${value} ELSE json_array(${value}) END`,

  /** The last item of a JSON list, '' of an empty one; a single value stays one. */
  jsonLast: (list: string): string =>
    `CASE WHEN ifnull(${list}, '[]') = '[]' THEN '' ` +
    `WHEN json_valid(${list}) AND json_type(${list}) = 'array' THEN ifnull(json_extract(${list}, '$[#-1]'), '') ` +
    `ELSE ${list} END`,

  /** Texts one after the other, in one go: `||` would copy what it has with every step. NULL counts as ''. */
  concat: (texts: readonly string[]): string => {
    let rest = texts;
    while (rest.length > mostArguments) {
      rest = [`concat(${rest.slice(0, mostArguments).join(",")})`, ...rest.slice(mostArguments)];
    }
    return `concat(${rest.join(",")})`;
  },

  /** Text as it stands in SQL. */
  literal: (text: string): string => `'${text.replaceAll("'", "''")}'`,

  /** All texts of a query's rows as one, with commas between them; NULL of no rows. */
  joinedTexts: (text: string): string => `group_concat(${text}, ',')`,

  /** A text as bytes. */
  bytes: (text: string): string => `CAST(${text} AS BLOB)`,

  /** A named query for a WITH, that is run once however often it is named. */
  workedOutOnce: (name: string, query: string): string => `${name} AS MATERIALIZED (${query})`,

  /** A page of rows. Without the sign, the statement would be compiled anew for every number bound to it. */
  page: "LIMIT +? OFFSET ?",

  /** A bound pattern as LIKE takes it; the sign is there for the same reason. */
  pattern: (bound: string): string => `(+${bound})`,

  /** The tables and views there are, by `name`. */
  tables: "(SELECT name FROM sqlite_master WHERE type IN ('table', 'view'))",

  /** The views there are, by `name`, with the `text` that makes them, in the order they were made. */
  views: "(SELECT name, sql AS text FROM sqlite_master WHERE type = 'view' ORDER BY rowid)",

  /** The indexes somebody made, by the name of their `tableName`, with the `text` that makes them. */
  indexes:
    "(SELECT tbl_name AS tableName, sql AS text FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL)",

  /** What makes a write to one table write to others, too: triggers, and keys with something to do when theirs goes. */
  reactions:
    "(SELECT name FROM sqlite_master WHERE type = 'trigger' OR (type = 'table' AND sql LIKE '%REFERENCES%'))",

  /** The columns of the table whose name is bound to its one hole. */
  columns: "(SELECT pk, cid, name, type, `notnull`, dflt_value FROM PRAGMA_TABLE_INFO(?))",

  /** After a value it is compared with: as the index does that does not tell cases apart. */
  ignoringCase: "COLLATE NOCASE",

  /** True for ASCII texts that differ in case alone, too. */
  sameInAnyCase: (a: string, b: string): string => `${a} = ${b} COLLATE NOCASE`,

  /** A character by its number. */
  character: (code: number): string => `char(${code})`,

  lower: (text: string): string => `LOWER(${text})`,

  formatTime: (args: readonly string[]): string => `strftime(${args.join(",")})`,

  /** Kilometres between two points, as the reference reckons them. */
  distance: (lonA: string, latA: string, lonB: string, latB: string): string =>
    `(6371 * acos(cos(radians(${latA})) * cos(radians(${latB})) * cos(radians(${lonB}) - radians(${lonA})) + ` +
    `sin(radians(${latA})) * sin(radians(${latB}))))`,

  /** The order in which rows were inserted; views have none. */
  rowOrder: (table?: string): string => (table === undefined ? "`_rowid_`" : `${table}.\`_rowid_\``),

  randomOrder: "RANDOM()",

  /** True for SQL that gives the same while its tables stay the same: it asks neither for chance nor for the time. */
  isSteady: (text: string): boolean => !/\b(?:random|strftime)\(/i.test(text),
} as const;
