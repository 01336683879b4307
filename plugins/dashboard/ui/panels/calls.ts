/** Whether a request is one of those a panel's plugin declared: `GET /api/shop/orders/{id}`. */
export function mayCall(declared: readonly string[], request: string): boolean {
  const [method, path = "", ...rest] = request.split(" ");
  const asked = rest.length === 0 ? segmentsOf(path) : undefined;
  if (asked === undefined) return false;
  return declared.some((one) => {
    const [known, pattern = ""] = one.split(" ");
    const wanted = pattern.split("/");
    return (
      known === method &&
      wanted.length === asked.length &&
      wanted.every((part, i) => (/^\{\w+\}$/.test(part) ? asked[i] !== "" : part === asked[i]))
    );
  });
}

export function pathWithQuery(path: string, query: unknown): string {
  if (typeof query !== "object" || query === null) return path;
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

// Dots, encoded slashes, queries and the like could make it another path on its way.
function segmentsOf(path: string): readonly string[] | undefined {
  return /^(?:\/[\w~.-]+)+\/?$/.test(path) && !/\/\.\.?(?:\/|$)/.test(path) ? path.split("/") : undefined;
}
