import { setTimeout } from "node:timers/promises";
import type { Db, PluginScope } from "#kernel";
import type { RecordModel, Rules } from "../records/contract.ts";
import type { Audience as AudienceOf } from "./audience.ts";
import type { ClientBroker } from "./broker.ts";
import type { Client, SharedMessage } from "./client.ts";
import { type Action, type Change, Telling } from "./telling.ts";

type Audience = AudienceOf<Client>;

/** A message made for an audience, not sent yet. */
interface Prepared {
  readonly audience: Audience;
  readonly message: SharedMessage;
}

/** Milliseconds after which others get their turn. */
const sliceMs = 5;
const manyWaiting = 500;
const mostDelayMs = 5000;

/** A change of a record → those who asked for it and may see it. */
export class Deliveries {
  readonly #scope: PluginScope;
  readonly #rules: Rules;
  readonly #broker: ClientBroker;
  /** Changes that wait their turn: everybody hears of them in order. */
  readonly #waiting: (() => Promise<void>)[] = [];
  #isBusy = false;

  constructor(scope: PluginScope, rules: Rules, broker: ClientBroker) {
    this.#scope = scope;
    this.#rules = rules;
    this.#broker = broker;
  }

  /** Tells of a change that everybody can see by now. */
  async tell(action: Action, record: RecordModel): Promise<void> {
    const audiences = this.#audiencesOf(record);
    if (audiences.length === 0) return;
    const told = record.fresh(); // as it is now, whatever its owner does with it meanwhile
    await this.#inTurn(async () =>
      send(await this.#prepare(this.#scope.db, { action, record: told }, audiences)),
    );
  }

  /** Decides who may hear of a change while it can still be decided; the result tells them. */
  async prepare(db: Db, action: Action, record: RecordModel): Promise<() => Promise<void>> {
    const prepared = await this.#prepare(db, { action, record }, this.#audiencesOf(record));
    return () => this.#inTurn(async () => send(prepared));
  }

  /**
   * Does it now, or leaves it to whoever is at it. Never waits for others: a handler that is asked about one change may
   * itself make another, and would wait for itself.
   */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy) {
      const { length } = this.#waiting;
      this.#waiting.push(work);
      // Whoever changes more than can be told is slowed down, the more the longer the row.
      if (length > manyWaiting) await setTimeout(Math.min(length, mostDelayMs));
      return;
    }
    this.#isBusy = true;
    try {
      await work();
    } finally {
      this.#isBusy = false;
      const next = this.#waiting.shift();
      if (next !== undefined) void this.#inTurn(next);
    }
  }

  #audiencesOf({ collection, id }: RecordModel): readonly Audience[] {
    const { audiences } = this.#broker;
    const found: Audience[] = [];
    for (const name of [collection.name, collection.id]) {
      for (const path of [`${name}/*`, name, `${name}/${id}`]) found.push(...audiences.at(path));
    }
    return found;
  }

  async #prepare(db: Db, change: Change, audiences: readonly Audience[]): Promise<readonly Prepared[]> {
    const prepared: Prepared[] = [];
    const telling = new Telling(this.#scope, this.#rules, db, change);
    let began = performance.now();
    for (const audience of audiences) {
      const message = await telling.messageFor(audience);
      if (message !== undefined) prepared.push({ audience, message });
      if (performance.now() - began < sliceMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      began = performance.now();
    }
    return prepared;
  }
}

function send(prepared: readonly Prepared[]): void {
  for (const { audience, message } of prepared) {
    for (const client of audience.clients) client.sendShared(message);
  }
}
