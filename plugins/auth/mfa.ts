import { type Db, Form, type RequestEvent } from "#kernel";
import type { RecordModel, RequestInfos, Rules } from "../records/contract.ts";
import { MfaExpired, MfaIdUnreadable, OtherMfaRecord, SameMfaMethod } from "./errors.ts";
import { authOptions } from "./options/read.ts";
import { isExpiredRow, type SystemRows } from "./system-rows.ts";

/** A second factor, remembered between two requests. */
export class Mfa {
  readonly #rows: SystemRows;
  readonly #rules: Rules;
  readonly #infos: RequestInfos;

  constructor(services: { readonly rows: SystemRows; readonly rules: Rules; readonly infos: RequestInfos }) {
    this.#rows = services.rows;
    this.#rules = services.rules;
    this.#infos = services.infos;
  }

  /**
   * Lets a sign-in by `method` through, or gives the id under which it waits for another one.
   * Throws 400 when it claims to be the second factor and is not.
   */
  async waitsAs(
    db: Db,
    request: RequestEvent,
    record: RecordModel,
    method: string,
  ): Promise<string | undefined> {
    const { mfa } = authOptions(record.collection);
    if (!mfa.enabled || method === "") return undefined;
    if (mfa.rule !== "" && !(await this.#isNeeded(db, request, record, mfa.rule))) return undefined;
    const id = await mfaIdOf(request);
    if (id === "") return await this.#remember(db, record, method);
    await this.#redeem(db, record, method, id);
    return undefined;
  }

  async #isNeeded(db: Db, request: RequestEvent, record: RecordModel, rule: string): Promise<boolean> {
    // The rule is asked about the caller, who is usually still a guest.
    return await this.#rules.canAccess(db, record, await this.#infos.of(request), rule);
  }

  async #remember(db: Db, record: RecordModel, method: string): Promise<string> {
    const row = this.#rows.create(db, "_mfas", record, { method });
    await this.#rows.save(db, row);
    return row.id;
  }

  async #redeem(db: Db, record: RecordModel, method: string, id: string): Promise<void> {
    const row = await this.#rows.byId(db, "_mfas", id);
    const { duration } = authOptions(record.collection).mfa;
    if (row === undefined || isExpiredRow(row, duration)) {
      if (row !== undefined) await this.#rows.delete(db, row);
      throw new MfaExpired();
    }
    const isOwn = row.get("recordRef") === record.id && row.get("collectionRef") === record.collection.id;
    if (!isOwn) throw new OtherMfaRecord();
    if (row.get("method") === method) throw new SameMfaMethod();
    if (!(await this.#rows.use(db, "_mfas", row))) throw new MfaExpired();
  }
}

async function mfaIdOf(request: RequestEvent): Promise<string> {
  try {
    return (await Form.of(request)).text("mfaId") || (request.query.get("mfaId") ?? "");
  } catch (cause) {
    throw new MfaIdUnreadable({}, { cause });
  }
}
