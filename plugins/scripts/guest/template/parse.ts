/** A piece of a parsed template. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipe: Pipe }
  | { readonly kind: "assign"; readonly name: string; readonly pipe: Pipe }
  | { readonly kind: "if" | "with"; readonly pipe: Pipe; readonly body: Nodes; readonly otherwise: Nodes }
  | {
      readonly kind: "range";
      readonly pipe: Pipe;
      readonly key: string;
      readonly value: string;
      readonly body: Nodes;
      readonly otherwise: Nodes;
    }
  | { readonly kind: "template"; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly kind: "break" | "continue" };

export type Nodes = readonly Node[];
/** Commands whose results are handed on, left to right. */
export type Pipe = readonly Command[];
export type Command = readonly Term[];
export type Term =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "path"; readonly from: "." | "$" | string; readonly names: readonly string[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "pipe"; readonly pipe: Pipe; readonly names: readonly string[] };

/** Texts to templates by name; the first is called "". Parts they define are added. */
export function parseTemplates(texts: readonly string[]): ReadonlyMap<string, Nodes> {
  const templates = new Map<string, Nodes>();
  for (const [i, text] of texts.entries()) {
    const body = new Parser(text, templates).parse();
    if (i === 0) templates.set("", body);
  }
  return templates;
}

interface Action {
  readonly words: readonly string[];
}

class Parser {
  readonly #pieces: readonly (string | Action)[];
  readonly #templates: Map<string, Nodes>;
  #at = 0;

  constructor(text: string, templates: Map<string, Nodes>) {
    this.#pieces = split(text);
    this.#templates = templates;
  }

  parse(): Nodes {
    const { nodes } = this.#until([]);
    return nodes;
  }

  /** Reads nodes up to an action with one of these words; gives that action. */
  #until(ends: readonly string[]): { readonly nodes: Nodes; readonly end: readonly string[] } {
    const nodes: Node[] = [];
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at++] as string | Action;
      if (typeof piece === "string") {
        nodes.push({ kind: "text", text: piece });
        continue;
      }
      const [word = ""] = piece.words;
      if (ends.includes(word)) return { nodes, end: piece.words };
      const node = this.#action(word, piece.words);
      if (node !== undefined) nodes.push(node);
    }
    if (ends.length > 0) throw new Error("template: unexpected EOF");
    return { nodes, end: [] };
  }

  #action(word: string, words: readonly string[]): Node | undefined {
    switch (word) {
      case "if":
      case "with":
        return this.#branch(word, words.slice(1));
      case "range":
        return this.#range(words.slice(1));
      case "define":
        this.#templates.set(text(words[1]), this.#until(["end"]).nodes);
        return undefined;
      case "block": {
        const name = text(words[1]);
        const { nodes } = this.#until(["end"]);
        if (!this.#templates.has(name)) this.#templates.set(name, nodes);
        return { kind: "template", name, pipe: parsePipe(words.slice(2)) };
      }
      case "template":
        return {
          kind: "template",
          name: text(words[1]),
          pipe: words.length > 2 ? parsePipe(words.slice(2)) : undefined,
        };
      case "break":
      case "continue":
        return { kind: word };
      default:
        if (words[1] === ":=" || words[1] === "=")
          return { kind: "assign", name: word, pipe: parsePipe(words.slice(2)) };
        return { kind: "print", pipe: parsePipe(words) };
    }
  }

  #branch(kind: "if" | "with", words: readonly string[]): Node {
    const isNamed = words[1] === ":=";
    const pipe = parsePipe(isNamed ? words.slice(2) : words);
    const { body, otherwise } = this.#bodies(kind);
    const branch: Node = { kind, pipe, body, otherwise };
    if (!isNamed) return branch;
    // {{with $x := pipe}}: the name is set, then tested.
    const name = words[0] ?? "";
    const named: Pipe = [[{ kind: "path", from: name, names: [] }]];
    const tested: Node = { kind, pipe: named, body, otherwise };
    return { kind: "if", pipe: always, body: [{ kind: "assign", name, pipe }, tested], otherwise: [] };
  }

  #range(words: readonly string[]): Node {
    const sign = words.indexOf(":=");
    const names = words.slice(0, Math.max(sign, 0)).filter((word) => word !== ",");
    const pipe = parsePipe(words.slice(sign + 1));
    const { body, otherwise } = this.#bodies("range");
    const [first = "", second = ""] = names;
    const named = names.length === 2 ? { key: first, value: second } : { key: "", value: first };
    return { kind: "range", pipe, ...named, body, otherwise };
  }

  #bodies(kind: string): { readonly body: Nodes; readonly otherwise: Nodes } {
    const { nodes: body, end } = this.#until(["else", "end"]);
    if (end[0] === "end") return { body, otherwise: [] };
    if (end.length > 1) {
      const inner = this.#action(end[1] ?? kind, end.slice(1));
      return { body, otherwise: inner === undefined ? [] : [inner] };
    }
    return { body, otherwise: this.#until(["end"]).nodes };
  }
}

