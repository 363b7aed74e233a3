/** `iter inspect`: lists runs, or shows one. */
import { existsSync } from "node:fs";
import { Option } from "commander";
import { createLineMemory, lineOf } from "#adapters/reporters/terminal/lines.ts";
import { isWanted } from "#adapters/reporters/terminal/terminal.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunStore } from "#core/ports/store.ts";
import type { ActivationView } from "#core/report/activations.ts";
import { describeChanges, toChangesDocument } from "#core/report/changes.ts";
import type { AttemptView } from "#core/report/deeds/deed.ts";
import { viewDeeds } from "#core/report/deeds/view-deeds.ts";
import { toActivationDocument } from "#core/report/documents.ts";
import { formatCost, formatCount, formatDuration } from "#core/report/format.ts";
import { describeStatus } from "#core/report/markdown.ts";
import { openGates, toRunDocument } from "#core/report/run-document.ts";
import { describeMode, viewRun } from "#core/report/run-view.ts";
import type { RunView } from "#core/report/run-view.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import { toInteractionDocument } from "#core/run/interaction-document.ts";
import { toPublicationDocument } from "#core/run/publication-document.ts";
import { formatMoment } from "#core/run/timestamp.ts";
import { suggest } from "#core/text/suggest.ts";
import { toPrintable, toPrintableBlock, toPrintableLine } from "#core/text/printable.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { attemptLines } from "#src/cli/deed-lines.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { addStoreFlag, storeFolder } from "#src/cli/flags.ts";
import { followLog } from "#src/cli/follow-log.ts";
import type { Output } from "#src/cli/output.ts";
import type { Session } from "#src/cli/session.ts";
import { findRun, namedRun } from "#src/cli/stored-run.ts";
import { worktreePath } from "#src/cli/workplace.ts";
import { openStore } from "#src/cli/world.ts";

interface Flags {
  readonly runId?: string;
  readonly events?: true;
  readonly full?: true;
  readonly node?: string;
  readonly follow?: true;
  readonly timeline?: true;
  readonly trace?: true;
  readonly checkpoint?: true;
  readonly storeDir?: string;
}

/** The command. */
export const inspect: CommandModule = {
  declare(command, act) {
    command
      .argument("[run]", "the run; without it all runs are listed")
      .option("--run-id <id>", "the same")
      .option("--events", "its events, one a line")
      .option("--full", "outputs, artifacts, questions and everything said, as a whole")
      .option(
        "--node <node>",
        "what a node did: `review`, `review#1`, `branch/review`; of the latest run if none is named",
      )
      .option("--timeline", "of a flow: what happened node by node, and what was tried again")
      .option("--trace", "of a flow: its trace and the check of it, as JSON")
      .option("--checkpoint", "of a flow: the record that `run --from-checkpoint` takes")
      .addOption(new Option("--follow", "wait for further events until the run stands still"));
    addStoreFlag(command);
    act(async (session, args) => {
      const flags = command.opts<Flags>();
      const store = openStore(session, storeFolder(session, flags.storeDir));
      const named = { args, flag: flags.runId };
      if (namedRun(named) === undefined && !isOfOne(flags)) return listRuns(session, store);
      const runId = await findRun(session, store, named);
      const shown = await readRun(store, runId);
      if (flags.timeline ?? flags.trace ?? flags.checkpoint) {
        const { inspectFlow } = await import("#src/cli/flow/inspect.ts");
        return inspectFlow(session, shown.events, flags);
      }
      if (flags.follow === true) return follow(session, store, runId);
      return showRun(session, shown, flags);
    });
  },
};

/** True for flags that show a run: the latest one, if none is named. */
function isOfOne({ node, timeline, trace, checkpoint }: Flags): boolean {
  return [node, timeline, trace, checkpoint].some((flag) => flag !== undefined);
}

interface Shown {
  readonly view: RunView;
  readonly events: readonly RunEvent[];
  readonly document: Fields;
  readonly store: RunStore;
}

async function readRun(store: RunStore, runId: string): Promise<Shown> {
  const { events } = await store.read(runId);
  const state = fold(events);
  const interrupted = state.status === "running" && (await store.holder(runId)) === undefined;
  const view = viewRun(events, { interrupted });
  return { view, events, document: toRunDocument(state, { interrupted }), store };
}

