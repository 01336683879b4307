/** A value as XML, the way the reference writes simple values: elements named by type. */
export function xmlOf(value: unknown): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(value)}`;
}

function element(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `<string>${escaped(value)}</string>`;
    case "number":
      return Number.isInteger(value) ? `<int64>${value}</int64>` : `<float64>${value}</float64>`;
    case "boolean":
      return `<bool>${value}</bool>`;
    default:
      return Array.isArray(value) ? value.map(element).join("") : "";
  }
}

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
