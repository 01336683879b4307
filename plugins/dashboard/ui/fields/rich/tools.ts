import type { Editor } from "@tiptap/core";
import type {} from "@tiptap/starter-kit";
import type { IconName } from "../../icons.ts";
import { rich as t } from "../../texts/rich.ts";
import { insertTable } from "./tables.ts";

export interface Tool {
  readonly label: string;
  /** A word, or a drawing. */
  readonly sign: string | { readonly icon: IconName };
  readonly run: (editor: Editor) => void;
  readonly active?: (editor: Editor) => boolean;
}

const align = (side: string, label: string, icon: IconName): Tool => ({
  label,
  sign: { icon },
  run: (e) => {
    const next = e.isActive({ textAlign: side }) ? null : side;
    for (const type of ["paragraph", "heading"])
      e.chain().focus().updateAttributes(type, { textAlign: next }).run();
  },
  active: (e) => e.isActive({ textAlign: side }),
});

/** What the toolbar offers that needs no question, in its order. */
export const tools: readonly Tool[] = [
  {
    label: t.bold,
    sign: "B",
    run: (e) => e.chain().focus().toggleBold().run(),
    active: (e) => e.isActive("bold"),
  },
  {
    label: t.italic,
    sign: "I",
    run: (e) => e.chain().focus().toggleItalic().run(),
    active: (e) => e.isActive("italic"),
  },
  {
    label: t.underline,
    sign: "U",
    run: (e) => e.chain().focus().toggleUnderline().run(),
    active: (e) => e.isActive("underline"),
  },
  {
    label: t.strike,
    sign: "S",
    run: (e) => e.chain().focus().toggleStrike().run(),
    active: (e) => e.isActive("strike"),
  },
  heading(1),
  heading(2),
  heading(3),
  {
    label: t.bulletList,
    sign: { icon: "list" },
    run: (e) => e.chain().focus().toggleBulletList().run(),
    active: (e) => e.isActive("bulletList"),
  },
  {
    label: t.orderedList,
    sign: { icon: "numbers" },
    run: (e) => e.chain().focus().toggleOrderedList().run(),
    active: (e) => e.isActive("orderedList"),
  },
  {
    label: t.quote,
    sign: "”",
    run: (e) => e.chain().focus().toggleBlockquote().run(),
    active: (e) => e.isActive("blockquote"),
  },
  {
    label: t.codeBlock,
    sign: { icon: "code" },
    run: (e) => e.chain().focus().toggleCodeBlock().run(),
    active: (e) => e.isActive("codeBlock"),
  },
  align("left", t.alignLeft, "alignLeft"),
  align("center", t.alignCenter, "alignCenter"),
  align("right", t.alignRight, "alignRight"),
  { label: t.rule, sign: { icon: "minus" }, run: (e) => e.chain().focus().setHorizontalRule().run() },
  { label: t.table, sign: { icon: "table" }, run: insertTable, active: (e) => e.isActive("table") },
  { label: t.undo, sign: { icon: "undo" }, run: (e) => e.chain().focus().undo().run() },
  { label: t.redo, sign: { icon: "redo" }, run: (e) => e.chain().focus().redo().run() },
];

function heading(level: 1 | 2 | 3): Tool {
  return {
    label: t.heading(level),
    sign: `H${level}`,
    run: (e) => e.chain().focus().toggleHeading({ level }).run(),
    active: (e) => e.isActive("heading", { level }),
  };
}

/** Sets or takes away the colour of words, or the one behind them. */
export function paint(editor: Editor, which: "color" | "background", value: string | null): void {
  const { color, background } = editor.getAttributes("color");
  const next = { color, background, [which]: value };
  const chain = editor.chain().focus();
  if (next.color || next.background) chain.setMark("color", next).run();
  else chain.unsetMark("color").run();
}