/** Newest first, and last those that can't be read, each with what is wrong. Spec: runtime §25.2. */
async function listRuns(session: Session, store: RunStore): Promise<ExitCode> {
  const { output } = session;
  const shown: Shown[] = [];
  const unread: Unread[] = [];
  for (const runId of await store.list()) {
    try {
      shown.push(await readRun(store, runId));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unread.push({ runId, why: error });
    }
  }
  shown.sort((a, b) => (a.view.createdAt < b.view.createdAt ? 1 : -1));
  output.document(shown.map(({ document }) => document));
  if (output.json) {
    for (const { runId, why } of unread)
      output.note(`note: \`${runId}\` can't be read: ${why.message}`, "warn");
  }
  const ids = [...shown.map(({ view }) => view.runId), ...unread.map(({ runId }) => runId)];
  if (ids.length === 0) output.print(`There are no runs in ${store.location}.`);
  const width = Math.max(...ids.map(({ length }) => length));
  for (const { view } of shown) {
    const facts = [view.runId.padEnd(width), formatMoment(view.createdAt), statusOf(view, output)];
    output.print([...facts, view.workflow, usageOf(view)].join("  "));
  }
  for (const { runId, why } of unread) {
    const code = output.paint("red", why.code, "stdout");
    output.print([runId.padEnd(width), code, toPrintableLine(why.message)].join("  "));
  }
  return exitCodes.done;
}

/** A run of which nothing is known but its id. */
interface Unread {
  readonly runId: string;
  readonly why: Refusal;
}

function showRun(session: Session, shown: Shown, flags: Flags): ExitCode {
  const { output } = session;
  const { view, events, document } = shown;
  const activations = activationsOf(view, flags.node);
  const wantsNodes = flags.full === true || flags.node !== undefined;
  const artifacts = flags.full === true ? describeArtifacts(shown) : undefined;
  const deeds = wantsNodes ? viewDeeds(events) : undefined;
  output.document({
    run: document,
    changed_files: toChangesDocument(view.changes),
    ...(flags.events === true ? { events } : {}),
    ...(flags.full === true
      ? { interactions: view.gates.map((gate) => toInteractionDocument(gate, view.runId)) }
      : {}),
    ...(artifacts === undefined ? {} : { artifacts }),
    ...(deeds === undefined
      ? {}
      : { nodes: activations.map((one) => toActivationDocument(one, deeds.get(one.id))) }),
  });
  const lines = [...describeRun(view, output), ...describeOpenGates(events)];
  for (const line of [...lines, ...describeWorktree(session, shown)]) {
    output.print(line);
  }
  output.print("");
  for (const activation of activations) {
    printActivation(session, activation, deeds?.get(activation.id), flags);
    printChanges(session, view, activation.id);
  }
  for (const artifact of artifacts ?? []) output.print(`\n${block("artifact", artifact)}`);
  if (flags.events === true) {
    output.print("");
    for (const event of events) output.print(eventLine(event));
  }
  return exitCodes.done;
}

function printActivation(
  { output }: Session,
  activation: ActivationView,
  attempts: readonly AttemptView[] | undefined,
  { full }: Flags,
): void {
  const { id, status, input, output: out, finishedAt, workedMs } = activation;
  const took = finishedAt === null ? "" : formatDuration(workedMs);
  output.print(`${markOf(status)} ${id}  ${status}${took === "" ? "" : `, ${took}`}`);
  if (attempts === undefined) return;
  output.print(block("in", input));
  for (const line of attemptLines(activation, attempts, { output, whole: full === true })) {
    output.print(line);
  }
  output.print(block("out", out));
}

function printChanges({ output }: Session, { changes }: RunView, id: string): void {
  const found = changes.find(({ activation }) => activation === id);
  if (found !== undefined) {
    output.print(`    changed: ${toPrintableLine(describeChanges([found]))}`);
  }
}

