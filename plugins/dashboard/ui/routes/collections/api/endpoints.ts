import { serverUrl } from "../../../client.ts";
import type { Collection } from "../../../state/catalog.svelte.ts";
import { api as t } from "../../../texts/api.ts";
import { exampleBody, exampleExpand, exampleFilter, exampleId, exampleRecord } from "./examples.ts";

export interface Endpoint {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE" | "SSE";
  readonly path: string;
  readonly code: Readonly<Record<"JavaScript" | "Dart" | "curl", string>>;
  readonly answer?: unknown;
  readonly rule?: string;
  readonly enabled?: boolean;
}

/** Everything one can ask of a collection, with an example in each language. */
export function endpointsOf(collection: Collection): Endpoint[] {
  const isView = collection.type === "view";
  return [
    list(collection),
    view(collection),
    ...(isView
      ? []
      : [
          create(collection),
          update(collection),
          remove(collection),
          realtime(collection),
          batch(collection),
        ]),
    ...(collection.type === "auth" ? authEndpoints(collection) : []),
  ];
}

function base({ name }: Collection): string {
  return `/api/collections/${name}`;
}

const js = `import PocketBase from "pocketbase";\n\nconst pb = new PocketBase("${serverUrl}");\n\n`;
const dart = `import "package:pocketbase/pocketbase.dart";\n\nfinal pb = PocketBase("${serverUrl}");\n\n`;

function curl(method: string, path: string, body?: unknown): string {
  const parts = [
    `curl${method === "GET" ? "" : ` -X ${method}`} "${serverUrl}${path}"`,
    `-H "Authorization: $TOKEN"`,
  ];
  if (body !== undefined)
    parts.push(
      `-H "Content-Type: application/json"`,
      `-d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`,
    );
  return parts.join(" \\\n  ");
}

function jsText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/"([A-Za-z_]\w*)":/g, "$1:");
}

function dartText(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll("$", "\\$");
}

function list(c: Collection): Endpoint {
  const filter = exampleFilter(c);
  const expand = exampleExpand(c);
  const options = { filter, sort: "-id", ...(expand ? { expand } : {}) };
  const query = new URLSearchParams({ page: "1", perPage: "30", ...options }).toString();
  return {
    key: "list",
    title: t.list[0],
    text: t.list[1],
    method: "GET",
    path: `${base(c)}/records`,
    rule: "listRule",
    code: {
      JavaScript: `${js}const page = await pb.collection("${c.name}").getList(1, 30, ${jsText(options)});\n\n// or all of them at once\nconst all = await pb.collection("${c.name}").getFullList({ sort: "-id" });`,
      Dart: `${dart}final page = await pb.collection("${c.name}").getList(\n  page: 1,\n  perPage: 30,\n  filter: '${filter}',\n  sort: "-id",${expand ? `\n  expand: "${expand}",` : ""}\n);`,
      curl: curl("GET", `${base(c)}/records?${query}`),
    },
    answer: { items: [exampleRecord(c)], page: 1, perPage: 30, totalItems: 1, totalPages: 1 },
  };
}

function view(c: Collection): Endpoint {
  return {
    key: "view",
    title: t.view[0],
    text: t.view[1],
    method: "GET",
    path: `${base(c)}/records/{id}`,
    rule: "viewRule",
    code: {
      JavaScript: `${js}const record = await pb.collection("${c.name}").getOne("${exampleId}");`,
      Dart: `${dart}final record = await pb.collection("${c.name}").getOne("${exampleId}");`,
      curl: curl("GET", `${base(c)}/records/${exampleId}`),
    },
    answer: exampleRecord(c),
  };
}

function create(c: Collection): Endpoint {
  const body = exampleBody(c);
  return {
    key: "create",
    title: t.create[0],
    text: t.create[1],
    method: "POST",
    path: `${base(c)}/records`,
    rule: "createRule",
    code: {
      JavaScript: `${js}const record = await pb.collection("${c.name}").create(${jsText(body)});`,
      Dart: `${dart}final record = await pb.collection("${c.name}").create(body: ${dartText(body)});`,
      curl: curl("POST", `${base(c)}/records`, body),
    },
    answer: exampleRecord(c),
  };
}

