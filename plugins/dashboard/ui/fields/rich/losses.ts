/** Tags that mean the same, and those that are only a way of writing. */
const same: Readonly<Record<string, string>> = { b: "strong", i: "em", strike: "s", del: "s" };
const ignored = new Set(["tbody", "thead", "tfoot", "br", "source", "p", "colgroup", "col", "span"]);

/** What a text holds that would be gone after the editor wrote it: names of tags, and of styles. */
export function lossesOf(given: string, written: string): readonly string[] {
  const kept = countOf(written);
  return [...countOf(given)].filter(([what, times]) => (kept.get(what) ?? 0) < times).map(([what]) => what);
}

function countOf(html: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (what: string): unknown => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const element of new DOMParser()
    .parseFromString(html, "text/html")
    .body.querySelectorAll<HTMLElement>("*")) {
    const tag = element.tagName.toLowerCase();
    if (!ignored.has(tag)) add(`<${same[tag] ?? tag}>`);
    for (const property of element.style) add(property);
    if (element.className !== "") add(`class ${element.className}`);
    if (element.id !== "") add(`id ${element.id}`);
  }
  return counts;
}
