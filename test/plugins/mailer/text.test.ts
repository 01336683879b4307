import { expect, test } from "vitest";
import { textFromHtml } from "../../../plugins/mailer/text.ts";

test("paragraphs and line breaks become lines, white space is collapsed", () => {
  const html = "<p>Hello <b>w</b>  orld</p>\n<p>Second<br>line</p>";

  expect(textFromHtml(html)).toBe("Hello w orld\nSecond\nline");
});

test("links keep their address, lists their dashes; scripts and styles leave nothing", () => {
  const html =
    "<style>a{}</style><script>x('<p>')</script><h1>Head</h1><ul><li>a</li><li>b</li></ul>" +
    '<a href="https://x.co/a?b=1&amp;c=2" class="btn">Click</a> &amp; more<table><tr><td>1</td><td>2</td></tr></table>';

  expect(textFromHtml(html)).toBe("Head\n- a\n- b\n[Click](https://x.co/a?b=1&c=2) & more\n1\n2");
});

test("a link without text or without address still shows", () => {
  expect(textFromHtml('<a href="u"></a> and <a>no</a>')).toBe("[LINK](u) and [no]");
});

test("text without markup stays as it is", () => {
  expect(textFromHtml("   plain, 1 &lt; 2, &#8364; &unknown;  ")).toBe("plain, 1 < 2, € &unknown;");
});
