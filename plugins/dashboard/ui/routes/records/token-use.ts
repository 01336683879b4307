/** How a token is put to use, in each language. */
export function tokenUse(
  server: string,
  token: string,
  collection: string,
  id: string,
): Readonly<Record<string, string>> {
  return {
    JavaScript: `import PocketBase from "pocketbase";\n\nconst pb = new PocketBase("${server}");\npb.authStore.save("${token}");`,
    Dart: `import "package:pocketbase/pocketbase.dart";\n\nfinal pb = PocketBase("${server}");\npb.authStore.save("${token}", null);`,
    curl: `curl -H "Authorization: ${token}" \\\n  ${server}/api/collections/${collection}/records/${id}`,
  };
}
