import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** How code is coloured: by the variables of the theme, so that light and dark need nothing more. */
export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--calm)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.comment], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.propertyName], color: "var(--calm)" },
  { tag: [tags.special(tags.variableName)], color: "var(--accent)" },
  { tag: [tags.operator, tags.punctuation], color: "var(--soft)" },
]);

export const look = EditorView.theme({
  "&": { fontSize: "13px", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { fontFamily: "var(--mono)", caretColor: "var(--ink)", padding: "9px 0" },
  ".cm-line": { padding: "0 11px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in oklab, var(--accent) 26%, transparent)",
  },
  ".cm-gutters": { background: "transparent", border: "0", color: "var(--faint)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in oklab, var(--ink) 4%, transparent)" },
  ".cm-placeholder": { color: "var(--faint)", fontFamily: "var(--font)" },
  ".cm-matchingBracket": { background: "var(--accent-soft)", outline: "1px solid var(--accent-line)" },
  ".cm-tooltip": {
    background: "var(--surface)",
    border: "1px solid var(--line)",
    borderRadius: "10px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mono)",
    fontSize: "12.5px",
    maxHeight: "260px",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "4px 8px",
    borderRadius: "5px",
    lineHeight: "1.5",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    background: "var(--accent-soft) !important",
    color: "var(--ink) !important",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700", color: "var(--accent)" },
  ".cm-completionDetail": { color: "var(--faint)", fontStyle: "normal", marginLeft: "12px" },
});
