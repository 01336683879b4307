import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import PocketBase from "pocketbase";
import { describe, expect, test, vi } from "vitest";
import { runCommand, startServer } from "../durability/server.ts";
import { temporaryFolder } from "../support/folder.ts";
import { reference, startReference } from "../support/reference.ts";
import { freePort } from "../support/server.ts";
import { email, password, signIn } from "../support/superuser.ts";

/** A post with a file, and then a backup. */
async function fillAndBackUp(client: PocketBase): Promise<void> {
  await client.collections.create({
    name: "posts",
    type: "base",
    listRule: "",
    fields: [
      { name: "title", type: "text" },
      { name: "note", type: "file", maxSelect: 1, maxSize: 100_000 },
    ],
  });
  const post = { title: "kept", note: new File(["a".repeat(5000)], "note.txt") };
  await client.collection("posts").create(post);
  await client.backups.create("made.zip");
}

/** Titles and lengths of notes. */
async function contentOf(url: string): Promise<readonly [title: string, length: number][]> {
  const client = new PocketBase(url);
  const posts = await client.collection("posts").getFullList<{ id: string; title: string; note: string }>();
  return await Promise.all(
    posts.map(async (post): Promise<[string, number]> => {
      const note = await fetch(client.files.getURL(post, post.note));
      return [post.title, (await note.text()).length];
    }),
  );
}

describe.skipIf(reference === undefined)("a backup made by one is restored by the other", () => {
  test("from the reference to us", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const theirDir = path.join(folder, "theirs/pb_data");
    await runCommand("superuser", "upsert", email, password, "--dir", theirDir);
    const theirs = await startReference(theirDir);
    await fillAndBackUp(await signIn(theirs.url));
    await theirs.stop();
    const dir = path.join(folder, "ours/pb_data");

    const restored = await runCommand("backup", "restore", `${theirDir}/backups/made.zip`, "--dir", dir);
    expect(restored.output).toContain('Successfully restored backup "made.zip"!');
    const ours = await startServer(dir, await freePort());
    const content = await contentOf(ours.url);
    await ours.end("SIGTERM");

    expect(content).toEqual([["kept", 5000]]);
  });

  test("from us to the reference", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const ourDir = path.join(folder, "ours/pb_data");
    await runCommand("superuser", "upsert", email, password, "--dir", ourDir);
    const ours = await startServer(ourDir, await freePort());
    await fillAndBackUp(await signIn(ours.url));
    await ours.end("SIGTERM");
    const dir = path.join(folder, "theirs/pb_data");
    await runCommand("superuser", "upsert", email, password, "--dir", dir);
    await mkdir(path.join(dir, "backups"));
    await copyFile(path.join(ourDir, "backups/made.zip"), path.join(dir, "backups/made.zip"));
    const theirs = await startReference(dir);

    await (await signIn(theirs.url)).backups.restore("made.zip");

    // It answers, waits a second, and starts itself anew.
    await vi.waitFor(async () => expect(await contentOf(theirs.url)).toEqual([["kept", 5000]]), {
      timeout: 20_000,
      interval: 200,
    });
  });
});
