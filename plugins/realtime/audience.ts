import type { RecordModel } from "../records/contract.ts";
import type { Topic } from "./topic.ts";

/** Somebody who asks for topics. */
export interface Member {
  readonly auth: RecordModel | undefined;
}

/**
 * Clients who asked for the same thing with the same rights: what one may see, all may, so it is decided once.
 */
export interface Audience<M extends Member> {
  readonly topic: Topic;
  readonly auth: RecordModel | undefined;
  readonly clients: ReadonlySet<M>;
}

interface Group<M> {
  readonly topic: Topic;
  readonly clients: Set<M>;
}

/** Everybody's subscriptions, by path and then by who may see the same. */
export class Audiences<M extends Member> {
  readonly #byPath = new Map<string, Map<string, Group<M>>>();

  add(client: M, topic: Topic): void {
    let groups = this.#byPath.get(topic.path);
    if (groups === undefined) {
      groups = new Map();
      this.#byPath.set(topic.path, groups);
    }
    const key = keyOf(client, topic);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { topic, clients: new Set([client]) });
    else group.clients.add(client);
  }

  /** To be called with the auth the client had when it was added. */
  remove(client: M, topic: Topic): void {
    const groups = this.#byPath.get(topic.path);
    const key = keyOf(client, topic);
    const group = groups?.get(key);
    if (groups === undefined || group === undefined) return;
    group.clients.delete(client);
    if (group.clients.size > 0) return;
    groups.delete(key);
    if (groups.size === 0) this.#byPath.delete(topic.path);
  }

  /** Those who asked for a path. */
  at(path: string): readonly Audience<M>[] {
    const groups = this.#byPath.get(path);
    if (groups === undefined) return [];
    return Array.from(groups.values(), ({ topic, clients }) => ({
      topic,
      auth: first(clients).auth,
      clients,
    }));
  }
}

function keyOf({ auth }: Member, { text }: Topic): string {
  return auth === undefined ? text : `${auth.collection.id}/${auth.id}\n${text}`;
}

function first<M>(clients: ReadonlySet<M>): M {
  return clients.values().next().value as M; // an empty group is taken out at once
}
