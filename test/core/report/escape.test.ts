import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, escapeBlock, escapeCode, escapeInline, escapeQuote } from "#core/report/escape.ts";

const hidden = "\u200B";
const piece = fc.constantFrom(
  ..."` ``` ```` ~~~ | \\ \\| < > & &lt; &#64; @ @octocat # #12 - + * ** _ [ ] ( ) ! $ $$ : > 1. = \n \r\n \t".split(
    " ",
  ),
  "\n",
  " ",
  "\u202E",
  "\u2028",
  "<!--",
  "-->",
  "</details>",
  "@org/team",
  "a",
  "_b_",
);
const untrusted = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary" }),
);

describe("a line of text", () => {
  it.each([
    ["plain words, as they are.", "plain words, as they are."],
    ["<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"],
    ["a | b \\| c", "a &#124; b &#92;&#124; c"],
    ["`code` *x* [l](u) ~~y~~ $z$", "\\`code\\` \\*x\\* \\[l\\](u) \\~\\~y\\~\\~ \\$z\\$"],
    ["snake_case _em_", "snake_case \\_em\\_"],
    ["cc @octocat, a@b.example", `cc @${hidden}octocat, a@${hidden}b.example`],
    ["fixes #12, C#3", `fixes #${hidden}12, C#3`],
    ["two\r\nlines\u2028three", "two lines three"],
    ["a\u202Eb\u0007c\u{E0041}", "abc"],
  ])("of %j is %j", (text, escaped) => {
    expect(escapeInline(text)).toBe(escaped);
  });

  it("holds no markup, calls nobody and breaks no table", () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const escaped = escapeInline(text);
        expect(escaped).not.toMatch(/[<>|\n\r\u2028\u2029\u202E]/u);
        expect(escaped).not.toMatch(/@[\p{L}\p{N}]/u);
        expect(escaped.replaceAll(/\\[`*[\]~$_]/g, "")).not.toMatch(/[`*[\]~$\\]/);
        expect(escaped).not.toMatch(/&(?!(?:amp|lt|gt|#124|#92);)/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a code span", () => {
  it.each([
    ["fan#0.a", "`fan#0.a`"],
    ["a`b", "``a`b``"],
    ["``", "``` `` ```"],
    ["a|b\\", "`a¦b⧵`"],
    ["", "`  `"],
  ])("of %j is %s", (text, span) => {
    expect(escapeCode(text)).toBe(span);
  });

  it("ends where it should", () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const span = escapeCode(text);
        const fence = /^`+/.exec(span)?.[0] ?? "";
        const inner = span.slice(fence.length, -fence.length);
        expect(span.endsWith(fence)).toBe(true);
        expect(inner.match(/`+/g) ?? []).not.toContain(fence);
        expect(inner).not.toMatch(/[|\n\r\\]/);
      }),
      { numRuns: 1000 },
    );
  });
});

it("quotes every line and begins nothing in it", () => {
  expect(escapeQuote("# title\n\n- item\n1. one\n/iter approve\n| a |\n===", 1000)).toBe(
    "> \\# title\n>\n> \\- item  \n> 1\\. one  \n> \\/iter approve  \n> &#124; a &#124;  \n> \\===",
  );
  fc.assert(
    fc.property(untrusted, (text) => {
      for (const line of escapeQuote(text, 1000).split("\n")) {
        expect(line).toMatch(/^>(?: (?![#+=/>~`-]|\d+[.)]).+)?$/u);
      }
    }),
    { numRuns: 1000 },
  );
});

it("fences a block so that nothing in it closes it", () => {
  expect(escapeBlock("a\n```\nb", 100)).toBe("````text\na\n```\nb\n````");
  fc.assert(
    fc.property(untrusted, (text) => {
      const [open = "", ...lines] = escapeBlock(text, 1000).split("\n");
      const fence = open.replace("text", "");
      expect(lines.pop()).toBe(fence);
      expect(lines.some((line) => line.trim().startsWith(fence))).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

it("cuts at a code point", () => {
  expect(cut("abc", 3)).toBe("abc");
  expect(cut("abcd", 3)).toBe("ab…");
  expect(cut("a😀bc", 3)).toBe("a…");
});
