import { expect, test } from "vitest";
import { type Backend, startBackend } from "./backend.ts";
import { describeInBrowser, openSignedIn } from "./browser.ts";

async function withText(body: string): Promise<Backend & { readonly id: string }> {
  const backend = await startBackend();
  await backend.admin.collections.create({
    name: "pages",
    type: "base",
    fields: [{ name: "body", type: "editor" }],
  });
  const { id } = await backend.admin.collection("pages").create({ body });
  return { ...backend, id };
}

const kept = [
  '<p style="text-align: center">Middle <span style="color: rgb(255, 0, 0)">red</span></p>',
  "<table><tbody><tr><th><p>a</p></th></tr><tr><td><p>b</p></td></tr></tbody></table>",
  '<iframe src="https://films.example/1" width="560"></iframe>',
];

describeInBrowser("rich text", () => {
  test("tables, colours, alignment and films of a text stay when it is edited, and more can be added", async () => {
    const backend = await withText(`${kept.join("")}<p>end</p>`);
    const { page, at, picture } = await openSignedIn(backend);
    await at(`collections/pages?record=${backend.id}`);
    const text = page.getByRole("textbox", { name: "body" });
    await text.getByText("end", { exact: true }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(" of it");
    await page.getByRole("button", { name: "Align right" }).click();
    await page.getByRole("button", { name: "Table", exact: true }).click();
    await page.getByRole("button", { name: "Row below" }).click();
    await picture("rich-text");
    await page.getByRole("button", { name: "Whole window" }).click();
    await picture("rich-text-large");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Record saved.").waitFor();

    const { body } = await backend.admin.collection("pages").getOne(backend.id);
    for (const part of ["text-align: center", "color: rgb(255, 0, 0)", "films.example/1", 'width="560"'])
      expect(body).toContain(part);
    expect(body).toContain('<p style="text-align: right;">end of it</p>');
    expect(body.match(/<tr/g)).toHaveLength(5);
  });

  test("a text with what the editor does not know is shown as HTML, and is not touched by looking at it", async () => {
    const backend = await withText('<dl class="terms"><dt>word</dt><dd>meaning</dd></dl>');
    const { page, at } = await openSignedIn(backend);
    await at(`collections/pages?record=${backend.id}`);
    await page.getByText("As text, that would be lost.").waitFor();

    const source = page.getByRole("textbox", { name: "body (HTML)" });
    expect(await source.inputValue()).toContain("<dt>word</dt>");
    await source.fill('<dl class="terms"><dt>word</dt><dd>sense</dd></dl>');
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Record saved.").waitFor();

    const { body } = await backend.admin.collection("pages").getOne(backend.id);
    expect(body).toBe('<dl class="terms"><dt>word</dt><dd>sense</dd></dl>');
  });
});
