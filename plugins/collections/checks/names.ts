import { reservedNames } from "../model/reserved-names.ts";
import { first, type Issue, lengthBetween, matches, notIn, noVia, required } from "./issues.ts";

/** What is wrong with the name of a field. */
export function nameIssue(name: string): Issue {
  return first(
    () => required(name),
    () => lengthBetween(name, 1, 100),
    () => noVia(name),
    () => matches(name, /^\w+$/),
    () => notIn(name, reservedNames),
  );
}
