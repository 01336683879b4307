import type { CollectionModel } from "pocketbase";
import { pb } from "../client.ts";

type Collection = CollectionModel;

/** Every collection of the server, kept in step with what is changed here. */
class Catalog {
  list: readonly Collection[] = $state.raw([]);
  loaded = $state(false);
  scaffolds: Readonly<Record<string, Collection>> = $state.raw({});

  find(nameOrId: string): Collection | undefined {
    const wanted = nameOrId.toLowerCase();
    return this.list.find((c) => c.id === nameOrId || c.name.toLowerCase() === wanted);
  }

  async load(): Promise<void> {
    this.list = await pb.collections.getFullList({ batch: 500 });
    this.loaded = true;
  }

  async loadScaffolds(): Promise<void> {
    if (Object.keys(this.scaffolds).length > 0) return;
    this.scaffolds = await pb.collections.getScaffolds();
  }

  put(collection: Collection): void {
    const at = this.list.findIndex((c) => c.id === collection.id);
    this.list = at < 0 ? [...this.list, collection] : this.list.with(at, collection);
  }

  drop(id: string): void {
    this.list = this.list.filter((c) => c.id !== id);
  }
}

export const catalog = new Catalog();
export type { Collection };
