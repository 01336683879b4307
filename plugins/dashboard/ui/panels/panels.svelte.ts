import type { CollectionField } from "pocketbase";
import type { FieldPanel, PagePanel, RecordPanel } from "../../model/panel.ts";
import { pb } from "../client.ts";
import type { Collection } from "../state/catalog.svelte.ts";
import type { PanelInfo } from "./host.ts";

type Shown<Kind> = Omit<Kind, "folder">;

/** What plugins add to the dashboard. */
class KnownPanels {
  list: readonly PanelInfo[] = $state.raw([]);

  async load(): Promise<void> {
    // A server that knows of no panels has none.
    this.list = await pb.send<readonly PanelInfo[]>("/api/isobase/panels", {}).catch(() => []);
  }

  get pages(): readonly Shown<PagePanel>[] {
    return this.list.filter((panel) => panel.at === "page");
  }

  besideRecordsOf(collection: Collection): readonly Shown<RecordPanel>[] {
    return this.list
      .filter((panel) => panel.at === "record")
      .filter(({ collections }) => collections === undefined || collections.includes(collection.name));
  }

  editorOf(collection: string, field: CollectionField): Shown<FieldPanel> | undefined {
    const names = [`${collection}.${field.name}`, `*.${field.name}`];
    return this.list
      .filter((panel) => panel.at === "field")
      .find(({ fields }) => fields.some((f) => names.includes(f)));
  }
}

export const knownPanels = new KnownPanels();
