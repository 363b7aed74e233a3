/** The commands that only read a run: `status`, `explain`, `diagram`, `logs`. Spec: github §4.3. */
import { escapeBlock, escapeCode, escapeInline } from "#core/report/escape.ts";
import { formatCount, formatDuration, formatNearCost } from "#core/report/format.ts";
import { renderRunDiagram, table } from "#core/report/markdown.ts";
import { renderMermaid } from "#core/report/mermaid/mermaid.ts";
import { openGates } from "#core/report/run-document.ts";
import { viewRun } from "#core/report/run-view.ts";
import { describeStanding, standingOf } from "#core/report/standing.ts";
import { drawings } from "#core/standard.ts";
import type { Command } from "#src/github/commands/command.ts";
import { triggerOf } from "#src/github/config/config.ts";
import { explainReason, sentenceOf } from "#src/github/reasons.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { fetchSources, workflowPath } from "../trust/sources.ts";
import { compileAgain } from "../state/take-over.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { refused, told } from "./ask.ts";
import type { Act, Ask, Done } from "./ask.ts";
import { explainCode } from "./codes.ts";
import { anyRun, isRun, pickRun } from "./pick-run.ts";

const defaultTail = 40;
const longestLog = 50_000;

/** Where a run stands, or all of the thread. */
export const status: Act = async (ask, command) => {
  if (command.all === true) {
    if (ask.runs.length === 0) return told("There is no run on this thread.");
    return told(statusTable(ask.runs));
  }
  const run = await pickRun(ask, command, anyRun(ask.runs));
  return isRun(run) ? told(statusTable([run])) : run;
};

/** What a code means, what a node did last, or why a run stands where it stands. */
export const explain: Act = async (ask, command) => {
  const { topic } = command;
  const page = topic === undefined ? null : await explainCode(topic);
  if (page !== null) return told(page);
  const done = await withLog(ask, command, ({ state, events }, run) => {
    const view = viewRun(events);
    if (topic === undefined) return told(explainRun(run, { state, events }));
    const last = view.activations.filter(({ node }) => node === topic).at(-1);
    if (last === undefined)
      return refused("unknown_topic", `\`${topic}\` is no code, and no node that the run visited.`);
    const entries = view.timeline.filter(({ nodeId }) => nodeId === topic).slice(-8);
    const lines = entries.map(({ summary, detail }) => joinWords(summary, detail));
    const output = JSON.stringify(last.output, null, 2);
    const state_ = `${escapeCode(topic)} is ${escapeInline(last.status)}, visit ${last.id}.`;
    return told(
      [state_, escapeBlock(lines.join("\n"), 8000), escapeBlock(output, 8000, "json")].join("\n\n"),
    );
  });
  const sentence = sentenceOf(topic ?? "");
  return done.decision === "deny" && sentence !== null
    ? told(`\`${topic ?? ""}\`: ${sentence}`)
    : done;
};

/** The graph of a run with its way through it, or of a workflow that is named. */
export const diagram: Act = async (ask, command) => {
  const { door } = ask;
  const { name, view = "compact" } = command;
  if (name !== undefined) {
    const workflow = triggerOf(door.config, name)?.workflow ?? workflowPath(door.config, name);
    const { path, bytes } = (await fetchSources(door, workflow, door.job.inputs)).file;
    const graph = compileAgain(door, { path, text: new TextDecoder().decode(bytes) }, true);
    return told(mermaid(renderMermaid({ graph, drawings, view })));
  }
  return withLog(ask, command, ({ state, events }) => {
    const { graph: recorded = null, simulated = false } = state.start ?? {};
    const graph = recorded ?? compileAgain(door, state.source, simulated);
    const drawn =
      view === "compact"
        ? renderRunDiagram(viewRun(events), graph, drawings)
        : renderMermaid({ graph, drawings, view });
    return told(mermaid(drawn));
  });
};

