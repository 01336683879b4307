import { uniqueIndexOn } from "./indexes.ts";

/** The texts with the unique indexes accounts need: one each on tokenKey and email, named after `suffix`. */
export function withAuthIndexes(
  { name, indexes }: { readonly name: string; readonly indexes: readonly string[] },
  suffix: string,
): readonly string[] {
  const missing: string[] = [];
  if (uniqueIndexOn(indexes, "tokenKey") === undefined)
    missing.push(`CREATE UNIQUE INDEX \`idx_tokenKey_${suffix}\` ON \`${name}\` (\`tokenKey\`)`);
  if (uniqueIndexOn(indexes, "email") === undefined)
    missing.push(
      `CREATE UNIQUE INDEX \`idx_email_${suffix}\` ON \`${name}\` (\`email\`) WHERE \`email\` != ''`,
    );
  return [...indexes, ...missing];
}
