// Filters made at random over the collections of fuzz-data.ts; the same seed gives the same filters.

/** Numbers from 0 to 1, the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const signs = ["=", "!=", ">", ">=", "<", "<=", "~", "!~"];
const literals = [
  "''",
  "null",
  "true",
  "false",
  "0",
  "1",
  "2",
  "5",
  "-1",
  "1.5",
  "100",
  "'a'",
  "'b'",
  "'x'",
  "'y'",
  "'red'",
  "'blue'",
  "'hi'",
  "'1'",
  "'5'",
  "'p1'",
  "'t1'",
  "'t2'",
  "'u1'",
  "'%'",
  "'_'",
  "'r%'",
  "'e'",
  "'Ann'",
  "'2024'",
  "'[\"x\"]'",
  "'o1'",
  "'2024-01-01 10:00:00.000Z'",
];

const leaves: Readonly<Record<string, readonly string[]>> = {
  fposts: [
    "title",
    "n",
    "b",
    "j",
    "j.a",
    "j.a.b",
    "j.l.0",
    "sel",
    "one",
    "d",
    "g",
    "g.lon",
    "id",
    "author",
    "tags",
    "sel:each",
    "sel:length",
    "one:each",
    "one:length",
    "title:lower",
    "tags:each",
    "tags:length",
    "author:length",
    "sec",
  ],
  ftags: ["name", "w", "j", "j.k", "id", "up", "kids", "kids:each", "kids:length", "name:lower"],
  fusers: ["name", "id", "email", "org", "verified", "emailVisibility", "secret", "email:lower"],
  forgs: ["name", "id", "size"],
  fcomments: ["msg", "id", "post", "by"],
  fprofiles: ["bio", "id", "user"],
  flinks: ["note", "id", "posts", "posts:each", "posts:length"],
  flocked: ["x", "id"],
};

const steps: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  fposts: [
    ["author", "fusers"],
    ["tags", "ftags"],
    ["fcomments_via_post", "fcomments"],
    ["flinks_via_posts", "flinks"],
    ["flocked_via_post", "flocked"],
  ],
  ftags: [
    ["up", "ftags"],
    ["kids", "ftags"],
    ["fposts_via_tags", "fposts"],
  ],
  fusers: [
    ["org", "forgs"],
    ["fposts_via_author", "fposts"],
    ["fprofiles_via_user", "fprofiles"],
    ["fcomments_via_by", "fcomments"],
  ],
  forgs: [["fusers_via_org", "fusers"]],
  fcomments: [
    ["post", "fposts"],
    ["by", "fusers"],
  ],
  fprofiles: [["user", "fusers"]],
  flinks: [["posts", "fposts"]],
  flocked: [["post", "fposts"]],
};

/** A filter over `collection`; `server` ones may name what only superusers may. */
export function randomFilter(roll: () => number, collection: string, author: "server" | "client"): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;

  function path(from: string): string {
    let at = from;
    const parts: string[] = [];
    while (roll() < 0.55 && parts.length < 3) {
      const [step, next] = pick(steps[at] ?? []);
      parts.push(step);
      at = next;
    }
    return [...parts, pick(leaves[at] ?? [])].join(".");
  }

  function operand(): string {
    const chance = roll();
    if (chance < 0.04) return `strftime('%Y', ${path(collection)})`;
    if (author === "server" && chance < 0.1)
      return `@collection.${pick(["ftags.", "ftags:o.", "forgs."])}${pick(["name", "id"])}`;
    if (author === "server" && chance < 0.16) {
      return pick([
        "@request.auth.name",
        "@request.auth.org.name",
        "@request.auth.fposts_via_author.n",
        "@request.query.q",
        "@request.query.n",
        "@request.query.q:isset",
        "@request.method",
        "@request.auth.collectionName",
      ]);
    }
    return path(collection);
  }

  function comparison(): string {
    const sign = (roll() < 0.4 ? "?" : "") + (roll() < 0.6 ? pick(["=", "!="]) : pick(signs));
    const other = roll() < 0.75 ? pick(literals) : operand();
    return roll() < 0.85 ? `${operand()} ${sign} ${other}` : `${other} ${sign} ${operand()}`;
  }

  function group(depth: number): string {
    const count = 1 + Math.floor(roll() * (depth === 0 ? 3 : 2.4));
    const items = Array.from({ length: count }, () =>
      depth < 2 && roll() < 0.15 ? `(${group(depth + 1)})` : comparison(),
    );
    return items.reduce((text, item) => `${text} ${pick(["&&", "||"])} ${item}`);
  }

  return group(0);
}
