/** What would not be recorded as it is isn't begun. Spec: runtime §20.1 (3). */
import { expect, it } from "vitest";
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
      "a secret, and could not be recorded as it is; give `POSTGRES_PASSWORD` another value, leave it " +
      "out of the environment if nothing here needs it, or write something else in the file",
  );
});

it("names all variables of that value", () => {
  expect(
    check({ A_PASSWORD: "postgres", B_TOKEN: "user postgres", C_KEY: "c-12345678" }),
  ).toContain("has the value of `A_PASSWORD`, `B_TOKEN` in it");
});

it.each([
  `sk-${"a1".repeat(20)}`,
  "https://{user}:{token}@example.com",
  "postgres://u:p@localhost",
])("leaves alone what only looks like a key: %s", (word) => {
  const source = { ...plan.source, text: `${text}\n## ${word}` };

  expect(check({}, { source })).toBeNull();
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
    /^INPUT_INVALID: `pg.iter`, or a file that it uses, has the value of `DB_PASSWORD` in it/,
  );
});
