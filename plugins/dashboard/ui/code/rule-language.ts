import { StreamLanguage } from "@codemirror/language";

/** Rules and filters, as far as colours need to know them. */
export const ruleLanguage = StreamLanguage.define({
  name: "rule",
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match("//")) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match(/'(?:\\'|[^'])*'?|"(?:\\"|[^"])*"?/)) return "string";
    if (stream.match(/-?\d+(?:\.\d+)?/)) return "number";
    if (stream.match(/(?:true|false|null)\b/i)) return "bool";
    if (stream.match(/@[\w.:]+/)) return "variableName.special";
    if (stream.match(/&&|\|\|/)) return "keyword";
    if (stream.match(/\??(?:!=|>=|<=|!~|=|>|<|~)/)) return "operator";
    if (stream.match(/[A-Za-z_#][\w.:]*/)) return "variableName";
    stream.next();
    return "punctuation";
  },
  languageData: { closeBrackets: { brackets: ["(", "'", '"'] }, commentTokens: { line: "//" } },
});