/** The last lines of what a node did, or the run. */
export const logs: Act = (ask, command) =>
  withLog(ask, command, ({ events }, run) => {
    const { node, tail = defaultTail } = command;
    const { timeline } = viewRun(events);
    const entries = timeline.filter(({ nodeId }) => node === undefined || nodeId === node);
    if (entries.length === 0)
      return refused("unknown_topic", `The run has not visited \`${node ?? ""}\`.`);
    const lines = entries
      .map(({ time, summary, detail }) => `${time.slice(11, 19)} ${joinWords(summary, detail)}`)
      .join("\n")
      .split("\n")
      .slice(-tail);
    const redacted = ask.door.job.redactor.text(lines.join("\n"));
    return told(`${escapeBlock(redacted, longestLog)}\n\n[The whole log](${wholeLog(ask, run)})`);
  });

/** What was kept of the run has all of it; else the job that drove it last. */
function wholeLog({ door }: Ask, { job, left }: ThreadRun): string {
  const pointer = left?.pointer ?? null;
  if (pointer !== null && "commit" in pointer)
    return `${door.repositoryUrl}/commit/${pointer.commit}`;
  if (job === null) return door.runUrl;
  const url = `${door.runsUrl}/${job}`;
  return pointer === null ? url : `${url}/artifacts/${pointer.artifact}`;
}

type Read = (left: LeftRun, run: ThreadRun) => Done;

async function withLog(ask: Ask, command: Command, read: Read): Promise<Done> {
  const run = await pickRun(ask, command, anyRun(ask.runs));
  if (!isRun(run)) return run;
  if (run.left === null) return refused("no_checkpoint", explainReason("no_checkpoint"));
  return read(run.left, run);
}

function statusTable(runs: readonly ThreadRun[]): string {
  const rows = runs.map(({ id, trigger, status: word, left, comment, seq }) => {
    if (left === null || word === "running")
      return [escapeCode(id), escapeInline(trigger), "running", "", "", "", String(seq + 1)];
    const { state } = left;
    const { spent } = state;
    const gates = openGates(state).map(({ gate, nodeId }) => `${gate} ${nodeId}`);
    const standing = describeStanding(standingOf(state));
    const link =
      comment === null ? escapeCode(id) : `[${escapeCode(id)}](#issuecomment-${comment})`;
    return [
      link,
      escapeInline(trigger),
      gates.length === 0 ? standing : `${standing}: ${escapeInline(gates.join(", "))}`,
      formatDuration(spent.duration_ms),
      formatCount(spent.input_tokens + spent.output_tokens),
      formatNearCost(spent.cost_usd, spent.cost_source !== "unknown"),
      String(seq + 1),
    ];
  });
  return table(["Run", "Trigger", "State", "Time", "Tokens", "Cost", "Jobs"], rows);
}

function explainRun({ id }: ThreadRun, { state }: Pick<LeftRun, "state" | "events">): string {
  const standing = `${escapeCode(id)} is ${describeStanding(standingOf(state))}.`;
  const gates = openGates(state).map(
    ({ gate, nodeId, requestedAt }) =>
      `- **${gate}** ${escapeCode(nodeId)} was asked at ${requestedAt.slice(0, 16).replace("T", " ")} UTC and waits for an answer.`,
  );
  const { failure } = state;
  const failed =
    failure === null || state.status === "finished"
      ? []
      : [
          `${escapeCode(failure.code)}${failure.node === null ? "" : ` at ${escapeCode(failure.node)}`}: ${escapeInline(failure.message)}`,
          ...(failure.hint === null ? [] : [`What now: ${escapeInline(failure.hint)}`]),
        ];
  return [standing, gates.join("\n"), ...failed].filter((part) => part !== "").join("\n\n");
}

function mermaid(text: string): string {
  return `\`\`\`mermaid\n${text.trimEnd()}\n\`\`\``;
}

function joinWords(summary: string, detail: string | undefined): string {
  return detail === undefined ? summary : `${summary}: ${detail}`;
}
