/** What V8 says is wrong, and the same in the reference's words; the first that fits holds. */
const faults: readonly (readonly [said: RegExp, meant: string])[] = [
  [/':'/, "after object key"],
  [/property name/, "looking for beginning of object key string"],
  [/or '}'/, "after object key:value pair"],
  [/or ']'/, "after array element"],
  [/non-whitespace/, "after top-level value"],
  [/./, "looking for beginning of value"],
];

/** Why a text is no JSON, as the reference tells it. */
export function jsonFault(text: string, said: string): string {
  const position = /position (\d+)/.exec(said)?.[1];
  const at =
    position === undefined ? said.match(/^Unexpected token '(.+?)'/s)?.[1] : text.charAt(Number(position));
  if (!at || said.startsWith("Unterminated")) return "unexpected EOF";
  const meant = faults.find(([pattern]) => pattern.test(said))?.[1];
  return `invalid character '${at}' ${meant}`;
}
