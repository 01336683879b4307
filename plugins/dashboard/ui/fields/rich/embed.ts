import { mergeAttributes, Node } from "@tiptap/core";

const tags = "iframe[src], video, audio";

/** Films, sounds and pages of others. Kept as they are; the editor shows their address and loads nothing. */
export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    tag: { default: "iframe", parseHTML: ({ tagName }) => tagName.toLowerCase(), renderHTML: () => ({}) },
    given: { default: {}, parseHTML: givenTo, renderHTML: () => ({}) },
  }),
  parseHTML: () => tags.split(", ").map((tag) => ({ tag })),
  renderHTML: ({ node, HTMLAttributes }) => [
    node.attrs.tag,
    mergeAttributes(node.attrs.given, HTMLAttributes),
  ],
  addNodeView:
    () =>
    ({ node }) => {
      const dom = document.createElement("div");
      dom.className = "embed mono";
      dom.textContent = `${node.attrs.tag}: ${node.attrs.given.src ?? ""}`;
      return { dom };
    },
});

function givenTo(element: HTMLElement): Readonly<Record<string, string>> {
  const inner = element.querySelector("source");
  const own = [...element.attributes].map(({ name, value }) => [name, value] as const);
  const given = Object.fromEntries(own.filter(([name]) => !name.startsWith("on")));
  return inner?.src ? { src: inner.getAttribute("src") ?? "", ...given } : given;
}
