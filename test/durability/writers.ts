import { existsSync } from "node:fs";
import path from "node:path";
import { Connection } from "../../kernel/db/connection.ts";
import { raw } from "../../kernel/db/sql.ts";

export interface Written {
  readonly id: string;
  /** Name of its file; "" for none. */
  readonly file: string;
}

const enoughAnswers = 20;

/** Several clients that create records, one after the other, until the server is gone; every third with a file. */
export class Writers {
  readonly answered: Written[] = [];
  /** Answers other than success; none are expected. */
  readonly refused: string[] = [];
  /** Settles when every client may have had an answer, however slow the machine; or when the server is gone. */
  readonly begun: Promise<void>;
  readonly #done: Promise<unknown>;
  #begin: () => void = () => {};
  #count = 0;

  constructor(url: string, token: string, clients: number) {
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.#done = Promise.all(Array.from({ length: clients }, () => this.#write(url, token)));
  }

  /** Settles when all have noticed that the server is gone. */
  async finished(): Promise<void> {
    await this.#done;
  }

  async #write(url: string, token: string): Promise<void> {
    for (;;) {
      const answer = await this.#create(url, token).catch(() => undefined);
      if (answer === undefined || this.answered.length >= enoughAnswers) this.#begin();
      if (answer === undefined) return; // cut off: this write may or may not be there
      if (answer.status === 200) this.answered.push(answer.body);
      else this.refused.push(`${answer.status} ${JSON.stringify(answer.body)}`);
      if (answer.status !== 200) return;
    }
  }

  #create(url: string, token: string): Promise<{ status: number; body: Written }> {
    const n = this.#count++;
    return createRecord(url, token, { n, bytes: n % 3 === 0 ? 10 : 0 });
  }
}

/** Creates a record, with a file of so many bytes. */
export async function createRecord(
  url: string,
  token: string,
  { n, bytes }: { readonly n: number; readonly bytes: number },
): Promise<{ status: number; body: Written }> {
  const form = new FormData();
  form.set("n", String(n));
  if (bytes > 0) form.set("file", new Blob([Buffer.alloc(bytes, "x")]), "note.txt");
  const answer = await fetch(`${url}/api/collections/writes/records`, {
    method: "POST",
    headers: { authorization: token },
    body: form,
  });
  return { status: answer.status, body: (await answer.json()) as Written };
}

/** Signs in and makes the collection the writers write to. */
export async function prepare(url: string, email: string, password: string): Promise<string> {
  const signedIn = await post(`${url}/api/collections/_superusers/auth-with-password`, "", {
    identity: email,
    password,
  });
  const { token } = (await signedIn.json()) as { token: string };
  const fields = [
    { name: "n", type: "number" },
    { name: "file", type: "file", maxSelect: 1, maxSize: 10_000_000 },
  ];
  await post(`${url}/api/collections`, token, { name: "writes", type: "base", fields });
  return token;
}

/** What is missing in a data folder nobody uses: unsound databases, answered writes, files of records. */
export function findLosses(dir: string, answered: readonly Written[]): readonly string[] {
  const connection = new Connection(path.join(dir, "data.db"));
  try {
    const [state] = connection.column<string>(raw("PRAGMA integrity_check"));
    const collection = connection.value<string>(raw("SELECT id FROM _collections WHERE name = 'writes'"));
    const rows = connection.all<{ id: string; file: string }>(raw("SELECT id, file FROM writes"));
    const ids = new Set(rows.map(({ id }) => id));
    const fileOf = (row: Written): string => path.join(dir, "storage", String(collection), row.id, row.file);
    return [
      ...(state === "ok" ? [] : [`integrity_check: ${state}`]),
      ...answered.filter(({ id }) => !ids.has(id)).map(({ id }) => `record ${id} was answered and is gone`),
      ...rows
        .filter((row) => row.file !== "" && !existsSync(fileOf(row)))
        .map(({ id }) => `record ${id} lost its file`),
    ];
  } finally {
    connection.close();
  }
}

function post(url: string, token: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token !== "" && { authorization: token }) },
    body: JSON.stringify(body),
  });
}
