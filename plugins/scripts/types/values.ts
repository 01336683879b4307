import type { Field } from "../../collections/contract.ts";

/** The type of a field's value as the API and its clients show it. */
export function clientType(field: Field): string {
  switch (field.type) {
    case "number":
      return "number";
    case "bool":
      return "boolean";
    case "json":
      return "unknown";
    case "geoPoint":
      return "{ lon: number; lat: number }";
    case "select":
      return listed(field, choice(field));
    case "relation":
    case "file":
      return listed(field, "string");
    default:
      return "string";
  }
}

/** The type of what `record.get()` gives a script. */
export function scriptType(field: Field): string {
  if (field.type === "json") return "JsonRaw";
  if (field.type === "date" || field.type === "autodate") return "DateTime";
  return clientType(field);
}

function choice({ values, required }: Field): string {
  if (!Array.isArray(values) || values.length === 0) return "string";
  const texts = values.map((value) => JSON.stringify(value));
  return (required === true ? texts : [...texts, '""']).join(" | ");
}

// One value as it is, several as a list, in which nothing is empty.
function listed(field: Field, one: string): string {
  if (Number(field.maxSelect ?? 0) <= 1) return one;
  const each = one.replace(/ \| ""$/, "");
  return each.includes("|") ? `(${each})[]` : `${each}[]`;
}
