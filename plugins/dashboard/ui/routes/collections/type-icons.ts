import type { IconName } from "../../icons.ts";

/** The picture of each collection type. */
export const typeIcons: Readonly<Record<string, IconName>> = { base: "table", auth: "users", view: "view" };

/** The picture of each field type. */
export const fieldIcons: Readonly<Record<string, IconName>> = {
  text: "letter",
  editor: "paragraph",
  number: "hash",
  bool: "toggle",
  email: "at",
  url: "link",
  date: "calendar",
  autodate: "clock",
  select: "choices",
  file: "file",
  relation: "relation",
  json: "braces",
  geoPoint: "place",
  password: "key",
};
