import { expect, test } from "vitest";
import { parseTemplates } from "../../../../../plugins/scripts/guest/template/parse.ts";
import { render } from "../../../../../plugins/scripts/guest/template/render.ts";

const rendered = (text: string, data: unknown): string => render(parseTemplates([text]), data, {});

// What PocketBase 0.39.11 gives for the same.
const cases: Readonly<Record<string, readonly [template: string, data: unknown, result: string]>> = {
  "values are escaped, and missing ones are nothing": [
    "hi {{.name}} {{.missing}}!",
    { name: "<b>&'\"+" },
    "hi &lt;b&gt;&amp;&#39;&#34;&#43; !",
  ],
  "range has keys, values and else": [
    "{{range $i, $x := .list}}{{if $i}}, {{end}}{{$i}}:{{$x.n}}{{else}}none{{end}}{{range .no}}x{{else}} none{{end}}",
    { list: [{ n: 1 }, { n: "a" }], no: [] },
    "0:1, 1:a none",
  ],
  "parts are defined and blocks have a default": [
    '{{define "x"}}[{{.}}]{{end}}{{template "x" .name}} {{block "y" .}}{{.name}}{{end}}',
    { name: "n" },
    "[n] n",
  ],
  "attributes, addresses and handlers are escaped each in their way": [
    `<a href="{{.u}}" title='{{.t}}' onclick="f({{.t}})">{{.t}}</a>`,
    { u: "javascript:alert(1)", t: "a'b\"<c" },
    `<a href="#ZgotmplZ" title='a&#39;b&#34;&lt;c' onclick="f(&#34;a&#39;b\\&#34;\\u003cc&#34;)">a&#39;b&#34;&lt;c</a>`,
  ],
  "queries and scripts get values they can hold": [
    '<a href="/x?q={{.q}}">x</a><script>var a = {{.o}}; var s = {{.s}};</script>',
    { q: "a b&c", o: { k: [1, "</script>"] }, s: "it's" },
    '<a href="/x?q=a%20b%26c">x</a><script>var a = {"k":[1,"\\u003c/script\\u003e"]}; var s = "it\'s";</script>',
  ],
  "functions and pipes": [
    '{{ .a | raw }} {{raw .a}} {{printf "%05d %s %.2f" 42 .a 1.5}} {{len .l}} {{index .l 1}}',
    { a: "<i>", l: [1, 2] },
    "<i> <i> 00042 &lt;i&gt; 1.50 2 2",
  ],
  "white space is trimmed where asked": [
    "{{- if and .a (not .b) }} yes {{- else if .c }} c {{ else }} no {{ end -}}  end",
    { a: 1, b: 0 },
    " yesend",
  ],
  comparisons: [
    '{{if eq .a 1}}one{{end}}{{if gt .a 0}}pos{{end}}{{if ne .s "x"}}ne{{end}}',
    { a: 1, s: "y" },
    "oneposne",
  ],
  "styles, and comments of the page that stay behind": [
    '<style>a{color:{{.c}}}</style><p style="color: {{.c}}"><!-- {{.c}} --></p>',
    { c: "red" },
    '<style>a{color:red}</style><p style="color: red"></p>',
  ],
  "maps and lists print as in Go": [
    "{{.m}} {{.l}} {{.f}} {{.n}} {{.b}}",
    { m: { b: 1, a: "x" }, l: [1, "a"], f: 1.5, n: null, b: true },
    "map[a:x b:1] [1 a] 1.5  true",
  ],
  "attributes without quotes": ["<input value={{.v}}>", { v: 'a b"<' }, "<input value=a&#32;b&#34;&lt;>"],
};

for (const [title, [template, data, result]] of Object.entries(cases)) {
  test(title, () => expect(rendered(template, data)).toBe(result));
}

test("an unknown function is named", () => {
  expect(() => rendered("{{nope .a}}", {})).toThrow('function "nope" not defined');
});
