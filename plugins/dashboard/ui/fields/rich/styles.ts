import { Extension, Mark, mergeAttributes } from "@tiptap/core";

const blocks = ["paragraph", "heading", "tableCell", "tableHeader"];

/** How blocks are aligned, and which way they are read. */
export const Alignment = Extension.create({
  name: "alignment",
  addGlobalAttributes: () => [
    {
      types: blocks,
      attributes: {
        textAlign: {
          default: null,
          parseHTML: (element) => element.style.textAlign || null,
          renderHTML: ({ textAlign }) => (textAlign ? { style: `text-align: ${textAlign}` } : {}),
        },
        dir: {
          default: null,
          parseHTML: (element) => element.getAttribute("dir"),
          renderHTML: ({ dir }) => (dir ? { dir } : {}),
        },
      },
    },
  ],
});

/** Colour of and behind words. */
export const Color = Mark.create({
  name: "color",
  addAttributes: () => ({
    color: styled("color"),
    background: styled("background-color"),
  }),
  parseHTML: () => [
    {
      tag: "span[style]",
      getAttrs: ({ style }) => (style.color || style.backgroundColor ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes), 0],
});

function styled(property: "color" | "background-color") {
  return {
    default: null,
    parseHTML: ({ style }: HTMLElement) => style.getPropertyValue(property) || null,
    renderHTML: (attributes: Record<string, string | null>) => {
      const value = attributes[property === "color" ? "color" : "background"];
      return value ? { style: `${property}: ${value}` } : {};
    },
  };
}
