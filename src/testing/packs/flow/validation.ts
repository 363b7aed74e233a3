/** The format of flow validation: a flow that carries in `x-…` fields what it gives. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { readYamlTree } from "#adapters/files/yaml-tree.ts";
import type { FlowDiagnostic } from "#core/languages/flow/codes.ts";
import { edgesOf, normalise, trimNodes } from "#core/languages/flow/document.ts";
import type { FlowDocument } from "#core/languages/flow/document.ts";
import { toValue } from "#core/languages/flow/entries.ts";
import { printFlow } from "#core/languages/flow/print.ts";
import { readFlow } from "#core/languages/flow/read.ts";
import type { TreeReader } from "#core/languages/flow/read.ts";
import { validateFlow } from "#core/languages/flow/validate.ts";
import { warnOfFlow } from "#core/languages/flow/warn.ts";
import { flowKinds } from "#core/kinds/of-flow.ts";
import { readJsonTree } from "#core/text/json-tree.ts";
import type { Mismatch, PackCase } from "../case.ts";

const findings = z.array(z.tuple([z.string(), z.string().nullable()]));
const expectation = z.object({
  "x-expect": findings,
  "x-warn": findings.optional(),
  "x-options": z
    .strictObject({
      strict: z.boolean().default(false),
      lint: z.boolean().default(false),
      host: z
        .strictObject({
          models: z.array(z.string()),
          tools: z.array(z.string()),
          graphs: z.array(z.string()),
        })
        .optional(),
    })
    .default({ strict: false, lint: false }),
  "x-edges": z.record(z.string(), z.array(z.string())).optional(),
});

type Expectation = z.infer<typeof expectation>;

/** The case of a file, or null if it expects nothing. */
export function flowValidationCase(path: string): PackCase | null {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const read = readerOf(path)(text);
  const wanted = expectation.safeParse("tree" in read ? toValue(read.tree) : {});
  if (!wanted.success) return null;
  return {
    format: "diagnostics",
    name: `flow/${basename(path)}`,
    path,
    play: () => Promise.resolve(compare(wanted.data, text, readerOf(path))),
  };
}

function readerOf(path: string): TreeReader {
  return path.endsWith(".json") ? readJsonTree : readYamlTree;
}

function compare(wanted: Expectation, text: string, reader: TreeReader): readonly Mismatch[] {
  const read = readFlow(text, flowKinds, reader);
  if ("diagnostics" in read) return differ("errors", wanted["x-expect"], pairs(read.diagnostics));
  const document = normalise(read.document);
  const errors = validateFlow(document);
  return [
    ...differ("errors", wanted["x-expect"], pairs(errors)),
    ...errors.flatMap(misworded),
    ...compareEdges(wanted["x-edges"], read.document),
    ...(errors.length > 0 ? [] : compareValid(wanted, document)),
  ];
}

function compareValid(wanted: Expectation, document: FlowDocument): readonly Mismatch[] {
  const { strict, lint, host } = wanted["x-options"];
  const options = { strict, lint, ...(host === undefined ? {} : { host }) };
  const warnings = pairs(warnOfFlow(document, options));
  const printed = printFlow(document);
  const again = readFlow(printed, flowKinds);
  const reprinted = "document" in again ? printFlow(normalise(again.document)) : "unreadable";
  return [
    ...(wanted["x-warn"] === undefined ? [] : differ("warnings", wanted["x-warn"], warnings)),
    ...differ("printed again", printed, reprinted),
  ];
}

function compareEdges(wanted: Expectation["x-edges"], document: FlowDocument): readonly Mismatch[] {
  const nodes = trimNodes(document.nodes);
  return Object.entries(wanted ?? {}).flatMap(([id, targets]) => {
    const node = nodes.find((one) => one.id === id);
    const actual = node && edgesOf(node).map(({ target }) => target);
    return differ(`edges of ${id}`, targets, actual);
  });
}

/** Every `EmptyField` begins with the node's kind and a dot. */
function misworded({ code, message }: FlowDiagnostic): readonly Mismatch[] {
  if (code !== "EmptyField" || /^[a-z_]+\./.test(message)) return [];
  return [{ what: "message of EmptyField", expected: "<kind>.<field> …", actual: message }];
}

function pairs(found: readonly FlowDiagnostic[]): (readonly [string, string | null])[] {
  return found.map(({ code, node }) => [code, node]);
}

function differ(what: string, wanted: unknown, got: unknown): readonly Mismatch[] {
  const [expected, actual] = [JSON.stringify(wanted), JSON.stringify(got)];
  return expected === actual ? [] : [{ what, expected, actual }];
}
