import { expect, test } from "vitest";
import { startBackend } from "./backend.ts";
import { describeInBrowser, openSignedIn, patiently } from "./browser.ts";
import { fillWithSamples } from "./sample.ts";

describeInBrowser("collections in the dashboard", () => {
  test("a collection is made with fields, a rule and an index, and renamed with a warning", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend);
    await at("collections");
    await page.getByRole("button", { name: "New collection" }).click();
    await page.getByLabel("Name", { exact: true }).fill("recipes");
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await page.keyboard.type("dish");
    await page.getByRole("button", { name: "Choice" }).click();
    await page.keyboard.type("course");
    await page.getByLabel("Choices").fill("starter, main, dessert");
    await page.keyboard.press("Enter");
    await picture("new-collection");
    await page.getByRole("navigation", { name: "Parts of the collection" }).getByText("Rules").click();
    await page
      .getByRole("group", { name: "List and search" })
      .getByRole("button", { name: "Allow others…" })
      .click();
    await page.getByText("Who may: everyone, signed in or not").waitFor();
    await page.getByRole("button", { name: "Create the collection" }).click();
    await page.getByText("recipes is created.").waitFor();

    const made = await backend.admin.collections.getOne("recipes");
    expect(made.fields.map(({ name }) => name)).toEqual(["id", "dish", "course", "created", "updated"]);
    expect(made.fields[2]).toMatchObject({
      type: "select",
      values: ["starter", "main", "dessert"],
      maxSelect: 1,
    });
    expect(made).toMatchObject({ listRule: "", viewRule: null });

    await at("collections/recipes/indexes");
    await page.getByRole("button", { name: "New index" }).click();
    await page.getByRole("switch", { name: "Unique" }).check();
    await page.getByRole("button", { name: "dish" }).click();
    await page.getByRole("button", { name: "Apply" }).click();
    await at("collections/recipes/fields");
    await page.getByRole("textbox", { name: "Field name" }).nth(1).fill("meal");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("The field dish becomes meal").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("recipes is saved.").waitFor();

    const changed = await backend.admin.collections.getOne("recipes");
    expect(changed.fields[1]).toMatchObject({ id: made.fields[1]?.id, name: "meal" });
    expect(changed.indexes).toHaveLength(1);
    expect(changed.indexes[0]).toContain("`meal`");
  });

  test("fields are ordered with the keyboard, removed and brought back", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/posts/fields");
    const names = () =>
      page
        .getByRole("textbox", { name: "Field name" })
        .evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
    await page.getByRole("button", { name: "Drag to reorder: score" }).focus();
    await page.keyboard.press("ArrowUp");
    expect((await names()).slice(0, 4)).toEqual(["id", "title", "score", "body"]);

    await page.getByRole("button", { name: "Options of body" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Removed on save, with its data").waitFor();
    await page.getByRole("button", { name: "Restore" }).click();
    expect((await names()).slice(0, 4)).toEqual(["id", "title", "body", "score"]);
    await page.getByRole("button", { name: "Drag to reorder: score" }).press("ArrowDown");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("posts is saved.").waitFor();

    const saved = await backend.admin.collections.getOne("posts");
    expect(saved.fields.slice(0, 5).map(({ name }) => name)).toEqual([
      "id",
      "title",
      "body",
      "live",
      "score",
    ]);
  });

  test("a rule is judged while it is written, and said in words", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at, picture } = await openSignedIn(backend, { expected: /records/ });
    await at("collections/posts/rules");
    const rule = page.getByRole("group", { name: "Update" });
    await rule.getByRole("button", { name: "Allow others…" }).click();

    await rule.locator(".cm-content").fill("author = @request.auth.id");
    await rule.getByText("Valid", { exact: true }).waitFor();
    await rule.getByText("Who may: whoever is in “author”").waitFor();
    await picture("rules");
    await rule.locator(".cm-content").fill("nothing = @request.auth.id");

    await expect.poll(() => rule.locator("p").last().getAttribute("class"), patiently).toContain("bad");
  });

  test("a view shows what its query gives before it is saved", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at, picture } = await openSignedIn(backend, { expected: /dry-run-view/ });
    await at("collections/+");
    await page.getByText("Read-only records computed by an SQL query.").click();
    await page.getByLabel("Name", { exact: true }).fill("best_posts");
    await page
      .locator(".cm-content")
      .fill("SELECT posts.id, posts.title, posts.score FROM posts WHERE posts.score > 248");
    await page.getByRole("cell", { name: "Post 250" }).waitFor();
    await picture("view-query");
    await page.getByRole("button", { name: "Create the collection" }).click();
    await page.getByText("best_posts is created.").waitFor();

    await page.getByRole("grid").getByText("Post 249").waitFor();
  });

  test("sign-in options of an auth collection are saved, a provider among them", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend);
    await at("collections/users/auth");
    await page.getByText("Providers (OAuth2)").click();
    await page.getByRole("button", { name: "Add a provider" }).click();
    await page.getByLabel("Find a provider").fill("git");
    await picture("providers");
    await page.getByRole("button", { name: /GitHub/ }).click();
    await page.getByLabel("Client id").fill("abc");
    await page.getByLabel("Client secret").fill("very secret");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("One-time code", { exact: true }).first().click();
    await page.getByRole("switch", { name: "One-time code" }).check();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("users is saved.").waitFor();

    const users = await backend.admin.collections.getOne("users");
    expect(users).toMatchObject({
      oauth2: { enabled: true, providers: [{ name: "github", clientId: "abc" }] },
      otp: { enabled: true },
    });
  });

  test("a collection is duplicated, emptied and deleted, each after its name was typed", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/posts");
    const actions = page.getByRole("button", { name: "Collection actions" });
    await actions.click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await page.getByRole("button", { name: "Create the collection" }).click();
    await page.getByText("posts_copy is created.").waitFor();

    await at("collections/posts");
    await actions.click();
    await page.getByRole("menuitem", { name: "Delete all records…" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete all records" });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel("Type “posts” to go on").fill("posts");
    await confirm.click();
    await page.getByText("No records yet").waitFor();

    await actions.click();
    await page.getByRole("menuitem", { name: "Delete the collection…" }).click();
    await page.getByLabel("Type “posts” to go on").fill("posts");
    await page.getByRole("dialog").getByRole("button", { name: "Delete the collection" }).click();
    await page.getByText("posts is deleted.").waitFor();
    const left = (await backend.admin.collections.getFullList()).map(({ name }) => name);
    expect(left).toContain("posts_copy");
    expect(left).not.toContain("posts");
  });

  test("definitions are imported after their difference was read", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at, picture } = await openSignedIn(backend);
    const authors = await backend.admin.collections.getOne("authors");
    await at("collections/~import");
    await page.locator(".cm-content").fill(JSON.stringify([{ ...authors, listRule: "id != ''" }]));
    await page.getByRole("heading", { name: "What would change" }).waitFor();
    await page.locator(".line.plus").first().waitFor();
    await picture("import");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
    await page.getByText("The definitions are imported.").waitFor();

    expect(await backend.admin.collections.getOne("authors")).toMatchObject({ listRule: "id != ''" });
  });

  test("the overview shows rules, a diagram, an export and how to call the API", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at, picture } = await openSignedIn(backend);
    await at("collections/~rules");
    await page.getByRole("cell", { name: "anyone who is signed in" }).first().waitFor();
    await at("collections/~diagram");
    await page.getByRole("main").getByRole("link", { name: "authors" }).last().waitFor();
    await picture("diagram");
    await at("collections/~export");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("collections.json");
    await at("collections/posts/api");
    await page.getByRole("button", { name: "Realtime" }).click();
    await page.getByText("subscribe").first().waitFor();
    await page.getByRole("button", { name: "curl" }).click();
    await picture("api");

    expect(await page.locator("pre").first().textContent()).toContain("/api/realtime");
  });

  test("everything is found by name", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections");
    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("records authors");
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "authors", level: 1 }).waitFor();
  });
});
