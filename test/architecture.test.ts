import { readFileSync, readdirSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { rules } from "#core/compiler/rules/index.ts";
import { catalog } from "#core/diagnostics/catalog/index.ts";

const root = join(import.meta.dirname, "..");
const folders = ["src", "test", "bench"];
const files = folders.flatMap((folder) => listFiles(folder));
const sources = files.filter((file) => file.endsWith(".ts") && !file.endsWith(".generated.ts"));

/** Names that follow another custom or belong to data. */
const foreignNames = /^(README\.md|.*\.(iter|yaml|json|jsonl|txt|mjs|generated\.ts))$/;

it("names files and folders in kebab-case", () => {
  const odd = files
    .filter((file) => !foreignNames.test(basename(file)))
    .filter((file) => !file.split(sep).every((part) => /^[a-z0-9-]+(\.[a-z0-9]+)*$/.test(part)));

  expect(odd).toEqual([]);
});

it("has no file for things that belong nowhere", () => {
  const vague = /\/(utils?|helpers?|common|types|misc|manager|service)(\.ts|\/)/;

  expect(files.filter((file) => vague.test(file))).toEqual([]);
});

it("keeps files short enough to be read", () => {
  const longest = (file: string): number => (file.startsWith("test") ? 450 : 350);
  const long = sources.filter((file) => read(file).split("\n").length > longest(file));

  expect(long).toEqual([]);
});

it("says in the first lines of every source what it is for", () => {
  const silent = sources
    .filter((file) => file.startsWith("src"))
    .filter((file) => !/^(#!.*\n)?\/\*\*/.test(read(file)));

  expect(silent).toEqual([]);
});

it("imports by layer or from the neighbourhood", () => {
  const climbing = sources
    .filter((file) => file.startsWith("src"))
    .filter((file) => read(file).includes('from "../../'));

  expect(climbing).toEqual([]);
});

it("pins every package exactly", () => {
  const ranges = ["package.json", "bench/package.json"].flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file)) as Manifest;
    return Object.entries({ ...dependencies, ...devDependencies });
  });

  expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it("declares no dependency that nothing in src imports", () => {
  const { dependencies = {} } = JSON.parse(read("package.json")) as Manifest;
  const text = files
    .filter((file) => file.startsWith("src"))
    .map(read)
    .join("\n");

  expect(Object.keys(dependencies).filter((name) => !text.includes(`"${name}`))).toEqual([]);
});

it("has every kind in the list of kinds", () => {
  const listed = read("src/core/kinds/index.ts") + read("src/core/kinds/of-flow.ts");
  const shared = ["index.ts", "of-flow.ts", "kind.ts", "properties.ts", "conversation", "scoped"];
  const kinds = readdirSync(join(root, "src/core/kinds")).filter((name) => !shared.includes(name));

  expect(
    kinds.filter((name) => !/"\.\/NAME["/]/.test(listed.replaceAll(`"./${name}`, '"./NAME'))),
  ).toEqual([]);
  expect(kinds.length).toBeGreaterThan(5);
});

it("has every rule in the list of rules", () => {
  const listed = read("src/core/compiler/rules/index.ts");
  const files = readdirSync(join(root, "src/core/compiler/rules")).filter(
    (name) => !["index.ts", "rule.ts"].includes(name),
  );

  expect(files.filter((name) => !listed.includes(`/${name}"`))).toEqual([]);
  expect(rules.length).toBeGreaterThanOrEqual(files.length);
});

it("declares every code once and reports it somewhere", () => {
  const declared = listFiles("src/core/diagnostics/catalog").flatMap((file) => [
    ...read(file).matchAll(/([CE]\d{3}): \{\s+(?:code|severity):/g),
  ]);
  const codes = declared.map(([, code = ""]) => code);
  const compiler = sources
    .filter((file) => /core\/(compiler|languages|kinds)/.test(file))
    .map(read)
    .join("\n");

  expect(codes.toSorted()).toEqual(Object.keys(catalog).toSorted());
  expect(codes.filter((code) => !compiler.includes(`"${code}"`))).toEqual([]);
});

it("bundles the core for a browser", async () => {
  const { outputFiles, errors } = await build({
    absWorkingDir: root,
    entryPoints: ["src/core/standard.ts"],
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "silent",
  });

  expect(errors).toEqual([]);
  expect(outputFiles[0]?.text).not.toMatch(/from "node:|require\("(fs|path|crypto)"\)/);
});

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|test\/cases/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
