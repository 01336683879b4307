import type { Field } from "./field.ts";

/** True if a field's `onlyDomains` and `exceptDomains` allow the domain; they are compared letter by letter. */
export function isDomainAllowed(field: Field, domain: string): boolean {
  const only = (field.onlyDomains ?? []) as readonly string[];
  const except = (field.exceptDomains ?? []) as readonly string[];
  return (only.length === 0 || only.includes(domain)) && !except.includes(domain);
}
