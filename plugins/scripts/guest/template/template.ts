import { call } from "../host.ts";
import type { TemplateFunctions } from "./functions.ts";
import { type Nodes, parseTemplates } from "./parse.ts";
import { render } from "./render.ts";

/** Texts with holes, parsed once and rendered with data. */
class Template {
  readonly #templates: ReadonlyMap<string, Nodes>;

  constructor(templates: ReadonlyMap<string, Nodes>) {
    this.#templates = templates;
  }

  render(data: unknown): string {
    return render(this.#templates, data, functions);
  }
}

const functions: TemplateFunctions = {};
/** Templates by their texts: the same files are parsed once. */
const parsed = new Map<string, Template>();

function load(texts: readonly string[]): Template {
  const key = texts.join("\0");
  let template = parsed.get(key);
  if (template === undefined) {
    template = new Template(parseTemplates(texts));
    parsed.set(key, template);
  }
  return template;
}

const read = (file: string): string => call<string>("os.readText", file);

interface Templates {
  addFuncs(added: TemplateFunctions): Templates;
  loadFiles(...files: readonly string[]): Template;
  loadString(text: string): Template;
  loadFS(fs: { readonly path: string }, ...globs: readonly string[]): Template;
}

export const $template: Templates = {
  addFuncs(added) {
    Object.assign(functions, added);
    return $template;
  },
  loadFiles: (...files) => load(files.flat().map(read)),
  loadString: (text) => load([text]),
  loadFS: (fs, ...globs) =>
    load(globs.flatMap((glob) => call<string[]>("os.glob", `${fs.path}/${glob}`)).map(read)),
};
