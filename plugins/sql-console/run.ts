import { type Database, raw, type SqlValue } from "#kernel";
import { asCell } from "./cell.ts";
import { EmptyQuery, OutsideOfConsole } from "./errors.ts";
import { splitStatements, withoutComments } from "./split.ts";

export interface SqlAnswer {
  /** Milliseconds. */
  readonly execTime: number;
  readonly affectedRows: number;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const mostRows = 1000;
const writes = /^(?:insert|create|update|delete|drop|detach|alter|replace)\b/i;
// These would outlive the request, on a connection that others use.
const lingering = /^(?:begin|commit|end|rollback|savepoint|release|attach|detach)\b/i;
const definesTrigger = /\bcreate\s+(?:temp\w*\s+)?trigger\b/i;

/** Runs what was typed into the console: changes as one transaction, questions one by one; the last answers. */
export async function runSql(db: Database, script: string): Promise<SqlAnswer> {
  const started = performance.now();
  if (withoutComments(script).trim() === "") throw new EmptyQuery();
  const answer = writes.test(withoutComments(script)) ? await change(db, script) : await askAll(db, script);
  return { execTime: Math.floor(performance.now() - started), ...answer };
}

type Answer = Omit<SqlAnswer, "execTime">;

async function change(db: Database, script: string): Promise<Answer> {
  if (!definesTrigger.test(script)) refuseLingering(script); // whose body has statements, and an END, of its own
  const affectedRows = await db.transaction(async (tx) => {
    await tx.script(script);
    // As in the reference: what the connection changed last, whatever the script did besides.
    return (await tx.value<number>(raw("SELECT changes()"))) ?? 0;
  });
  return { affectedRows, columns: [], rows: [] };
}

async function askAll(db: Database, script: string): Promise<Answer> {
  let answer: Answer = { affectedRows: 0, columns: [], rows: [] };
  for (const statement of splitStatements(script)) {
    refuseLingering(statement);
    answer = await ask(db, statement);
  }
  return answer;
}

async function ask(db: Database, statement: string): Promise<Answer> {
  // `WITH … INSERT`, `VACUUM` and their like give no rows and need the one connection that writes.
  if (!db.isReading(statement)) {
    await db.script(statement);
    return { affectedRows: 0, columns: [], rows: [] };
  }
  const { columns, rows } = await db.table(raw(statement), { limit: mostRows, text: "typed" });
  return {
    affectedRows: 0,
    columns: columns.map(({ name, type }) => ({ name, type: (type ?? "").toUpperCase(), nullable: true })),
    rows: rows.map((row: readonly SqlValue[]) => row.map(asCell)),
  };
}

function refuseLingering(script: string): void {
  for (const statement of splitStatements(script)) {
    if (lingering.test(withoutComments(statement))) throw new OutsideOfConsole();
  }
}
