import { type Db, type PluginScope, stringify } from "#kernel";
import {
  isSuperuser,
  onRecordEnrich,
  type RecordModel,
  type RequestInfo,
  type Rules,
} from "../records/contract.ts";
import type { Audience, Member } from "./audience.ts";
import { type SharedMessage, shared } from "./client.ts";

export type Action = "create" | "update" | "delete";

export interface Change {
  readonly action: Action;
  readonly record: RecordModel;
}

type Asking = Pick<Audience<Member>, "topic" | "auth">;

/**
 * What a change is for those who asked for it: whether they may know is decided once for each of them, and what they are
 * told is written once for all who are shown the same.
 */
export class Telling {
  readonly #scope: PluginScope;
  readonly #rules: Rules;
  readonly #db: Db;
  readonly #change: Change;
  readonly #known = new Map<string, boolean>();
  readonly #data = new Map<string, string>();
  readonly #messages = new Map<string, SharedMessage>();

  constructor(scope: PluginScope, rules: Rules, db: Db, change: Change) {
    this.#scope = scope;
    this.#rules = rules;
    this.#db = db;
    this.#change = change;
  }

  /** Undefined if they may not know. A failure is theirs alone. */
  async messageFor(asking: Asking): Promise<SharedMessage | undefined> {
    try {
      return (await this.#maySee(asking)) ? await this.#message(asking) : undefined;
    } catch (error) {
      this.#scope.log.debug("A realtime message could not be made.", { error, topic: asking.topic.text });
      return undefined;
    }
  }

  async #maySee(asking: Asking): Promise<boolean> {
    const { record } = this.#change;
    const isOne = asking.topic.path.endsWith(`/${record.id}`);
    const key = `${isOne ? "view" : "list"} ${nameOf(asking)} ${optionsOf(asking)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const info = infoOf(asking);
    const { viewRule, listRule } = record.collection;
    const { filter } = info.query;
    const may =
      (await this.#rules.canAccess(this.#db, record, info, isOne ? viewRule : listRule)) &&
      (!filter || (await this.#rules.meetsFilter(this.#db, record, info, filter)));
    this.#known.set(key, may);
    return may;
  }

  async #message(asking: Asking): Promise<SharedMessage> {
    const { text } = asking.topic;
    const look = `${this.#lookOf(asking)} ${optionsOf(asking)}`;
    const key = `${text}\n${look}`;
    const known = this.#messages.get(key);
    if (known !== undefined) return known;
    const data = this.#data.get(look) ?? (await this.#write(infoOf(asking)));
    const message = shared(text, data);
    this.#data.set(look, data);
    this.#messages.set(key, message);
    return message;
  }

  /** Equal for those who are shown a record alike: all but superusers, unless accounts, relations or handlers make a difference. */
  #lookOf(asking: Asking): string {
    const { record } = this.#change;
    const isPersonal =
      record.collection.isAuth ||
      asking.topic.options.query.expand ||
      this.#scope.hears(onRecordEnrich, record.hookTags);
    if (isPersonal) return nameOf(asking);
    return isSuperuser(infoOf(asking)) ? "all" : "public";
  }

  async #write(info: RequestInfo): Promise<string> {
    const { action, record } = this.#change;
    const { expand, fields } = info.query;
    const shown = record.fresh();
    await this.#rules.enrichFor(this.#db, info, [shown], expand ? expand.split(",") : []);
    const value = fields ? this.#rules.pick(shown.publicExport(), fields) : shown.publicExport();
    return `{"record":${stringify(value)},"action":"${action}"}`;
  }
}

function infoOf({ topic, auth }: Asking): RequestInfo {
  const { query, headers } = topic.options;
  return { context: "realtime", method: "GET", query, headers, body: {}, auth };
}

function nameOf({ auth }: Asking): string {
  return auth === undefined ? "" : `${auth.collection.id}/${auth.id}`;
}

function optionsOf({ topic }: Asking): string {
  return topic.text.slice(topic.path.length);
}
