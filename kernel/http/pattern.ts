import { defineError } from "../errors.ts";

/**
 * Path patterns as Go's ServeMux (and so the reference) reads them: `[METHOD ][host]/path`, with `{name}` for one segment,
 * `{name...}` for the rest, `{$}` for the exact end, and a trailing slash for everything below.
 */
export interface Pattern {
  /** Upper case; "" for every method. */
  readonly method: string;
  readonly host: string;
  readonly segments: readonly Segment[];
  readonly text: string;
}

export type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "one"; readonly name: string }
  | { readonly kind: "rest"; readonly name: string }
  | { readonly kind: "end" };

export const InvalidPattern = defineError("invalid_pattern", 500, "Invalid route pattern.");

export function parsePattern(method: string, text: string): Pattern {
  const slash = text.indexOf("/");
  if (slash === -1) throw invalid(text, 'a path that starts with "/" is missing');
  const host = text.slice(0, slash);
  if (host.includes("{")) throw invalid(text, "the host must be plain text");
  const parts = text.slice(slash + 1).split("/");
  const names = new Set<string>();
  const segments = parts.map((part, index): Segment => readSegment(part, index === parts.length - 1, text));
  for (const segment of segments) {
    if (!("name" in segment) || segment.name === "") continue;
    if (names.has(segment.name)) throw invalid(text, `duplicate wildcard name "${segment.name}"`);
    names.add(segment.name);
  }
  return {
    method: method.toUpperCase(),
    host,
    segments,
    text: `${method ? `${method.toUpperCase()} ` : ""}${text}`,
  };
}

function readSegment(part: string, isLast: boolean, text: string): Segment {
  if (part === "" && isLast) return { kind: "rest", name: "" }; // a trailing slash matches everything below
  const wildcard = /^\{(.*)\}$/.exec(part);
  if (wildcard === null) {
    if (/[{}]/.test(part)) throw invalid(text, "a wildcard must fill its segment");
    return { kind: "literal", text: decode(part) };
  }
  const inner = wildcard[1] ?? "";
  if (inner === "$") {
    if (!isLast) throw invalid(text, "{$} must stand at the end");
    return { kind: "end" };
  }
  const isRest = inner.endsWith("...");
  const name = isRest ? inner.slice(0, -3) : inner;
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw invalid(text, `bad wildcard name "${name}"`);
  if (!isRest) return { kind: "one", name };
  if (!isLast) throw invalid(text, "{name...} must stand at the end");
  return { kind: "rest", name };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function invalid(text: string, why: string): Error {
  const error = new InvalidPattern({ pattern: text });
  error.message = `Invalid route pattern "${text}": ${why}.`;
  return error;
}

type Relation = "equal" | "narrower" | "wider" | "disjoint" | "overlapping";

/** How the paths `a` matches relate to those `b` matches. */
export function compare(a: Pattern, b: Pattern): Relation {
  if (a.host !== b.host) return a.host === "" ? "wider" : b.host === "" ? "narrower" : "disjoint";
  return combine(compareMethods(a.method, b.method), comparePaths(a.segments, b.segments));
}

function compareMethods(a: string, b: string): Relation {
  if (a === b) return "equal";
  if (a === "") return "wider";
  if (b === "") return "narrower";
  if (a === "GET" && b === "HEAD") return "wider"; // GET answers HEAD
  if (a === "HEAD" && b === "GET") return "narrower";
  return "disjoint";
}

function comparePaths(a: readonly Segment[], b: readonly Segment[]): Relation {
  let relation: Relation = "equal";
  for (let i = 0; ; i++) {
    const left = a[i];
    const right = b[i];
    if (left === undefined && right === undefined) return relation;
    if (left?.kind === "rest" && right?.kind === "rest") return relation;
    if (left?.kind === "rest") return combine(relation, "wider");
    if (right?.kind === "rest") return combine(relation, "narrower");
    if (left === undefined || right === undefined) return "disjoint";
    relation = combine(relation, compareSegments(left, right));
    if (relation === "disjoint") return relation;
  }
}

function compareSegments(a: Segment, b: Segment): Relation {
  if (a.kind === "end" || b.kind === "end") return a.kind === b.kind ? "equal" : "disjoint";
  if (a.kind === "literal" && b.kind === "literal") return a.text === b.text ? "equal" : "disjoint";
  if (a.kind === "literal") return "narrower";
  return b.kind === "literal" ? "wider" : "equal";
}

function combine(a: Relation, b: Relation): Relation {
  if (a === "disjoint" || b === "disjoint") return "disjoint";
  if (a === "equal") return b;
  if (b === "equal" || a === b) return a;
  return "overlapping";
}
