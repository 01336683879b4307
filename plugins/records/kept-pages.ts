import { type Db, dialect, type PluginScope, type Sql, type SqlValue, type Stand } from "#kernel";
import type { Collections } from "../collections/contract.ts";

/** Bytes of pages that were asked for lately; as many again of those before. */
const mostBytes = 4 * 1024 * 1024;
/** What a page takes besides its own bytes. */
const overhead = 500;
const mostTexts = 1000;

/** The records of a page as JSON, with commas between them. */
export interface WrittenPage {
  /** As it is sent. Undefined if SQLite cannot write one of them. */
  readonly json: Buffer | undefined;
  readonly found: number;
  /** How many there are on all pages; -1 if that was not asked. */
  readonly total: number;
}

interface Kept {
  /** How often its tables had been written to before it was read. */
  readonly stand: Stand;
  /** Undefined until it is asked for again: most pages never are. */
  readonly page: WrittenPage | undefined;
}

/** What is read off the text of a question. */
interface Sources {
  readonly isSteady: boolean;
  /** Its tables, and other names. */
  readonly names: readonly string[];
}

/** By the text of a question, and the values bound to it. */
type Pages = Map<string, Map<string, Kept>>;

/** Pages as they were written lately, each for as long as nobody writes to the tables it is from. */
export class KeptPages {
  readonly #scope: Pick<PluginScope, "writes">;
  readonly #collections: Collections;
  readonly #sources = new Map<string, Sources>();
  #young: Pages = new Map();
  #old: Pages = new Map();
  #bytes = 0;

  constructor(scope: Pick<PluginScope, "writes">, collections: Collections) {
    this.#scope = scope;
    this.#collections = collections;
  }

  /** The answer to a question; `write` works it out where it is not known. */
  async read(db: Db, { text, values }: Sql, write: () => Promise<WrittenPage>): Promise<WrittenPage> {
    // A transaction sees what nobody else does.
    if (db.inTransaction || !values.every(isPlain)) return await write();
    const { writes } = this.#scope;
    writes.noticeOthers();
    const key = JSON.stringify(values);
    const known = this.#young.get(text)?.get(key) ?? this.#old.get(text)?.get(key);
    const isValid = known !== undefined && writes.isStill(known.stand);
    if (isValid && known.page !== undefined) return known.page;
    const tables = this.#tablesOf(db, text);
    if (tables === undefined) return await write();
    const stand = tables.flatMap((table) => writes.standOf(table)); // before it is read
    const page = await write();
    this.#keep(text, key, { stand, page: isValid && page.json !== undefined ? page : undefined });
    return page;
  }

  #keep(text: string, key: string, kept: Kept): void {
    this.#bytes += overhead + 2 * key.length + (kept.page?.json?.length ?? 0);
    const pages = this.#young.get(text) ?? new Map<string, Kept>();
    this.#young.set(text, pages.set(key, kept));
    if (this.#bytes < mostBytes) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#bytes = 0;
  }

  /** Undefined where there is no telling: views alone know what they read, and some questions are about the time. */
  #tablesOf(db: Db, text: string): readonly string[] | undefined {
    const { isSteady, names } = this.#sources.get(text) ?? this.#keepSources(text);
    if (!isSteady) return undefined;
    const found = names.map((name) => this.#collections.find(db, name)).filter((one) => one !== undefined);
    return found.some(({ isView }) => isView) ? undefined : found.map(({ name }) => name);
  }

  /** All names in a text: every table goes by its own at least once. */
  #keepSources(text: string): Sources {
    const quoted = [...text.matchAll(/`((?:[^`]|``)+)`/g)].map(([, name = ""]) => name.replaceAll("``", "`"));
    const sources = { isSteady: dialect.isSteady(text), names: [...new Set(quoted)] };
    if (this.#sources.size >= mostTexts) this.#sources.clear();
    this.#sources.set(text, sources);
    return sources;
  }
}

/** Values that are the same when they are written the same. */
function isPlain(value: SqlValue): boolean {
  return value === null || typeof value === "string" || Number.isFinite(value);
}
