/** What nodes found in files: items of their outputs that name a path and a line. Spec: github §10.2. */
import { isFields, isList } from "../graph/value.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { RunView } from "./run-view.ts";

/** How grave a finding is, as GitHub shows it. */
export type FindingLevel = "notice" | "warning" | "failure";

/** One finding. */
export interface Finding {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: FindingLevel;
  readonly message: string;
  readonly title: string;
  readonly node: string;
}

const deepest = 6;
const levels: Readonly<Record<string, FindingLevel>> = {
  notice: "notice",
  note: "notice",
  info: "notice",
  warning: "warning",
  failure: "failure",
  error: "failure",
};

/** The findings of a run, of each node's last visit, each once. */
export function findFindings({ activations }: Pick<RunView, "activations">): readonly Finding[] {
  const last = new Map(activations.map((activation) => [activation.node, activation]));
  const found = [...last.values()].flatMap(({ node, output }) => findIn(output, node, 0));
  const known = new Map(
    found.map((one) => [`${one.path}:${one.startLine}:${one.title}:${one.message}`, one]),
  );
  return [...known.values()];
}

/** Findings as SARIF 2.1.0. */
export function toSarif(findings: readonly Finding[], version: string): Fields {
  const sarifLevels = { notice: "note", warning: "warning", failure: "error" };
  const results = findings.map(({ path, startLine, endLine, level, message, title, node }) => ({
    ruleId: title === "" ? node : title,
    level: sarifLevels[level],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path },
          region: { startLine, endLine },
        },
      },
    ],
  }));
  const driver = { name: "Iter", version, rules: [] };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results }],
  };
}

function findIn(value: Value, node: string, depth: number): readonly Finding[] {
  if (depth > deepest) return [];
  if (isList(value)) return value.flatMap((item) => findIn(item, node, depth + 1));
  if (!isFields(value)) return [];
  const finding = readFinding(value, node);
  if (finding !== null) return [finding];
  return Object.values(value).flatMap((item) => findIn(item, node, depth + 1));
}

function readFinding(item: Fields, node: string): Finding | null {
  const path = textOf(item["path"]).replace(/^\.\//, "");
  const line = lineOf(item["line"]);
  const startLine = lineOf(item["start_line"]) ?? line;
  const message = textOf(item["message"]) || textOf(item["body"]);
  if (path === "" || startLine === null || message === "") return null;
  const endLine = Math.max(startLine, lineOf(item["end_line"]) ?? line ?? startLine);
  const level = levels[textOf(item["level"]).toLowerCase()] ?? "warning";
  return { path, startLine, endLine, level, message, title: textOf(item["title"]), node };
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function lineOf(value: Value | undefined): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
}
