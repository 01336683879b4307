import type { PluginScope } from "#kernel";
import type { Collections } from "../collections/contract.ts";
import type { EmptyLists } from "./empty-lists.ts";
import type { Enricher } from "./enrich.ts";
import type { Expander } from "./expand.ts";
import type { Finder } from "./find.ts";
import type { KeptPages } from "./kept-pages.ts";
import type { Rulebook } from "./rules/check.ts";
import type { Saver } from "./save.ts";

/** The parts of this room that its routes work with. */
export interface Parts {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly finder: Finder;
  readonly saver: Saver;
  readonly rulebook: Rulebook;
  readonly enricher: Enricher;
  readonly expander: Expander;
  readonly emptyLists: EmptyLists;
  readonly keptPages: KeptPages;
}