/** Prints events as they come, until no process works on the run. */
async function follow(session: Session, store: RunStore, runId: string): Promise<ExitCode> {
  const { output } = session;
  const memory = createLineMemory();
  const events: RunEvent[] = [];
  const { signal } = new AbortController();
  for await (const group of followLog(store, runId, { follow: true, signal })) {
    events.push(...group);
    for (const event of group) {
      const line = lineOf(event, memory);
      const time = new Date(event.timestamp).toTimeString().slice(0, 8);
      if (line !== undefined && isWanted(line.level, "info")) {
        output.print(`${time} ${line.sign} ${line.text}`);
      }
    }
  }
  output.document({ run: (await readRun(store, runId)).document, events });
  return exitCodes.done;
}

/** The activations of a node, of one of its visits (`review#1`), or in one branch (`fan#0.a/review`). */
function activationsOf(view: RunView, node: string | undefined): RunView["activations"] {
  if (node === undefined) return view.activations;
  const found = view.activations.filter(
    (one) =>
      [one.node, one.id, `${one.branch}/${one.node}`, one.branch].includes(node) ||
      one.id.endsWith(`/${node}`),
  );
  if (found.length > 0) return found;
  const near = suggest(node, new Set(view.activations.map((one) => one.node)));
  throw new Refusal("INPUT_INVALID", `The run has not been at a node \`${node}\`.`, {
    hint:
      near === undefined
        ? `\`iter inspect ${view.runId}\` lists its nodes`
        : `did you mean \`${near}\`?`,
  });
}

/** From the log, as the files may be gone. */
function describeArtifacts({ view, events }: Shown): Fields[] {
  const { activations } = fold(events);
  return view.artifacts.flatMap(({ activation: id }) => {
    const activation = activations[id];
    return activation?.status === "finished" ? [toPublicationDocument(view.runId, activation)] : [];
  });
}

function describeRun(view: RunView, output: Output): string[] {
  const { failure } = view;
  const mode = describeMode(view);
  return [
    `Run: ${view.runId}${mode === null ? "" : ` (${mode})`}`,
    `Workflow: ${view.workflow} (${view.sourcePath})`,
    `Status: ${statusOf(view, output)}`,
    `Started: ${formatMoment(view.createdAt)}`,
    `Used: ${usageOf(view)}`,
    ...(failure === null
      ? []
      : [
          `Error: ${failure.code} at ${failure.node ?? "the run"}: ${toPrintableLine(failure.message)}`,
        ]),
    ...(failure?.hint == null ? [] : [`Hint: ${toPrintableBlock(failure.hint)}`]),
  ];
}

/** Where its worktree is, as long as there is one. */
function describeWorktree({ host }: Session, { store, view, events }: Shown): string[] {
  const { worktree } = fold(events).workplace;
  const path = worktreePath(host.cwd(), store.location, view.runId);
  return isFields(worktree) && existsSync(path) ? [`Worktree: ${path}`] : [];
}

function describeOpenGates(events: readonly RunEvent[]): string[] {
  return openGates(fold(events)).map(({ gate, nodeId, branchId, fields }) => {
    const names = fields.map(({ name, type }) => `${name} (${type})`).join(", ");
    return `Waiting: ${gate}, ${branchId === "" ? nodeId : `${branchId}/${nodeId}`} asks for ${names}`;
  });
}

function statusOf(view: RunView, output: Output): string {
  const style =
    view.status === "finished" ? "green" : view.status.startsWith("failed") ? "red" : "yellow";
  return output.paint(style, describeStatus(view), "stdout");
}

function usageOf({ durationMs, metrics, costKnown }: RunView): string {
  return [
    formatDuration(durationMs),
    `${formatCount(metrics.totalTokens)} tokens`,
    formatCost(metrics.totalCostUsd, costKnown),
  ].join(", ");
}

function markOf(status: RunView["activations"][number]["status"]): string {
  return { started: "▶", waiting: "⏸", finished: "✓", failed: "✗" }[status];
}

function block(title: string, value: Value): string {
  const text = toPrintable(JSON.stringify(value, null, 2)).replaceAll("\n", "\n      ");
  return `    ${title}: ${text}`;
}

function eventLine(event: RunEvent): string {
  const { seq, timestamp, type, branch_id: branch, node_id: node, data } = event;
  const place = [branch, node].filter((part) => part !== undefined).join("/");
  const text = data === undefined ? "" : toPrintableLine(JSON.stringify(data));
  const cut = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return [String(seq).padStart(4), timestamp, type, place, cut]
    .filter((part) => part !== "")
    .join(" ");
}
