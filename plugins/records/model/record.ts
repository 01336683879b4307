import type { Collection } from "../../collections/model/collection.ts";

/** How a record is written out; the default shows what everybody may see. */
export interface ExportOptions {
  /** Hidden fields too. */
  readonly hidden?: "show";
  /** Unknown keys that were set too. */
  readonly customData?: "show";
}

/**
 * A record: its values, what they were when last saved, and what was expanded. Pure; host and scripts run this same code.
 * Values are kept normalised by their field type.
 */
export class RecordModel {
  readonly collection: Collection;
  #values = new Map<string, unknown>();
  // … the owner of this room writes the rest; others rely on the members below
  constructor(collection: Collection) {
    this.collection = collection;
  }

  get id(): string {
    return String(this.#values.get("id") ?? "");
  }
}
