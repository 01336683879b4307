import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Batch } from "../../../plugins/realtime/batch.ts";
import { shared } from "../../../plugins/realtime/client.ts";

const [ann, bob] = ["a", "b"].map((letter) => Buffer.from(letter.repeat(40))) as [Buffer, Buffer];

/** A socket that sends at once, or keeps the very bytes it was given. */
class Wire extends Writable {
  readonly #sends: "at once" | "later";
  readonly #kept: Uint8Array[] = [];
  #sent = "";

  constructor(sends: "at once" | "later" = "at once") {
    super();
    this.#sends = sends;
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#kept.push(bytes);
    if (this.#sends === "later") return;
    this.#sent += bytes;
    done();
  }

  get text(): string {
    return this.#sends === "later" ? Buffer.concat(this.#kept).toString() : this.#sent;
  }
}

test("messages go out as one chunk, each with the id of the client", () => {
  const batch = Batch.nothing.and(shared("x", '"ä€𝄞"')).and(shared("y", "1"));
  const wire = new Wire();
  batch.writeTo(wire, ann, "chunk");

  const events = `id:${ann}\nevent:x\ndata:"ä€𝄞"\n\nid:${ann}\nevent:y\ndata:1\n\n`;
  expect(wire.text).toBe(`${Buffer.byteLength(events).toString(16)}\r\n${events}\r\n`);
});

test("where there are no chunks the events stand alone", () => {
  const wire = new Wire();
  Batch.nothing.and(shared("x", "1")).writeTo(wire, ann, "events");

  expect(wire.text).toBe(`id:${ann}\nevent:x\ndata:1\n\n`);
});

test("whoever is sent the same shares one batch", () => {
  const [first, second] = [shared("x", "1"), shared("x", "2")];
  const batch = Batch.nothing.and(first).and(second);

  expect(Batch.nothing.and(first).and(second)).toBe(batch);
  expect(Batch.nothing.and(second)).not.toBe(batch);
});

test.each(["at once", "later"] as const)("everybody gets his own id when bytes are sent %s", (sends) => {
  const batch = Batch.nothing.and(shared("x", "1")).and(shared("y", "2"));
  const wires = [ann, bob, ann].map((id) => {
    const wire = new Wire(sends);
    batch.writeTo(wire, id, "events");
    return wire;
  });

  const expected = (id: Buffer) => `id:${id}\nevent:x\ndata:1\n\nid:${id}\nevent:y\ndata:2\n\n`;
  expect(wires.map(({ text }) => text)).toEqual([expected(ann), expected(bob), expected(ann)]);
});
