import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { documentOf, iter, root } from "#support/command-line.ts";

const cwd = "/";

it("shows a diagnostic by what is wrong and what is right", async () => {
  const { code, out } = await iter(["explain", "c019"], { cwd });

  expect(code).toBe(0);
  expect(out).toMatch(/^C019: /);
  expect(out).toContain("Wrong:");
  expect(out).toContain("Right:");
});

it("explains a failure with what helps", async () => {
  const { out } = await iter(["explain", "BUDGET_EXCEEDED"], { cwd });

  expect(out).toContain("The run has used up a limit");
  expect(out).toContain("--budget max_cost_usd=+5");
});

it("sets the paragraphs of every page apart by one blank line", async () => {
  const codes = documentOf(await iter(["explain", "--json"], { cwd })) as { code: string }[];

  for (const { code } of codes) {
    const { out } = await iter(["explain", code], { cwd });
    const [text = ""] = out.split(/^(?:Wrong|For example):$/m);

    expect(text, code).not.toMatch(/\n\n\n|^ | $/m);
  }
});

it("gives a page as a document", async () => {
  expect(documentOf(await iter(["explain", "E001", "--json"], { cwd }))).toEqual({
    code: "E001",
    title: expect.any(String) as string,
    text: expect.any(String) as string,
    example: expect.any(String) as string,
  });
});

it("lists every code once", async () => {
  const said = await iter(["explain", "--json"], { cwd });
  const codes = (documentOf(said) as { code: string }[]).map(({ code }) => code);

  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toEqual(expect.arrayContaining(["C001", "E001", "RATE_LIMITED", "INTERNAL"]));
});

it("names the code that was meant", async () => {
  const { code, err } = await iter(["explain", "RATE_LIMTED"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("did you mean `RATE_LIMITED`?");
});

it.each([
  ["g011", "G011: An action is not pinned to a commit"],
  ["not_authorised", "not_authorised: Your level"],
])("explains a code of GitHub's side: %s", async (code, title) => {
  const said = await iter(["explain", code], { cwd });

  expect(said.code).toBe(0);
  expect(said.out).toContain(title);
});

it("has a page for every finding of a check", async () => {
  const { githubPages } = await import("#src/github/pages.ts");
  const folder = join(root, "src/github/setup/check");
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const used = new Set(text.join("").match(/G0\d\d/g));

  expect([...used].filter((code) => !(code in githubPages))).toEqual([]);
  expect(used.size).toBeGreaterThan(15);
});
