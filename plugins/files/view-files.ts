import type { PluginScope } from "#kernel";
import type { Collection, Collections, Field } from "../collections/contract.ts";
import type { Records } from "../records/contract.ts";
import { fileFieldsOf, folderOf, namesIn } from "./keys.ts";

/** A view may be made of views, to this depth. */
const deepest = 5;
const mostKept = 1000;

/** Where the files are that a view shows: with the record of the collection the view took the name from. */
export class ViewFiles {
  readonly #scope: PluginScope;
  readonly #collections: Collections;
  readonly #records: Records;
  readonly #kept = new Map<string, string>();

  constructor(scope: PluginScope, collections: Collections, records: Records) {
    this.#scope = scope;
    this.#collections = collections;
    this.#records = records;
  }

  /** The folder of the record a file belongs to; undefined if none has it. */
  async folderOf(view: Collection, name: string): Promise<string | undefined> {
    const key = `${view.version}/${name}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const folder = await this.#search(view, name);
    if (folder === undefined) return undefined;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, folder);
    return folder;
  }

  async #search(view: Collection, name: string): Promise<string | undefined> {
    for (const source of this.#sources(view, deepest)) {
      for (const field of fileFieldsOf(source)) {
        const record = await this.#holder(source, field, name);
        if (record !== undefined) return folderOf(source.id, record.id);
      }
    }
    return undefined;
  }

  /** Collections with files that the query of a view names, directly or through other views. */
  #sources(view: Collection, depth: number): readonly Collection[] {
    const named = new Set(String(view.options.viewQuery).match(/\w+/g));
    return this.#collections
      .all(this.#scope.db)
      .filter((collection) => collection.id !== view.id && named.has(collection.name))
      .flatMap((collection) => {
        if (!collection.isView) return fileFieldsOf(collection).length > 0 ? [collection] : [];
        return depth > 0 ? this.#sources(collection, depth - 1) : [];
      });
  }

  async #holder(source: Collection, field: Field, name: string) {
    // Names of files are unique by their random part; a list of them is compared as text first.
    const filter = Number(field.maxSelect) > 1 ? `${field.name} ~ {:name}` : `${field.name} = {:name}`;
    const found = await this.#records.findByFilter(this.#scope.db, source, { filter, params: { name } });
    return found.find((record) => namesIn(record, field).includes(name));
  }
}
