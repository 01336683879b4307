/** Whether one version, such as 1.10.2, is later than another; what stands behind a dash comes before its version. */
export function isLater(version: string, than: string): boolean {
  const [a, b] = [parts(version), parts(than)];
  const place = a.numbers.findIndex((number, i) => number !== b.numbers[i]);
  if (place !== -1) return (a.numbers[place] ?? 0) > (b.numbers[place] ?? 0);
  if (a.tail === b.tail) return false;
  return a.tail === "" || (b.tail !== "" && a.tail > b.tail);
}

function parts(version: string): { readonly numbers: readonly number[]; readonly tail: string } {
  const [core = "", ...tail] = version.replace(/^v/, "").split("-");
  const numbers = core.split(".").map(Number);
  return { numbers: [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0], tail: tail.join("-") };
}
