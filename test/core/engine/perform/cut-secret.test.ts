/** A secret of several lines is taken out before a text is cut: of half of it nothing is known. */
import { expect, it } from "vitest";
import { keeperOf } from "#core/run/recordable.ts";
import { createRedactor } from "#core/run/redact.ts";
import { graphOf, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

const secret = "plain words line one\nplain words line two\nplain words line three";
const redactor = createRedactor({ values: [secret] });

it("quotes no part of a secret of what a failed command said", async () => {
  const graph = graphOf({ entry: "a", nodes: [tool("a")], edges: ["a -> done"] });
  const said = Array.from({ length: 60 }, (_, at) => `line ${at}${secret}`).join("\n");
  const stage = stageOf({
    graph,
    answers: () => ({ exitCode: 4, output: said }),
    more: keeperOf(redactor, {}),
  });

  const { state } = await stage.start();

  expect(state.failure?.hint).toMatch(/line 0\*\*\*\nline 1\*\*\*\nline 2\*\*\*\n… 17 more …/);
  expect(JSON.stringify(await stage.log())).not.toContain("plain words");
});
