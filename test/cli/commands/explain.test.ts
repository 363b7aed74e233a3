import { expect, it } from "vitest";
import { documentOf, iter } from "#support/command-line.ts";

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
