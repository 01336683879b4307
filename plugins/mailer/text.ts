/** The plain text of a letter that only has HTML: links as `[text](address)`, blocks on lines of their own. */
export function textFromHtml(html: string): string {
  const writer = new TextWriter();
  for (const [piece, closing, tag] of html.matchAll(pieces)) {
    if (piece.startsWith("<!--") || piece.startsWith("<!")) continue;
    if (tag === undefined) writer.text(decodeEntities(piece));
    else if (closing === "/") writer.close(tag.toLowerCase());
    else writer.open(tag.toLowerCase(), piece);
  }
  return writer.finish();
}

const pieces = /<!--[\s\S]*?(?:-->|$)|<![^>]*>|<(\/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>|[^<]+|</g;
const silent = new Set(["script", "style"]);
const blocks = new Set(
  "address article aside blockquote br div dl dd dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table title tr td th ul".split(
    " ",
  ),
);

class TextWriter {
  #out = "";
  #silence = "";
  #link: { readonly address: string | undefined; readonly start: number } | undefined;

  text(text: string): void {
    if (this.#silence !== "") return;
    const collapsed = text.replace(/[ \t\r\n\f]+/g, " ");
    const joins = this.#out === "" || /[\n ]$/.test(this.#out);
    this.#out += joins ? collapsed.replace(/^ /, "") : collapsed;
  }

  open(tag: string, source: string): void {
    if (this.#silence !== "") return;
    if (silent.has(tag)) this.#silence = tag;
    if (blocks.has(tag)) this.#breakLine();
    if (tag === "li") this.#out += "- ";
    if (tag !== "a") return;
    this.#out += "[";
    this.#link = { address: attribute(source, "href"), start: this.#out.length };
  }

  close(tag: string): void {
    if (this.#silence !== "") {
      if (tag === this.#silence) this.#silence = "";
      return;
    }
    if (tag === "a") this.#closeLink();
    if (blocks.has(tag)) this.#breakLine();
  }

  finish(): string {
    if (this.#link !== undefined) this.#closeLink();
    return this.#out.trim();
  }

  #closeLink(): void {
    if (this.#link === undefined) return;
    const { address, start } = this.#link;
    this.#link = undefined;
    if (this.#out.length === start) this.#out += "LINK";
    this.#out += address === undefined ? "]" : `](${address})`;
  }

  #breakLine(): void {
    if (this.#out === "" || this.#out.endsWith("\n")) return;
    this.#out = `${this.#out.trimEnd()}\n`;
  }
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? undefined : decodeEntities(value);
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  hellip: "…",
  mdash: "—",
  ndash: "–",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
