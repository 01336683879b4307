/** The statements of a script, without the semicolons between them; for statements that hold no others, as triggers do. */
export function splitStatements(script: string): readonly string[] {
  const pieces = script.match(piece) ?? [];
  const statements: string[] = [];
  let current = "";
  for (const part of pieces) {
    if (part !== ";") current += part;
    else if (current.trim() !== "") statements.push(current.trim());
    if (part === ";") current = "";
  }
  if (isMeant(current)) statements.push(current.trim());
  return statements.filter(isMeant);
}

// Quoted text and comments are taken whole; one that never ends is taken to the end.
const piece =
  /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|[^'"`[;/-]+|[/-]/g;

function isMeant(statement: string): boolean {
  return withoutComments(statement).trim() !== "";
}

/** A statement without the comments before it. */
export function withoutComments(statement: string): string {
  return statement.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))+/, "");
}
