const unsafe = /[<>&\u2028\u2029]/g;
const hasUnsafe = /[<>&\u2028\u2029]/;

const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** A value as JSON text the way the reference writes it: `<`, `>`, `&` and line separators escaped. */
export function stringify(value: unknown): string {
  return escapeJson(JSON.stringify(value) ?? "null");
}

/** Escapes what may not stand in an answer. In JSON these characters occur inside strings only. */
export function escapeJson(json: string): string {
  return hasUnsafe.test(json) ? json.replace(unsafe, (character) => escapes[character] as string) : json;
}

/** The same for JSON that is bytes already. Most need no escapes, and are what they were. */
export function escapeJsonBytes(json: Buffer): Buffer {
  const isSafe = unsafeBytes.every((byte) => json.indexOf(byte) === -1);
  return isSafe ? json : Buffer.from(escapeJson(json.toString("utf8")));
}

/** `<`, `>`, `&`, and what the line separators begin with. */
const unsafeBytes = [0x3c, 0x3e, 0x26, 0xe2];
