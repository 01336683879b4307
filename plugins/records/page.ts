import {
  BadRequest,
  bind,
  type Db,
  dialect,
  escapeJsonBytes,
  type Row,
  type Sql,
  type SqlValue,
} from "#kernel";
import type { RequestInfo } from "./contract.ts";
import { unwrittenByte } from "./json-text.ts";
import type { KeptPages, WrittenPage } from "./kept-pages.ts";
import { keptText } from "./kept-texts.ts";
import type { ListQuery } from "./list-query.ts";
import type { Answer, Question } from "./rules/compile.ts";
import type { Parts } from "./services.ts";
import { statementsOf } from "./statements.ts";

/** One page of a question about a collection's records. */
export class Page {
  readonly #keptPages: KeptPages;
  readonly #db: Db;
  readonly #asked: ListQuery;
  readonly #table: string;
  readonly #answer: Answer;

  constructor(
    parts: Pick<Parts, "rulebook" | "keptPages">,
    db: Db,
    info: RequestInfo,
    asked: ListQuery,
    question: Omit<Question, "strategy">,
  ) {
    this.#keptPages = parts.keptPages;
    this.#db = db;
    this.#asked = asked;
    this.#table = statementsOf(question.collection).table;
    // Without a sort a page is full after few rows; with one, all that match are looked at first.
    const strategy = asked.sort === "" ? "page" : "set";
    this.#answer = parts.rulebook.compile(
      db,
      { ...question, strategy: asked.skipTotal ? strategy : "list" },
      info,
    );
  }

  /** As SQLite writes it, in one statement, given the SQL of one row's JSON. */
  async written(row: Sql): Promise<WrittenPage> {
    const { skipTotal } = this.#asked;
    if (this.#isEmpty) return { json: empty, found: 0, total: skipTotal ? -1 : 0 };
    // Whether there is a total is told by the shape: with one, the question is another from the start.
    const text = this.#keep(row.text, () => this.#writing(row, skipTotal));
    const counting = skipTotal ? [] : this.#countingValues();
    const values = [...counting, ...row.values, ...this.#pageValues()];
    const question = bind(text, [...(this.#answer.lead?.values ?? []), ...values]);
    return await this.#keptPages.read(this.#db, question, async () => {
      const [page] = await this.#ask(text, values);
      const { json, found, total } = page as { json: Uint8Array | null; found: number; total?: number };
      const isWhole = json?.indexOf(unwrittenByte) === -1;
      return {
        json: json === null ? empty : isWhole ? escapeJsonBytes(asBuffer(json)) : undefined,
        found,
        total: skipTotal ? -1 : (total ?? this.#before + found),
      };
    });
  }

  /** As rows, for those who need the records. */
  async rows(): Promise<Row[]> {
    if (this.#isEmpty) return [];
    return await this.#ask(
      this.#keep("rows", () => this.#select("*")),
      this.#pageValues(),
    );
  }

  /** How many there are on all pages, for rows; -1 if that was not asked. */
  async total(found: number): Promise<number> {
    const { page, perPage, skipTotal } = this.#asked;
    if (skipTotal) return -1;
    if (this.#isEmpty) return 0;
    const isLast = found < perPage && (found > 0 || page === 1);
    if (isLast) return this.#before + found;
    const text = this.#keep("total", () => this.#count());
    const [row] = await this.#ask(text, this.#answer.all?.values ?? []);
    return Number(row?.total);
  }

  get #isEmpty(): boolean {
    return this.#answer.where?.text === "0";
  }

  /** Records on the pages before. */
  get #before(): number {
    return (this.#asked.page - 1) * this.#asked.perPage;
  }

  /** A page that is not full is the last, and tells the total by itself. */
  #writing(row: Sql, skipTotal: boolean): string {
    const rows = `(${this.#select(`${row.text} AS text`)})`;
    const json = dialect.bytes(dialect.joinedTexts("text"));
    const written = `SELECT ${json} AS json, COUNT(*) AS found FROM ${rows}`;
    if (skipTotal) return written;
    const total = `CASE WHEN found < ? AND (found > 0 OR ? = 0) THEN NULL ELSE (${this.#count()}) END`;
    return `SELECT json, found, ${total} AS total FROM (${written})`;
  }

  #countingValues(): readonly SqlValue[] {
    return [this.#asked.perPage, this.#before, ...(this.#answer.all?.values ?? [])];
  }

  #select(columns: string): string {
    const { where, order } = this.#answer;
    const condition = where === undefined ? "" : ` WHERE ${where.text}`;
    const sorted = order === undefined ? "" : ` ORDER BY ${order.text}`;
    return `SELECT ${columns} FROM ${this.#table}${condition}${sorted} ${dialect.page}`;
  }

  #pageValues(): readonly SqlValue[] {
    return [...(this.#answer.where?.values ?? []), this.#asked.perPage, this.#before];
  }

  #count(): string {
    const { all } = this.#answer;
    return `SELECT COUNT(*) AS total FROM ${this.#table}${all === undefined ? "" : ` WHERE ${all.text}`}`;
  }

  #keep(asked: string, make: () => string): string {
    return keptText(this.#answer.shape, asked, () => (this.#answer.lead?.text ?? "") + make());
  }

  /** A question SQLite cannot answer is the caller's mistake. */
  async #ask(text: string, values: readonly SqlValue[]): Promise<Row[]> {
    const query = bind(text, [...(this.#answer.lead?.values ?? []), ...values]);
    try {
      return await this.#db.scanRows(query);
    } catch (cause) {
      throw new BadRequest({}, { cause });
    }
  }
}

const empty = Buffer.alloc(0);

/** What came from another thread is no Buffer any more. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
