import { type Editor, mergeAttributes, Node } from "@tiptap/core";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  tableEditing,
} from "@tiptap/pm/tables";

const span = (name: "colspan" | "rowspan") => ({
  default: 1,
  renderHTML: ({ [name]: cells }: Record<string, unknown>) => (Number(cells) > 1 ? { [name]: cells } : {}),
});

/** What each node is to the rules of tables. */
const roles: Readonly<Record<string, string>> = {
  table: "table",
  tableRow: "row",
  tableCell: "cell",
  tableHeader: "header_cell",
};

export const Table = Node.create({
  name: "table",
  content: "tableRow+",
  group: "block",
  isolating: true,
  // Asked for every node of the editor, not for this one only.
  extendNodeSchema: ({ name }) => (name in roles ? { tableRole: roles[name] } : {}),
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", mergeAttributes(HTMLAttributes), ["tbody", 0]],
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts: () => ({
    Tab: ({ editor }) => goToNextCell(1)(editor.state, editor.view.dispatch),
    "Shift-Tab": ({ editor }) => goToNextCell(-1)(editor.state, editor.view.dispatch),
  }),
});

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", mergeAttributes(HTMLAttributes), 0],
});

export const TableCell = cellNode("tableCell", "td");
export const TableHeader = cellNode("tableHeader", "th");

function cellNode(name: string, tag: "td" | "th") {
  return Node.create({
    name,
    content: "block+",
    isolating: true,
    addAttributes: () => ({
      colspan: span("colspan"),
      rowspan: span("rowspan"),
      colwidth: { default: null, renderHTML: () => ({}) },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  });
}

/** Two by three, the first row as headings. */
export function insertTable(editor: Editor): void {
  const cells = (type: string) => [1, 2, 3].map(() => ({ type, content: [{ type: "paragraph" }] }));
  const rows = ["tableHeader", "tableCell"].map((type) => ({ type: "tableRow", content: cells(type) }));
  editor.chain().focus().insertContent({ type: "table", content: rows }).run();
}

/** What can be done where the cursor stands in a table. */
export const tableSteps = {
  addRow: addRowAfter,
  addColumn: addColumnAfter,
  dropRow: deleteRow,
  dropColumn: deleteColumn,
  dropTable: deleteTable,
} as const;
