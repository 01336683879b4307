import type { JsonShaper } from "#kernel";
import { pickItems } from "./pick.ts";

/** Answers with what `?fields=` asks for; errors are told whole. */
export const pickAsked: JsonShaper = (e, status, value) => {
  if (e.search === "" || status < 200 || status > 299) return value;
  const fields = e.query.get("fields");
  return fields === null || fields === ""
    ? value
    : pickItems(JSON.parse(JSON.stringify(value) ?? "null"), fields);
};
