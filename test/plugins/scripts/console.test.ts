import { expect, test, vi } from "vitest";
import { ask } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";

test("what a hook prints says where, and for which request", async () => {
  const app = await appWithHooks({
    "a.pb.ts": `interface Unused {
  readonly a: string;
}
import { tell } from "./lib/tell.ts";
routerAdd("GET", "/t", (e) => {
  console.log("hello", { a: 1 });
  tell();
  e.noContent(204);
});`,
    "lib/tell.ts": `interface Unused {}\n\nexport function tell(): void {\n  console.error("from a neighbour");\n}`,
  });
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);

  await ask(app, "GET /t", { headers: { "x-request-id": "abc-1" } });
  await ask(app, "GET /t");
  const [first, second] = out.mock.calls.map(([text]) => String(text));
  const loud = err.mock.calls.map(([text]) => String(text));
  out.mockRestore();
  err.mockRestore();

  expect(first).toMatch(
    /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d hello \{"a":1\} \(a\.pb\.ts:6, request abc-1\)\n$/,
  );
  expect(second).toMatch(/\(a\.pb\.ts:6, request [0-9a-f]{8}\)\n$/);
  expect(loud[0]).toContain("from a neighbour (lib/tell.ts:4, request abc-1)");
});
