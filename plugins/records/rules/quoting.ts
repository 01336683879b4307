// How the reference shows pieces of a filter in its errors: Go's quoted texts and characters.

/** A text in double quotes, with everything escaped that is not plain to see. */
export function quotedText(text: string): string {
  return `"${[...text].map((character) => shown(character, '"')).join("")}"`;
}

/** A character in single quotes. */
export function quotedCharacter(character: string): string {
  return `'${shown(character, "'")}'`;
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };
const plain = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

function shown(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const escaped = escapes[character];
  if (escaped !== undefined) return escaped;
  if (plain.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}
