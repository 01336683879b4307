/** How a route of a script is called, in each language: "POST /orders/{id}" → three examples. */
export function routeUse(server: string, name: string): Readonly<Record<string, string>> {
  const [method = "GET", pattern = "/"] = name.includes(" ") ? name.split(" ") : ["GET", name];
  const path = pattern.replace(/\{\$\}$/, "").replace(/\{(\w+)(?:\.\.\.)?\}/g, "$1");
  const writes = ["POST", "PUT", "PATCH"].includes(method);
  const curlBody = writes ? ` \\\n  -H "Content-Type: application/json" \\\n  -d '{}'` : "";
  return {
    JavaScript: `const answer = await pb.send("${path}", { method: "${method}"${writes ? ", body: {}" : ""} });`,
    Dart: `final answer = await pb.send("${path}", method: "${method}"${writes ? ", body: {}" : ""});`,
    curl: `curl -X ${method} "${server}${path}" \\\n  -H "Authorization: $TOKEN"${curlBody}`,
  };
}
