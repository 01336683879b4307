import { expect, test } from "vitest";
import { readTopic } from "../../../plugins/realtime/topic.ts";

test("a topic without options is all path", () => {
  expect(readTopic("posts/*")).toEqual({
    text: "posts/*",
    path: "posts/*",
    options: { query: {}, headers: {} },
  });
});

test("options are read as texts, headers by their names in rules", () => {
  const options = { query: { filter: "a = 1", page: 2 }, headers: { "X-Token": true } };
  const text = `posts/*?options=${encodeURIComponent(JSON.stringify(options))}`;

  expect(readTopic(text)).toEqual({
    text,
    path: "posts/*",
    options: { query: { filter: "a = 1", page: "2" }, headers: { x_token: "true" } },
  });
});

test.each(["posts/*?options=%7Bbad", "posts/*?other=1", "posts/*?options=[]"])(
  "%s asks for nothing more",
  (text) => {
    expect(readTopic(text)).toMatchObject({ path: "posts/*", options: { query: {}, headers: {} } });
  },
);
