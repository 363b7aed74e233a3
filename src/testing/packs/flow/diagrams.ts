/** The format of flow diagrams: a flow and its Mermaid text, in both profiles. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { flowKinds } from "#core/flow.ts";
import { drawFlow } from "#core/languages/flow/diagram.ts";
import { readFlow } from "#core/languages/flow/read.ts";
import type { Mismatch, PackCase } from "../case.ts";

const plain = "expect.mmd";
const strict = "expect.strict.mmd";

/** True for the folder of such a case. */
export function isFlowDiagram(folder: string): boolean {
  return ["workflow.flow.json", plain, strict].every((name) => existsSync(join(folder, name)));
}

/** The case of a folder. */
export function flowDiagramCase(folder: string): PackCase {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return {
    format: "format",
    name: `flow/diagrams/${basename(folder)}`,
    path: folder,
    play: () =>
      Promise.resolve([
        ...compare(plain, read(plain), draw(read("workflow.flow.json"), false)),
        ...compare(strict, read(strict), draw(read("workflow.flow.json"), true)),
      ]),
  };
}

function draw(text: string, isStrict: boolean): string {
  const found = readFlow(text, flowKinds);
  return "document" in found ? drawFlow(found.document, { strict: isStrict }) : "";
}

function compare(what: string, expected: string, actual: string): readonly Mismatch[] {
  return expected === actual ? [] : [{ what, expected, actual }];
}
