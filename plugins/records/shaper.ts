import type { JsonShaper } from "#kernel";
import { pickItems } from "./pick.ts";

/**
 * Answers with what `?fields=` asks for; errors are told whole. Where it cannot be read, the answer is its status and
 * nothing else, for the reference has begun its answer by then.
 */
export const pickAsked: JsonShaper = (e, status, value) => {
  if (e.search === "" || status < 200 || status > 299) return value;
  const fields = e.query.get("fields");
  if (fields === null || fields === "") return value;
  try {
    return pickItems(JSON.parse(JSON.stringify(value) ?? "null"), fields);
  } catch (error) {
    e.send(status, "application/json", "");
    throw error;
  }
};
