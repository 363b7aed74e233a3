import { expect, it } from "vitest";
import { compile } from "#core/compiler/compile.ts";
import { defineKind } from "#core/kinds/kind.ts";
import { standard } from "#core/standard.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { sha256 } from "#support/sha256.ts";

const timer = defineKind({
  name: "timer",
  summary: "Waits for a while.",
  declared: true,
  properties: {
    wait: { form: "duration", field: "waitMs", required: true, summary: "How long." },
    unit: {
      form: "word",
      field: "unit",
      words: { wall: "wall", work: "work" },
      aliases: ["clock"],
      default: "wall",
      summary: "Which clock.",
    },
    alarm: {
      form: "block",
      field: "alarm",
      block: {
        loud: { form: "bool", field: "loud", default: false, summary: "Whether it rings." },
        times: { form: "whole", field: "times", min: 1, max: 3, summary: "How often." },
      },
      summary: "What happens then.",
    },
  },
  ports: ["next"],
  drawing: { icon: "⏲", open: "[", close: "]", style: "fill:#fff,stroke:#000,color:#000" },
  run: () => ({ kind: "next", output: null }),
});

function compiled(text: string): ReturnType<typeof compile> {
  const options = { environment: {}, simulate: false, planning: false, sha256 };
  const kinds = [...standard.kinds, timer];
  return compile(createSourceFile("test.iter", text), { ...standard, kinds, options });
}

it("is parsed, read and checked by its table alone", () => {
  const { graph } = compiled(`timer pause:
  wait: "1m"
  clock: work
  alarm:
    times: 2

workflow w:
  entry: pause
  pause -> done
`);

  expect(graph?.nodes[0]).toMatchObject({
    id: "pause",
    kind: "timer",
    waitMs: 60_000,
    unit: "work",
    alarm: { loud: false, times: 2 },
  });
});

it("has the faults that its table says", () => {
  const { diagnostics } = compiled(`timer pause:
  unit: wall
  clock: work
  alarm:
    times: 4
    loud: perhaps
    quiet: true

timer forever:
  unit: moon
  loud: true

timer never:
  unit: wall

workflow w:
  entry: pause
  pause -> forever
  forever -> never
  never -> done
`);

  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "C104 `clock` is given twice; the first is on line 2.",
    "C114 `times` is at most 3.",
    "E020 `loud` can't be `perhaps`.",
    "E012 The block `alarm` has no property `quiet`.",
    "E020 `unit` can't be `moon`.",
    "E012 A timer has no property `loud`.",
    "E013 The timer `never` has no `wait`.",
  ]);
});