const always: Pipe = [[{ kind: "value", value: true }]];

/** Text and actions, in turn; `{{-` and `-}}` take the white space beside them away, comments are gone. */
function split(source: string): (string | Action)[] {
  const pieces: (string | Action)[] = [];
  const actions = /\{\{(- )?([\s\S]*?)( -)?\}\}/g;
  let at = 0;
  let trimNext = false;
  const push = (text: string): void => {
    const shown = trimNext ? text.trimStart() : text;
    if (shown !== "") pieces.push(shown);
  };
  for (const match of source.matchAll(actions)) {
    const [whole, trimBefore, inner = "", trimAfter] = match;
    const before = source.slice(at, match.index);
    push(trimBefore === undefined ? before : before.trimEnd());
    trimNext = trimAfter !== undefined;
    at = match.index + whole.length;
    if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(inner)) pieces.push({ words: wordsOf(inner) });
  }
  push(source.slice(at));
  return pieces;
}

const word = /"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'|:=|[=,|()]|[^\s|(),="`]+/g;

function wordsOf(action: string): string[] {
  const words: string[] = [];
  let end = 0;
  for (const match of action.matchAll(word)) {
    // `(pipe).Name`: what follows a bracket without a space belongs to it.
    const joins = words.at(-1) === ")" && match.index === end && match[0].startsWith(".");
    words.push(joins ? `)${match[0]}` : match[0]);
    end = match.index + match[0].length;
  }
  return words;
}

function parsePipe(words: readonly string[]): Pipe {
  const reader = { words, at: 0 };
  return readPipe(reader);
}

interface Reader {
  readonly words: readonly string[];
  at: number;
}

function readPipe(reader: Reader): Pipe {
  const commands: Term[][] = [[]];
  while (reader.at < reader.words.length) {
    const word = reader.words[reader.at] as string;
    if (word === ")") break;
    reader.at++;
    if (word === "|") commands.push([]);
    else commands.at(-1)?.push(word === "(" ? readGroup(reader) : termOf(word));
  }
  return commands;
}

function readGroup(reader: Reader): Term {
  const pipe = readPipe(reader);
  reader.at++;
  const next = reader.words[reader.at] ?? "";
  if (!next.startsWith(").")) return { kind: "pipe", pipe, names: [] };
  reader.at++;
  return { kind: "pipe", pipe, names: next.slice(2).split(".") };
}

function termOf(word: string): Term {
  if (/^["`']/.test(word)) return { kind: "value", value: text(word) };
  if (/^[-+]?\.?\d/.test(word)) return { kind: "value", value: Number(word) };
  if (word === "true" || word === "false") return { kind: "value", value: word === "true" };
  if (word === "nil") return { kind: "value", value: null };
  if (word === ".") return { kind: "path", from: ".", names: [] };
  if (word.startsWith(".")) return { kind: "path", from: ".", names: word.slice(1).split(".") };
  if (!word.startsWith("$")) return { kind: "function", name: word };
  const [from = "$", ...names] = word.split(".");
  return { kind: "path", from, names };
}

function text(word: string | undefined): string {
  if (word === undefined) return "";
  if (word.startsWith('"')) return JSON.parse(word) as string;
  return word.slice(1, -1);
}
