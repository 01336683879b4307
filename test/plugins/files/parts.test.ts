import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { partsOf } from "../../../plugins/files/parts.ts";
import { temporaryFolder } from "../../support/folder.ts";

const size = 10;

async function lettersOf(parts: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const part of parts) texts.push(String(part)); // now: the next part takes its place
  return texts;
}

const sources = {
  bytes: async (content: Buffer) => content,
  "a stream of small pieces": async (content: Buffer) =>
    Readable.from(
      Array.from({ length: Math.ceil(content.length / 3) }, (_, i) => content.subarray(i * 3, i * 3 + 3)),
    ),
  "a stream of one piece": async (content: Buffer) => Readable.from([content]),
  "a file": async (content: Buffer) => {
    const file = path.join(await temporaryFolder(), "content");
    await writeFile(file, content);
    return { file };
  },
};

test.each(Object.entries(sources))(
  "%s come in parts, the last one of what is left",
  async (_name, sourceOf) => {
    const partsOfText = async (text: string) =>
      await lettersOf(partsOf(await sourceOf(Buffer.from(text)), size));

    expect(await partsOfText("abcdefghijklmnopqrstuvwxyz")).toEqual(["abcdefghij", "klmnopqrst", "uvwxyz"]);
    expect(await partsOfText("abcdefghijklmnopqrst")).toEqual(["abcdefghij", "klmnopqrst"]);
    expect(await partsOfText("abc")).toEqual(["abc"]);
    expect(await partsOfText("")).toEqual([]);
  },
);
