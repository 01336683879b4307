import { type Collection, catalog } from "./catalog.svelte.ts";

/** A collection as it is being edited; kept here so that walking about loses nothing. */
export class CollectionDraft {
  readonly original: Collection;
  value: Collection = $state() as Collection;
  errors: Readonly<Record<string, string>> = $state.raw({});
  readonly #before: string;

  constructor(original: Collection) {
    this.original = original;
    this.value = structuredClone(original);
    this.#before = JSON.stringify(original);
  }

  get isNew(): boolean {
    return this.original.id === "";
  }

  readonly changed = $derived.by(() => JSON.stringify(this.value) !== this.#before);

  /** True when one of the server's complaints is about this part. */
  complains(...parts: readonly string[]): boolean {
    return Object.keys(this.errors).some((path) =>
      parts.some((part) => path === part || path.startsWith(`${part}.`)),
    );
  }
}

class Drafts {
  #kept: ReadonlyMap<string, CollectionDraft> = $state.raw(new Map());

  of(collection: Collection): CollectionDraft | undefined {
    return this.#kept.get(collection.id);
  }

  /** The draft under way, or a fresh one from what the server has. */
  open(collection: Collection): CollectionDraft {
    const known = this.#kept.get(collection.id);
    if (known !== undefined && (known.changed || known.original === collection)) return known;
    return this.put(new CollectionDraft(collection));
  }

  put(draft: CollectionDraft): CollectionDraft {
    this.#kept = new Map(this.#kept).set(draft.original.id, draft);
    return draft;
  }

  drop(id: string): void {
    const kept = new Map(this.#kept);
    kept.delete(id);
    this.#kept = kept;
  }

  changed(collection: Collection): boolean {
    return this.of(collection)?.changed ?? false;
  }

  get anyChanged(): boolean {
    return catalog.list.some((collection) => this.changed(collection));
  }
}

export const drafts = new Drafts();

// Leaving the tab is the one way a draft can be lost.
window.addEventListener("beforeunload", (e) => {
  if (drafts.anyChanged) e.preventDefault();
});
