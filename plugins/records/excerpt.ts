const dropped =
  "head|style|script|iframe|embed|applet|object|svg|img|picture|dialog|template|button|form|textarea|input|select|option";
const droppedWhole = new RegExp(`<(${dropped})\\b[^>]*>[\\s\\S]*?</\\1\\s*>`, "gi");
const blocks =
  /<\/?(?:address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)\b[^>]*>/gi;

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** The text of some HTML, white space collapsed, cut after `max` characters; `ellipsis` is added where something was cut. */
export function excerpt(html: string, max: number, ellipsis: string): string {
  const text = plainText(html);
  const characters = [...text];
  if (characters.length <= max) return text;
  return characters.slice(0, max).join("").trimEnd() + ellipsis;
}

function plainText(html: string): string {
  const bare = html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(droppedWhole, "")
    .replace(blocks, " ")
    .replace(/<[a-z/!][^>]*>/gi, "");
  return decoded(bare).replace(/\s+/g, " ").trim();
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, code: string) => {
    if (!code.startsWith("#")) return entities[code] ?? whole;
    const point =
      code[1] === "x" || code[1] === "X" ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