function update(c: Collection): Endpoint {
  const body = Object.fromEntries(Object.entries(exampleBody(c)).slice(0, 2));
  return {
    key: "update",
    title: t.update[0],
    text: t.update[1],
    method: "PATCH",
    path: `${base(c)}/records/{id}`,
    rule: "updateRule",
    code: {
      JavaScript: `${js}const record = await pb.collection("${c.name}").update("${exampleId}", ${jsText(body)});`,
      Dart: `${dart}final record = await pb.collection("${c.name}").update("${exampleId}", body: ${dartText(body)});`,
      curl: curl("PATCH", `${base(c)}/records/${exampleId}`, body),
    },
    answer: exampleRecord(c),
  };
}

function remove(c: Collection): Endpoint {
  return {
    key: "delete",
    title: t.delete[0],
    text: t.delete[1],
    method: "DELETE",
    path: `${base(c)}/records/{id}`,
    rule: "deleteRule",
    code: {
      JavaScript: `${js}await pb.collection("${c.name}").delete("${exampleId}");`,
      Dart: `${dart}await pb.collection("${c.name}").delete("${exampleId}");`,
      curl: curl("DELETE", `${base(c)}/records/${exampleId}`),
    },
  };
}

function realtime(c: Collection): Endpoint {
  return {
    key: "realtime",
    title: t.realtime[0],
    text: t.realtime[1],
    method: "SSE",
    path: "/api/realtime",
    rule: "listRule",
    code: {
      JavaScript: `${js}const stop = await pb.collection("${c.name}").subscribe("*", (e) => {\n  console.log(e.action, e.record);\n});\n\n// one record: subscribe("${exampleId}", …)\nawait stop();`,
      Dart: `${dart}final stop = await pb.collection("${c.name}").subscribe("*", (e) {\n  print("\${e.action} \${e.record}");\n});\n\nawait stop();`,
      curl: `# 1. keep this open; the first event holds the clientId\ncurl -N "${serverUrl}/api/realtime"\n\n# 2. say what to listen to\n${curl("POST", "/api/realtime", { clientId: "…", subscriptions: [`${c.name}/*`] })}`,
    },
    answer: { action: "create", record: exampleRecord(c) },
  };
}

function batch(c: Collection): Endpoint {
  const body = exampleBody(c);
  return {
    key: "batch",
    title: t.batch[0],
    text: t.batch[1],
    method: "POST",
    path: "/api/batch",
    code: {
      JavaScript: `${js}const batch = pb.createBatch();\nbatch.collection("${c.name}").create(${jsText(body)});\nbatch.collection("${c.name}").delete("${exampleId}");\nconst results = await batch.send();`,
      Dart: `${dart}final batch = pb.createBatch();\nbatch.collection("${c.name}").create(body: ${dartText(body)});\nbatch.collection("${c.name}").delete("${exampleId}");\nfinal results = await batch.send();`,
      curl: curl("POST", "/api/batch", {
        requests: [
          { method: "POST", url: `${base(c)}/records`, body },
          { method: "DELETE", url: `${base(c)}/records/${exampleId}` },
        ],
      }),
    },
    answer: [
      { status: 200, body: exampleRecord(c) },
      { status: 204, body: null },
    ],
  };
}

interface Action {
  readonly key: keyof typeof t & string;
  readonly path: string;
  readonly enabled?: boolean;
  readonly js: string;
  readonly dart: string;
  readonly body?: unknown;
  readonly method?: "GET" | "POST";
  readonly answer?: unknown;
}

function authEndpoints(c: Collection): Endpoint[] {
  const identity = c.passwordAuth?.identityFields?.[0] === "username" ? "ada" : "ada@example.com";
  const answer = { token: "eyJhbGciOiJIUzI1NiJ9.…", record: exampleRecord(c) };
  const on = `pb.collection("${c.name}")`;
  const actions: readonly Action[] = [
    {
      key: "methods",
      path: "auth-methods",
      method: "GET",
      js: `const methods = await ${on}.listAuthMethods();`,
      dart: `final methods = await ${on}.listAuthMethods();`,
    },
    {
      key: "withPassword",
      path: "auth-with-password",
      enabled: c.passwordAuth?.enabled,
      js: `const auth = await ${on}.authWithPassword("${identity}", "a long sentence");\n\nconsole.log(pb.authStore.token, pb.authStore.record);`,
      dart: `final auth = await ${on}.authWithPassword("${identity}", "a long sentence");\n\nprint(pb.authStore.token);`,
      body: { identity, password: "a long sentence" },
      answer,
    },
    {
      key: "withOAuth2",
      path: "auth-with-oauth2",
      enabled: c.oauth2?.enabled,
      js: `const auth = await ${on}.authWithOAuth2({ provider: "google" });`,
      dart: `final auth = await ${on}.authWithOAuth2("google", (url) async {\n  await launchUrl(url);\n});`,
      body: {
        provider: "google",
        code: "…",
        codeVerifier: "…",
        redirectURL: `${serverUrl}/api/oauth2-redirect`,
      },
      answer,
    },
    {
      key: "withOtp",
      path: "auth-with-otp",
      enabled: c.otp?.enabled,
      js: `const { otpId } = await ${on}.requestOTP("ada@example.com");\n// … the person reads the mail …\nconst auth = await ${on}.authWithOTP(otpId, "12345678");`,
      dart: `final request = await ${on}.requestOTP("ada@example.com");\nfinal auth = await ${on}.authWithOTP(request.otpId, "12345678");`,
      body: { otpId: "…", password: "12345678" },
      answer,
    },
    {
      key: "refresh",
      path: "auth-refresh",
      js: `const auth = await ${on}.authRefresh();`,
      dart: `final auth = await ${on}.authRefresh();`,
      answer,
    },
    {
      key: "verification",
      path: "request-verification",
      js: `await ${on}.requestVerification("ada@example.com");\n\n// with the token from the mail\nawait ${on}.confirmVerification("TOKEN");`,
      dart: `await ${on}.requestVerification("ada@example.com");\nawait ${on}.confirmVerification("TOKEN");`,
      body: { email: "ada@example.com" },
    },
    {
      key: "reset",
      path: "request-password-reset",
      enabled: c.passwordAuth?.enabled,
      js: `await ${on}.requestPasswordReset("ada@example.com");\n\n// with the token from the mail\nawait ${on}.confirmPasswordReset("TOKEN", "a new sentence", "a new sentence");`,
      dart: `await ${on}.requestPasswordReset("ada@example.com");\nawait ${on}.confirmPasswordReset("TOKEN", "a new sentence", "a new sentence");`,
      body: { email: "ada@example.com" },
    },
    {
      key: "emailChange",
      path: "request-email-change",
      js: `await ${on}.requestEmailChange("new@example.com");\n\n// with the token from the mail\nawait ${on}.confirmEmailChange("TOKEN", "a long sentence");`,
      dart: `await ${on}.requestEmailChange("new@example.com");\nawait ${on}.confirmEmailChange("TOKEN", "a long sentence");`,
      body: { newEmail: "new@example.com" },
    },
  ];
  return actions.map((action) => fromAction(c, action));
}

function fromAction(c: Collection, action: Action): Endpoint {
  const [title, text] = t[action.key] as readonly [string, string];
  const method = action.method ?? "POST";
  return {
    key: action.key,
    title,
    text,
    method,
    path: `${base(c)}/${action.path}`,
    enabled: action.enabled ?? true,
    code: {
      JavaScript: js + action.js,
      Dart: dart + action.dart,
      curl: curl(method, `${base(c)}/${action.path}`, action.body),
    },
    answer: action.answer,
  };
}
