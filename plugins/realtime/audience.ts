import type { RecordModel } from "../records/contract.ts";
import type { Client } from "./client.ts";
import type { Topic } from "./topic.ts";

/**
 * Clients who asked for the same thing with the same rights: what one may see, all may, so it is decided once.
 */
export interface Audience {
  readonly topic: Topic;
  readonly auth: RecordModel | undefined;
  readonly clients: ReadonlySet<Client>;
}

interface Group {
  readonly topic: Topic;
  readonly clients: Set<Client>;
}

/** Everybody's subscriptions, by path and then by who may see the same. */
export class Audiences {
  readonly #byPath = new Map<string, Map<string, Group>>();

  add(client: Client, topic: Topic): void {
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
  remove(client: Client, topic: Topic): void {
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
  at(path: string): readonly Audience[] {
    const groups = this.#byPath.get(path);
    if (groups === undefined) return nobody;
    return Array.from(groups.values(), ({ topic, clients }) => ({
      topic,
      auth: first(clients).auth,
      clients,
    }));
  }
}

const nobody: readonly Audience[] = [];

function keyOf({ auth }: Client, { text }: Topic): string {
  return auth === undefined ? text : `${auth.collection.id}/${auth.id}\n${text}`;
}

function first(clients: ReadonlySet<Client>): Client {
  return clients.values().next().value as Client; // an empty group is taken out at once
}
