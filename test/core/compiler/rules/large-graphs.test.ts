import { expect, it } from "vitest";
import { codesOf } from "#support/compile.ts";

function file(nodes: readonly string[], edges: readonly string[], entry: string): string {
  return `\n${nodes.join("\n")}\nworkflow w:\n  entry: ${entry}\n${edges.map((edge) => `  ${edge}\n`).join("")}`;
}

function counts(text: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const each of codesOf(text)) {
    const code = each.slice(0, each.indexOf("@"));
    found[code] = (found[code] ?? 0) + 1;
  }
  return found;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const tool = (name: string): string => `tool ${name}:\n  command: "make"\n`;
const router = (name: string, mode: string): string => `router ${name}:\n  mode: ${mode}\n`;

it("follows the output of a node through thousands of routers", () => {
  const last = 4999;
  const nodes = [tool("build"), ...numbers(last + 1).map((n) => router(`r${n}`, "condition"))];
  const edges = numbers(last).map((n) => `r${n} -> r${n + 1}`);
  const ends = [`r${last} -> done when exit_cod`, `r${last} -> fail when exit_code`];
  const ways = ['build -> r0 with { exit_code: "{{outputs.build.exit_code}}" }', ...edges, ...ends];

  expect(counts(file(nodes, [...ways, `r${last} -> fail`], "build"))).toEqual({ C013: 1, C014: 1 });
});

it("follows the output of a node through routers that fork and meet", () => {
  const depth = 60;
  const nodes = numbers(depth).flatMap((n) =>
    ["f", "a", "b"].map((name) =>
      router(`${name}${n}`, name === "f" ? "fan_out_all" : "condition"),
    ),
  );
  const edges = numbers(depth).flatMap((n) => [
    `f${n} -> a${n}`,
    `f${n} -> b${n}`,
    `a${n} -> f${n + 1}`,
    `b${n} -> f${n + 1}`,
  ]);
  const end = [router(`f${depth}`, "condition"), tool("build")];
  const ways = [
    'build -> f0 with { size: "1" }',
    ...edges,
    `f${depth} -> done when sizes`,
    `f${depth} -> fail`,
  ];

  expect(counts(file([...nodes, ...end], ways, "build"))).toEqual({ C014: 1 });
});

it("knows what comes before what among thousands of nodes", () => {
  const last = 2999;
  const nodes = numbers(last + 1).map((n) => tool(`n${n}`));
  const edges = numbers(last).map((n) => `n${n} -> n${n + 1} with { a: "{{outputs.n0.stdout}}" }`);
  const late = `n${last} -> done with { b: "{{outputs.n${last >> 1}.history}}" }`;
  const early = 'n1 -> n2 when "exit_code == 1" with { c: "{{outputs.n2999.stdout}}" }';

  expect(counts(file(nodes, [...edges, late, early], "n0"))).toEqual({ C017: 1, C036: 1 });
});

it("finds branches in conflict in a loop of many forks", () => {
  const count = 300;
  const nodes = numbers(count).flatMap((n) => [
    router(`f${n}`, "fan_out_all"),
    ...["a", "b", "m"].map((name) => tool(`${name}${n}`)),
  ]);
  const edges = numbers(count).flatMap((n) => [
    `f${n} -> a${n}`,
    `f${n} -> b${n}`,
    `a${n} -> m${n} with { k: "1" }`,
    `b${n} -> m${n} with { k: "2" }`,
    n + 1 < count ? `m${n} -> f${n + 1}` : `m${n} -> f0 when "exit_code == 1" as again(2)`,
  ]);
  const text = file(nodes, [...edges, `m${count - 1} -> done`], "f0");

  expect(counts(text)).toEqual({ C028: count, C115: count });
});
