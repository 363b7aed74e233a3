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
  readonly named: string;
}

const root = resolve(import.meta.dirname, "../..");
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".yaml"));

// That the tests fail without the guards is what `npm run guards` proves.
describe.each(files)("%s", (name) => {
  const rows = parse(readFileSync(join(import.meta.dirname, name), "utf8")) as readonly Attack[];

  it.each(rows)("$attack", ({ spec, file, guard, without, test, named }) => {
    expect(readFileSync(join(root, file), "utf8")).toContain(guard);
    expect(without).not.toBe(guard);
    expect(named).not.toBe("");
    expect(spec).toMatch(/^\d+(?:\.\d+)?\b/);
    expect(existsSync(join(root, test))).toBe(true);
  });
});
