/**
 * SQL that writes a number as JSON.stringify does, NULL where that is not certain. A double has one shortest decimal of up
 * to 15 digits at most, so if 15 digits read back as the same double they are the ones; else 16, if it is clear how to
 * round to them. `%g` writes them without exponent between 1e-4 and 1e15.
 */
export function numberSql(value: string): string {
  const digits = (count: number): string => `printf('%.${count}g',${value})`;
  const same = (count: number): string => `CAST(${digits(count)} AS REAL)=${value}`;
  const isTie = `printf('%!.17g',${value}) LIKE '%5'`;
  const real =
    `CASE WHEN abs(${value}) BETWEEN 1e-4 AND 1e15 THEN CASE WHEN ${same(15)} THEN ${digits(15)} ` +
    `WHEN ${same(16)} AND NOT ${isTie} THEN ${digits(16)} END END`;
  return (
    `CASE typeof(${value}) WHEN 'integer' THEN ` +
    `CASE WHEN ${value} BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST(${value} AS TEXT) END ` +
    `WHEN 'real' THEN ${real} END`
  );
}
