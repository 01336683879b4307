import { expect, test } from "vitest";
import { ProgressBar } from "../../../kernel/cli/progress-bar.ts";

function barOn(isTTY: boolean): { readonly bar: ProgressBar; readonly written: string[] } {
  const written: string[] = [];
  const out = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { bar: new ProgressBar(out), written };
}

test("a terminal shows how far something has come, and is left clean", () => {
  const { bar, written } = barOn(true);

  bar.show("packing", 1024 * 1024, 4 * 1024 * 1024);
  bar.show("files", 3, 3, "items");
  bar.show("verifying", 0, 0);
  bar.clear();

  expect(written[0]).toMatch(/packing █{8}░{22} 25 % of 4\.0 MB$/);
  expect(written[1]).toMatch(/files █{30} 100 % of 3$/);
  expect(written[2]).toMatch(/verifying …$/);
  expect(written.at(-1)).toBe("\r\u001b[2K");
});

test("moves that come too fast to be seen are not written", () => {
  const { bar, written } = barOn(true);

  for (let i = 0; i <= 1000; i++) bar.show("packing", i, 1000);

  expect(written.length).toBeLessThan(20);
  expect(written.at(-1)).toContain("100 %");
});

test("what is no terminal gets nothing", () => {
  const { bar, written } = barOn(false);

  bar.show("packing", 1, 2);
  bar.clear();

  expect(written).toEqual([]);
});
