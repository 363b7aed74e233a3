/** What would not be recorded as it is isn't begun. Spec: runtime §20.1 (3), §26 (2). */
import { expect, it } from "vitest";
import { kinds } from "#core/kinds/index.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { checkPlan, keeperOf } from "#core/run/recordable.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import { graphOf, tool } from "#support/engine/graph.ts";
import { planOf } from "#support/engine/world.ts";

const text = "tool start_postgres:\n  command: `echo user postgres`\n";
const graph = graphOf({ entry: "a", nodes: [tool("a")], edges: ["a -> done"] });
const plan: RunPlan = { ...planOf(graph), source: { path: "pg.iter", text, sha256: "00" } };

function check(environment: Readonly<Record<string, string>>, changes: Partial<RunPlan> = {}) {
  const redactor = createRedactor({ values: secretValues(environment) });
  try {
    checkPlan({ ...plan, ...changes }, keeperOf(redactor, environment));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}; ${error.hint}`;
    throw error;
  }
}

it("takes a source with no secret in it", () => {
  expect(check({ POSTGRES_PASSWORD: "postgresql", PGUSER: "postgres" })).toBeNull();
});

it("names the variable and the line, and how to mend it", () => {
  expect(check({ POSTGRES_PASSWORD: "postgres" })).toBe(
    "INPUT_INVALID: `pg.iter`, line 1, has the value of `POSTGRES_PASSWORD` in it, which counts as " +
      "a secret, and could not be recorded as it is; give `POSTGRES_PASSWORD` a value of its own, " +
      "or leave it out if nothing here needs it: `env -u POSTGRES_PASSWORD iter …`",
  );
});

it("names all variables of that value", () => {
  expect(
    check({ A_PASSWORD: "postgres", B_TOKEN: "user postgres", C_KEY: "c-12345678" }),
  ).toContain("env -u A_PASSWORD -u B_TOKEN iter");
});

it("looks for keys of known forms", () => {
  const source = { ...plan.source, text: `${text}\n## sk-${"a1".repeat(20)}` };

  expect(check({}, { source })).toMatch(
    /^INPUT_INVALID: `pg.iter`, line 4, has a key or a password/,
  );
});

it("looks into a recipe", () => {
  const recipe = { name: "r", path: "r.yaml", content: { prompts: { ask: "the postgres way" } } };
  const source = { ...plan.source, text: "" };

  expect(check({ DB_PASSWORD: "postgres" }, { source, recipe })).toMatch(
    /^INPUT_INVALID: `r.yaml` has the value of `DB_PASSWORD` in it/,
  );
});

it("looks into a graph that is recorded, and into no other", () => {
  const source = { ...plan.source, text: "" };
  const named = { ...graph, name: "postgres" };

  expect(check({ DB_PASSWORD: "postgres" }, { source, graph: named })).toBeNull();
  expect(check({ DB_PASSWORD: "postgres" }, { source, graph: { ...named, graphs: [] } })).toMatch(
    /^INPUT_INVALID: `pg.iter` has the value of `DB_PASSWORD` in it/,
  );
});

it.each([
  "approved",
  "cancelled",
  "interrupted",
  ...kinds.map(({ name }) => name).filter((name) => name.length >= 8),
])("refuses a secret that is a word of every log: %s", (word) => {
  expect(check({ DB_PASSWORD: word })).toMatch(
    /^INPUT_INVALID: The log of every run has the value of `DB_PASSWORD` in it/,
  );
});
