/**
 * Something a plugin adds to the dashboard. Declared is data: what a panel shows is a folder of files that runs in a
 * sandboxed frame of its own, and this says where it stands and what it may ask for.
 */
export type Panel = PagePanel | RecordPanel | FieldPanel;

interface PanelBase {
  /** Lower-case letters, digits and dashes; the panel's address: `/_/panels/{id}/`. */
  readonly id: string;
  readonly title: string;
  /** Absolute path of the folder whose index.html is shown. Its files can be read by anybody. */
  readonly folder: string;
  /**
   * Requests the dashboard sends for the panel with the superuser's rights, such as `GET /api/shop/orders/{id}`:
   * method and path as they are, `{name}` for one segment. Nothing else can be asked for.
   */
  readonly calls?: readonly string[];
}

/** A page with an entry in the main menu. */
export interface PagePanel extends PanelBase {
  readonly at: "page";
}

/** A tab beside the form of a record. */
export interface RecordPanel extends PanelBase {
  readonly at: "record";
  /** Names of collections; all when left out. */
  readonly collections?: readonly string[];
  /** Names of the fields whose values it may change in the form; none when left out. */
  readonly changes?: readonly string[];
}

/** Stands in the form in place of the usual input of a field, and may change that field's value only. */
export interface FieldPanel extends PanelBase {
  readonly at: "field";
  /** `collection.field`, or `*.field` for the field of that name in every collection. */
  readonly fields: readonly string[];
}
