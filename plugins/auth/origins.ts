import { createHash } from "node:crypto";
import type { Db, Logger, RequestEvent } from "#kernel";
import type { RecordModel } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { AuthLetters } from "./contract.ts";
import type { SystemRows } from "./system-rows.ts";

const keptOrigins = 5;
const longestAgent = 200;
const mailPatienceMs = 15_000;

interface Origin {
  readonly fingerprint: string;
  readonly info: string;
}

/** Where a record signs in from; a new place is told to it by mail. */
export class Origins {
  readonly #rows: SystemRows;
  readonly #settings: Settings;
  readonly #letters: AuthLetters;
  readonly #log: Logger;

  constructor(services: {
    readonly rows: SystemRows;
    readonly settings: Settings;
    readonly letters: AuthLetters;
    readonly log: Logger;
  }) {
    this.#rows = services.rows;
    this.#settings = services.settings;
    this.#letters = services.letters;
    this.#log = services.log;
  }

  /** Remembers where this sign-in came from, unless the mail about it fails soon. */
  async note(db: Db, request: RequestEvent, record: RecordModel): Promise<void> {
    const origin = this.#originOf(request);
    const known = await this.#rows.of(db, "_authOrigins", record);
    const same = known.find((row) => row.get("fingerprint") === origin.fingerprint);
    if (same !== undefined) return await this.#rows.save(db, same); // seen now
    for (const oldest of known.slice(keptOrigins - 1)) await this.#rows.delete(db, oldest);
    const isFirst = known.length === 0;
    if (!isFirst && record.getString("email") !== "") await this.#alert(db, record, origin.info);
    const { fingerprint } = origin;
    await this.#rows.save(db, this.#rows.create(db, "_authOrigins", record, { fingerprint }));
  }

  #originOf(request: RequestEvent): Origin {
    const agent = [...request.header("user-agent")].slice(0, longestAgent).join("");
    const ip = this.#settings.realIp(request);
    const date = new Date().toISOString().replace("T", " ");
    return {
      fingerprint: createHash("md5")
        .update(ip + agent)
        .digest("hex"),
      info: `${date} - ${ip} ${agent}`,
    };
  }

  async #alert(db: Db, record: RecordModel, info: string): Promise<void> {
    const sent = this.#letters.authAlert(db, record, info);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((over) => {
      timer = setTimeout(() => {
        sent.catch((error: unknown) => {
          this.#log.error("Failed to send the login alert", { error, recordId: record.id });
        });
        over();
      }, mailPatienceMs);
    });
    await Promise.race([sent, patience]).finally(() => clearTimeout(timer));
  }
}
