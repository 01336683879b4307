import { expect, test } from "vitest";
import { startBackend } from "./backend.ts";
import { describeInBrowser, openSignedIn, patiently } from "./browser.ts";
import { fillWithSamples } from "./sample.ts";

describeInBrowser("records in the dashboard", () => {
  test("the grid pages through all rows, sorts, filters and remembers columns", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at, picture } = await openSignedIn(backend);
    await at("collections/posts");
    const grid = page.getByRole("grid", { name: "posts" });
    await grid.getByText("Post 250").waitFor();
    await page.getByText("250 records").waitFor();
    await picture("records");

    await grid.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await grid.getByText("Post 001").waitFor();

    await page.getByRole("button", { name: "Sort by score" }).click();
    await grid.getByRole("row", { name: /Post 001/ }).waitFor();
    expect(page.url()).toContain("sort=score");

    await page.locator("[data-filter] .cm-content").click();
    await page.keyboard.type("score > 248");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.getByText("2 records", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("250 records").waitFor();

    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "contact" }).uncheck();
    await page.keyboard.press("Escape");
    await page.reload();
    await grid.getByText("Post 001").waitFor();
    expect(await page.getByRole("button", { name: "Sort by contact" }).count()).toBe(0);
  });

  test("a range of rows is ticked with shift and deleted, a value edited in place and undone", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/posts?sort=score");
    const grid = page.getByRole("grid", { name: "posts" });
    const row = (title: string) => grid.getByRole("row").filter({ hasText: title });

    await row("Post 001").getByRole("checkbox").click();
    await row("Post 005")
      .getByRole("checkbox")
      .click({ modifiers: ["Shift"] });
    await page.getByText("5 selected").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("245 records").waitFor();

    await row("Post 006").getByText("Post 006").dblclick();
    await page.getByRole("textbox", { name: "title" }).fill("Changed in place");
    await page.keyboard.press("Enter");
    await row("Changed in place").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await row("Post 006").waitFor();
  });

  test("a record is made with every kind of value, found again, changed and deleted", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at, picture } = await openSignedIn(backend);
    await at("collections/posts");
    await page.getByRole("button", { name: "New record" }).click();
    const sheet = page.getByRole("dialog", { name: "New in posts" });

    await sheet.getByLabel("title").fill("Everything");
    await sheet.getByRole("textbox", { name: "body" }).click();
    await page.keyboard.type("Some words");
    await sheet.getByLabel("score").fill("12.5");
    await sheet.getByLabel("live").check();
    await sheet.getByLabel("contact").fill("ada@example.com");
    await sheet.getByLabel("site").fill("https://example.com");
    await sheet.getByRole("button", { name: "Now" }).click();
    await sheet.getByLabel("kind").selectOption("essay");
    await sheet.getByRole("button", { name: "green" }).click();
    await sheet
      .getByRole("group", { name: "pictures" })
      .locator("input[type=file]")
      .setInputFiles({ name: "hello.txt", mimeType: "text/plain", buffer: Buffer.from("hello") });
    await sheet.getByRole("group", { name: "author" }).getByRole("button", { name: "Choose" }).click();
    await page.getByRole("option", { name: /Grace Hopper/ }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await sheet.getByRole("textbox", { name: "extra" }).fill('{"a": 1}');
    await sheet.getByLabel("Latitude").fill("38.72");
    await sheet.getByLabel("Longitude").fill("-9.14");
    await picture("record");
    await sheet.getByRole("button", { name: "New record" }).click();
    await page.getByText("Record created.").waitFor();

    const made = await backend.admin
      .collection("posts")
      .getFirstListItem("title = 'Everything'", { expand: "author" });
    expect(made).toMatchObject({
      body: "<p>Some words</p>",
      score: 12.5,
      live: true,
      contact: "ada@example.com",
      site: "https://example.com",
      kind: "essay",
      tags: ["green"],
      extra: { a: 1 },
      place: { lat: 38.72, lon: -9.14 },
      expand: { author: { name: "Grace Hopper" } },
    });
    expect(made.pictures).toHaveLength(1);
    expect(made.day).not.toBe("");

    await page.getByRole("grid").getByText("Everything").click();
    const again = page.getByRole("dialog");
    await again.getByLabel("title").fill("Everything else");
    await page.keyboard.press("Control+s");
    await page.getByText("Record saved.").waitFor();
    await again.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page
      .getByRole("dialog", { name: "Delete this record?" })
      .getByRole("button", { name: "Delete" })
      .click();
    await page.getByText("Record deleted.").waitFor();
    await page.getByText("250 records").waitFor();
  });

  test("what was typed survives closing the sheet by mistake", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/posts?record=%2B");
    await page.getByRole("dialog").getByLabel("title").fill("Half a thought");

    await page.keyboard.press("Escape");
    await page.getByText("Your changes are kept as a draft.").waitFor();
    await page.getByRole("button", { name: "Reopen" }).click();
    await page.getByRole("button", { name: "Bring them back" }).click();

    await expect
      .poll(() => page.getByRole("dialog").getByLabel("title").inputValue(), patiently)
      .toBe("Half a thought");
  });

  test("errors of the server stand beside the fields they are about", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend, { expected: /records/ });
    await at("collections/posts?record=%2B");
    await page.getByRole("dialog").getByLabel("contact").fill("no address");

    await page.getByRole("dialog").getByRole("button", { name: "New record" }).click();

    await page.getByText("Cannot be blank.").waitFor();
    await page.getByText("Must be a valid email address.").waitFor();
    expect(await page.getByRole("dialog").getByLabel("title").getAttribute("aria-invalid")).toBe("true");
  });

  test("an account is made, impersonated and signed out everywhere", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend);
    await at("collections/users?record=%2B");
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("Email", { exact: true }).fill("ada@example.com");
    await sheet.getByRole("button", { name: "Generate" }).first().click();
    await sheet.getByRole("button", { name: "Save and keep open" }).click();
    await page.getByText("Record created.").waitFor();
    await page.getByRole("button", { name: "Sign-in providers" }).click();
    await page.getByText("No provider is linked to this account.").waitFor();

    await page.getByRole("dialog").getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Impersonate" }).click();
    await page.getByRole("button", { name: "Create the token" }).click();
    await page
      .getByRole("dialog", { name: "A token that acts as this account" })
      .getByLabel("Token")
      .waitFor();
    await picture("impersonate");
    await page
      .getByRole("dialog", { name: "A token that acts as this account" })
      .getByRole("button", { name: "Close" })
      .last()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
    await page
      .getByRole("dialog", { name: "End every session" })
      .getByRole("button", { name: "Sign out everywhere" })
      .click();

    await page.getByText("Every session has ended.").waitFor();
  });

  test("what others add is announced, and what they change shows at once", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    const listening = page.waitForResponse(
      (answer) => answer.url().endsWith("/api/realtime") && answer.status() === 204,
    );
    await at("collections/authors");
    await page.getByRole("grid").getByText("Grace Hopper").waitFor();
    await listening;
    const grace = await backend.admin.collection("authors").getFirstListItem("name ~ 'Grace'");

    await backend.admin.collection("authors").update(grace.id, { name: "Rear Admiral Hopper" });
    await page.getByRole("grid").getByText("Rear Admiral Hopper").waitFor();
    await backend.admin.collection("authors").create({ name: "Joan Clarke" });
    await page.getByRole("button", { name: "1 change" }).click();

    await page.getByRole("grid").getByText("Joan Clarke").waitFor();
  });

  test("a selection is exported as JSON and as CSV", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/authors");
    await page.getByRole("button", { name: "Export" }).click();
    const [json] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "As JSON" }).click(),
    ]);
    await page.getByRole("button", { name: "Export" }).click();
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "As CSV" }).click(),
    ]);

    expect([json.suggestedFilename(), csv.suggestedFilename()]).toEqual(["authors.json", "authors.csv"]);
  });

  test("a related record is made on the way, and a duplicate begins with what was there", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/posts?filter=score%20%3D%207");
    await page.getByRole("grid").getByText("Post 007").click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("group", { name: "readers" }).getByRole("button", { name: "Choose" }).click();
    await page.getByRole("button", { name: "New in authors" }).click();
    await page.getByRole("dialog", { name: "New in authors" }).getByLabel("name").fill("Joan Clarke");
    await page
      .getByRole("dialog", { name: "New in authors" })
      .getByRole("button", { name: "New record" })
      .click();
    await page.getByRole("option", { name: /Joan Clarke/, selected: true }).waitFor();
    await page.getByRole("option", { name: /Ada/ }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.keyboard.press("Control+s");
    await page.getByText("Record saved.").waitFor();

    await sheet.getByRole("button", { name: "More" }).first().click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    const copy = page.getByRole("dialog", { name: "New in posts" });
    await expect.poll(() => copy.getByLabel("title").inputValue(), patiently).toBe("Post 007");
    await copy.getByLabel("title").fill("Post 007 again");
    await copy.getByRole("button", { name: "New record" }).click();
    await copy.waitFor({ state: "detached" });

    const twice = await backend.admin
      .collection("posts")
      .getFullList({ filter: "score = 7", expand: "readers" });
    const readers = (twice[0]?.expand?.readers ?? []) as { name: string }[];
    expect(readers.map(({ name }) => name)).toEqual(["Joan Clarke", "Ada Lovelace"]);
    expect(new Set(twice.map(({ title }) => title))).toEqual(new Set(["Post 007", "Post 007 again"]));
    expect(twice[0]?.readers).toEqual(twice[1]?.readers);
  });

  test("an uploaded picture is seen in the grid and opened large", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const pixel =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
    const picture = new File([Buffer.from(pixel, "base64")], "dot.png", { type: "image/png" });
    const post = await backend.admin.collection("posts").getFirstListItem("score = 9");
    await backend.admin.collection("posts").update(post.id, { pictures: [picture] });
    const { page, at } = await openSignedIn(backend);
    await at(`collections/posts?filter=score%20%3D%209&record=${post.id}`);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^dot_\w+\.png$/ })
      .click();

    const large = page.getByRole("dialog", { name: /^dot_/ }).getByRole("img");
    await large.waitFor();
    expect(await large.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
  });
});
