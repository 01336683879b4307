import { lowerCamel } from "../dynamic-model.ts";
import { goError } from "../errors.ts";
import { escapeFor, PlaceFinder } from "./escape.ts";
import { builtInFunctions, isTrue, type TemplateFunction, type TemplateFunctions } from "./functions.ts";
import type { Command, Node, Nodes, Pipe, Term } from "./parse.ts";

class LoopEnd {
  readonly kind: "break" | "continue";

  constructor(kind: "break" | "continue") {
    this.kind = kind;
  }
}

/** Writes a template with data; values are escaped for where they stand. */
export function render(
  templates: ReadonlyMap<string, Nodes>,
  data: unknown,
  functions: TemplateFunctions,
): string {
  return new Renderer(templates, { ...builtInFunctions, ...functions }).run(data);
}

interface Scope {
  readonly dot: unknown;
  readonly names: Map<string, unknown>;
}

class Renderer {
  readonly #templates: ReadonlyMap<string, Nodes>;
  readonly #functions: TemplateFunctions;
  readonly #place = new PlaceFinder();
  #written = "";
  #inComment = false;

  constructor(templates: ReadonlyMap<string, Nodes>, functions: TemplateFunctions) {
    this.#templates = templates;
    this.#functions = functions;
  }

  run(data: unknown): string {
    this.#nodes(this.#templates.get("") ?? [], { dot: data, names: new Map([["$", data]]) });
    return this.#written;
  }

  #write(text: string): void {
    this.#written += text;
    this.#place.see(text);
  }

  // Comments of the page are its author's alone.
  #writeText(text: string): void {
    let rest = text;
    while (rest !== "") {
      const mark = rest.indexOf(this.#inComment ? "-->" : "<!--");
      if (!this.#inComment) this.#write(mark === -1 ? rest : rest.slice(0, mark));
      if (mark === -1) return;
      rest = rest.slice(mark + (this.#inComment ? 3 : 4));
      this.#inComment = !this.#inComment;
    }
  }

  #nodes(nodes: Nodes, scope: Scope): void {
    for (const node of nodes) this.#node(node, scope);
  }

  #node(node: Node, scope: Scope): void {
    switch (node.kind) {
      case "text":
        this.#writeText(node.text);
        return;
      case "print":
        if (!this.#inComment) this.#write(escapeFor(this.#place.place, this.#pipe(node.pipe, scope)));
        return;
      case "assign":
        scope.names.set(node.name, this.#pipe(node.pipe, scope));
        return;
      case "if":
        this.#nodes(isTrue(this.#pipe(node.pipe, scope)) ? node.body : node.otherwise, scope);
        return;
      case "with": {
        const dot = this.#pipe(node.pipe, scope);
        if (isTrue(dot)) this.#nodes(node.body, { dot, names: new Map(scope.names) });
        else this.#nodes(node.otherwise, scope);
        return;
      }
      case "range":
        this.#range(node, scope);
        return;
      case "template": {
        const body = this.#templates.get(node.name);
        if (body === undefined)
          throw goError(`template: no template "${node.name}" associated with template`);
        const dot = node.pipe === undefined ? undefined : this.#pipe(node.pipe, scope);
        this.#nodes(body, { dot, names: new Map([["$", dot]]) });
        return;
      }
      default:
        throw new LoopEnd(node.kind);
    }
  }

  #range(node: Extract<Node, { kind: "range" }>, scope: Scope): void {
    const entries = entriesOf(this.#pipe(node.pipe, scope));
    if (entries.length === 0) this.#nodes(node.otherwise, scope);
    for (const [key, value] of entries) {
      const names = new Map(scope.names);
      if (node.key !== "") names.set(node.key, key);
      if (node.value !== "") names.set(node.value, value);
      try {
        this.#nodes(node.body, { dot: value, names });
      } catch (end) {
        if (!(end instanceof LoopEnd)) throw end;
        if (end.kind === "break") return;
      }
    }
  }

  #pipe(pipe: Pipe, scope: Scope): unknown {
    let value: unknown;
    for (const [i, command] of pipe.entries()) value = this.#command(command, scope, i === 0 ? [] : [value]);
    return value;
  }

  #command([first, ...rest]: Command, scope: Scope, last: readonly unknown[]): unknown {
    if (first === undefined) throw new Error("template: missing value for command");
    const args = [...rest.map((term) => this.#term(term, scope)), ...last];
    if (first.kind === "function") return this.#function(first.name)(...args);
    const value = this.#term(first, scope);
    return typeof value === "function" && args.length > 0 ? (value as TemplateFunction)(...args) : value;
  }

  #function(name: string): TemplateFunction {
    const found = Object.hasOwn(this.#functions, name) ? this.#functions[name] : undefined;
    if (found === undefined) throw goError(`template: :1: function "${name}" not defined`);
    return found;
  }

  #term(term: Term, scope: Scope): unknown {
    switch (term.kind) {
      case "value":
        return term.value;
      case "function":
        return this.#function(term.name)();
      case "pipe":
        return follow(this.#pipe(term.pipe, scope), term.names);
      default:
        return follow(term.from === "." ? scope.dot : scope.names.get(term.from), term.names);
    }
  }
}

/** Fields by name; methods without arguments are called, as templates do. */
function follow(from: unknown, names: readonly string[]): unknown {
  let value = from;
  for (const name of names) {
    if (typeof value !== "object" || value === null) return undefined;
    const holder = value as { [name: string]: unknown };
    const inner = name in holder ? holder[name] : holder[lowerCamel(name)];
    value = typeof inner === "function" && inner.length === 0 ? inner.call(holder) : bound(inner, holder);
  }
  return value;
}

function bound(value: unknown, holder: object): unknown {
  return typeof value === "function" ? (value.bind(holder) as unknown) : value;
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (typeof value === "number") return Array.from({ length: value }, (_, i) => [i, i] as const);
  if (Array.isArray(value)) return value.map((item, i) => [i, item] as const);
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
