import { expect, test } from "vitest";
import { sniff } from "../../../plugins/files/mime.ts";

test.each([
  ["", "text/plain", ".txt"],
  ["hello", "text/plain; charset=utf-8", ".txt"],
  ["h\xe9llo", "text/plain; charset=iso-8859-1", ".txt"],
  ["\0\x01\x02\x03", "application/octet-stream", ""],
  ["\x89PNG\r\n\x1a\n", "image/png", ".png"],
  ["RIFF\x24\0\0\0WEBPVP8 ", "image/webp", ".webp"],
  ["\0\0\0\x14ftypqt  ", "video/quicktime", ".mov"],
  ["%PDF-1.4\n", "application/pdf", ".pdf"],
  [
    "PK\x03\x04....word/document.xml",
    `${"application/vnd.openxmlformats-officedocument"}.wordprocessingml.document`,
    ".docx",
  ],
  ['{"a":1}', "application/json", ".json"],
  ['{"a":1}\n{"b":2}\n', "application/x-ndjson", ".ndjson"],
  ['{"type":"Feature"}', "application/geo+json", ".geojson"],
  ["a,b\n1,2\n", "text/csv", ".csv"],
  ["#!/bin/sh\nls", "text/x-shellscript", ".sh"],
  ["  <html>", "text/html; charset=utf-8", ".html"],
  ['<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml", ".svg"],
])("the type of %j is told by its content", async (content, type, extension) => {
  expect(await sniff(Buffer.from(content, "latin1"))).toMatchObject({ type, extension });
});
