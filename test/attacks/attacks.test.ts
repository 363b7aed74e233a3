import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

/** One row: what somebody tries, the guard in the way, and the test that misses it when it is gone. */
interface Attack {
  readonly attack: string;
  readonly spec: string;
  readonly file: string;
  readonly guard: string;
  readonly without: string;
  readonly test: string;
}

const root = resolve(import.meta.dirname, "../..");
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".yaml"));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

// That its test fails without a guard is what `npm run guards` proves.
describe.each(files)("%s", (name) => {
  const rows = parse(read(join("test/attacks", name))) as readonly Attack[];

  it.each(rows)("$attack", ({ spec, file, guard, without, test }) => {
    const places = read(file).split(guard).length - 1;

    expect(places, `${file} has the guard so many times: ${guard}`).toBe(1);
    expect(without).not.toBe(guard);
    expect(spec).toMatch(/^\d+(?:\.\d+)?\b/);
    expect(existsSync(join(root, test)), test).toBe(true);
  });
});
