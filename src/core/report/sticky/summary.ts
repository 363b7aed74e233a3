/** A run as the summary of a job: its comment without what only a comment needs, and all of its tables. Spec: github §10.2. */
import { cut, escapeCode, escapeInline } from "../escape.ts";
import { findFindings } from "../findings.ts";
import { formatCount } from "../format.ts";
import { describeEvaluation, renderChanges } from "../markdown.ts";
import type { RunView } from "../run-view.ts";
import { renderStickyComment } from "./sticky-comment.ts";
import type { Drawable, StickyOptions } from "./sticky-comment.ts";
import { table } from "./table.ts";

/** The platform takes somewhat more of one step, in bytes. */
const largest = 1_000_000;
const mostRows = 1000;
const longestMessage = 300;

/**
 * The summary as Markdown.
 *
 * @example
 * renderRunSummary(viewRun(events), { graph, drawings }, { trigger, startedBy, runUrl, safe });
 */
export function renderRunSummary(
  view: RunView,
  drawable: Drawable,
  options: Omit<StickyOptions, "marker" | "commands" | "rows" | "more" | "limit" | "sizeOf">,
): string {
  const evaluation =
    view.evaluation === null
      ? ""
      : `> Evaluation: ${escapeInline(describeEvaluation(view.evaluation))}`;
  return renderStickyComment(view, drawable, {
    ...options,
    marker: "",
    commands: false,
    rows: Infinity,
    more: [
      evaluation,
      renderFindings(view, options),
      renderArtifacts(view),
      fold("Changed files", renderChanges(view, mostRows)),
    ],
    limit: largest,
    sizeOf: (text) => new TextEncoder().encode(text).length,
  });
}

function renderFindings(view: RunView, { safe }: Pick<StickyOptions, "safe">): string {
  const findings = findFindings(view);
  const rows = findings
    .slice(0, mostRows)
    .map(({ level, path, startLine, title, message, node }) => [
      level,
      escapeCode(`${path}:${startLine}`),
      escapeInline(
        cut(safe([title, message].filter((text) => text !== "").join(": ")), longestMessage),
      ),
      escapeCode(node),
    ]);
  if (rows.length === 0) return "";
  const left = findings.length - rows.length;
  const rest = left === 0 ? "" : `\n\n… ${formatCount(left)} more`;
  const head = ["Level", "Place", "Says", "Node"];
  return fold(`Findings: ${formatCount(findings.length)}`, `${table(head, rows)}${rest}`);
}

function renderArtifacts({ artifacts }: RunView): string {
  const rows = artifacts
    .slice(0, mostRows)
    .map(({ name, node, version }) => [escapeCode(name), escapeCode(node), String(version)]);
  if (rows.length === 0) return "";
  return fold(
    `Artifacts: ${formatCount(artifacts.length)}`,
    table(["Name", "Node", "Version"], rows, new Set(["Version"])),
  );
}

function fold(title: string, body: string): string {
  return body === "" ? "" : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
