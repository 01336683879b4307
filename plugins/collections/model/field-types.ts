import type { FieldType } from "./field.ts";
import { autodate } from "./fields/autodate.ts";
import { bool } from "./fields/bool.ts";
import { date } from "./fields/date.ts";
import { editor } from "./fields/editor.ts";
import { email } from "./fields/email.ts";
import { file } from "./fields/file.ts";
import { geoPoint } from "./fields/geo-point.ts";
import { json } from "./fields/json.ts";
import { number } from "./fields/number.ts";
import { password } from "./fields/password.ts";
import { relation } from "./fields/relation.ts";
import { select } from "./fields/select.ts";
import { text } from "./fields/text.ts";
import { url } from "./fields/url.ts";

const types: ReadonlyMap<string, FieldType> = new Map(
  [
    text,
    editor,
    number,
    bool,
    email,
    url,
    date,
    autodate,
    select,
    json,
    file,
    relation,
    password,
    geoPoint,
  ].map((type) => [type.name, type]),
);

export function fieldType(name: string): FieldType | undefined {
  return types.get(name);
}
