/** The sticky comment of a run: one of each trigger on a thread, taken over by the next run. Spec: github §10.1. */
import {
  findStickies,
  newestSticky,
  openSticky,
  runNamedIn,
} from "#adapters/github/sticky-comment.ts";
import type { Body, FoundSticky, StickyOwner } from "#adapters/github/sticky-comment.ts";
import { authorsIn, readRunNote } from "#adapters/github/open-runs.ts";
import type { Fields } from "#core/graph/value.ts";
import { escapeCode, escapeInline } from "#core/report/escape.ts";
import { formatCost } from "#core/report/format.ts";
import { openGates } from "#core/report/run-document.ts";
import { viewRun } from "#core/report/run-view.ts";
import type { GateWords } from "#core/report/sticky/gate-box.ts";
import { renderStickyComment } from "#core/report/sticky/sticky-comment.ts";
import type { StickyOptions } from "#core/report/sticky/sticky-comment.ts";
import { renderRunSummary } from "#core/report/sticky/summary.ts";
import type { RunView } from "#core/report/run-view.ts";
import { nameOfGate } from "#core/run/state.ts";
import { drawings } from "#core/standard.ts";
import { gateSettings } from "#src/github/config/config.ts";
import { gateKind, isBound, proposalDigest } from "#src/github/gates.ts";
import { writeMarker } from "#src/github/markers.ts";
import { describePointer } from "#adapters/github/checkpoint/store.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import { adviseJob } from "#src/action/advice.ts";
import { boundCommit } from "../gates/bound-commit.ts";
import { askedAt, earlier, gateExpiry } from "../gates/expiry.ts";
import { ownerOf } from "../state/owner.ts";
import type { Opening, Shown } from "./reported-run.ts";

/** Writes the comment of a run. */
export interface CommentReport {
  readonly id: number | null;
  write(shown: Shown): Promise<void>;
  /** As `write`, but not more often than the settings say. */
  refresh(shown: Shown): void;
}

const mostEarlier = 20;

/** Finds the comment that the run takes over; null if none is to be written. */
export async function openCommentReport(opening: Opening): Promise<CommentReport | null> {
  const { door, run, settings } = opening;
  if (run.thread === null || settings.comment === false) return null;
  const found = await findStickies(door.client, run.thread, await ownersOf(opening));
  const ours = newestSticky(found.filter((one) => isTheirs(one, opening)));
  const earlier = ours === undefined ? [] : earlierRuns(ours, opening);
  const { throttleSeconds } = settings;
  const known: readonly (string | null)[] = [null, run.run, textAt(ours?.marker ?? null, "run")];
  const sticky = openSticky(door.client, {
    ...{ thread: run.thread, found: ours?.id ?? null, throttleSeconds, now: Date.now },
    // What a later run has taken over is for that one to write.
    mayEdit: (body) => known.includes(runNamedIn(body)),
  });
  const bodyOf = (shown: Shown): Body => {
    const options = { ...opening, shown, earlier };
    return (limit) => renderBody(options, limit);
  };
  return {
    get id() {
      return sticky.id;
    },
    write: (shown) => sticky.write(bodyOf(shown)),
    refresh: (shown) => {
      sticky.refresh(bodyOf(shown));
    },
  };
}

/** A run may have begun with another token: who wrote of it then is noted with it. */
async function ownersOf({ door, run }: Opening): Promise<StickyOwner> {
  const others = run.before.length === 0 ? [] : authorsIn(await readRunNote(door.client, run.run));
  run.keeper.knowAuthors(others);
  const owner = ownerOf(door);
  return { ...owner, identities: [...new Set([...owner.identities, ...others])] };
}

/** The text of a run's comment without its marker, for other reports. */
export function renderPlain(opening: Opening, shown: Shown, limit: number): string {
  const text = renderBody({ ...opening, shown, earlier: [] }, limit);
  return text.split("\n").slice(1).join("\n");
}

/** The text of a run's comment as a summary of its job. */
export function renderSummary(opening: Opening, shown: Shown): string {
  const rendering = { ...opening, shown, earlier: [] };
  const drawable = { graph: opening.run.graph, drawings };
  return renderRunSummary(viewOf(rendering), drawable, optionsOf(rendering));
}

/** A comment of the trigger, or with `append` only that of the run itself. */
function isTheirs({ marker }: FoundSticky, { run, settings }: Opening): boolean {
  if (settings.comment === "append") return marker["run"] === run.run;
  return marker["trigger"] === run.trigger;
}

/** A line of each run that the comment spoke of before. */
function earlierRuns({ marker, body }: FoundSticky, { door, run }: Opening): readonly string[] {
  const lines = body.split("\n").filter((line) => line.startsWith("- [`iter_"));
  const id = textAt(marker, "run");
  if (id === run.run) return lines.slice(0, mostEarlier);
  const { environment } = door.job;
  const server = `${environment["GITHUB_SERVER_URL"] ?? ""}/${environment["GITHUB_REPOSITORY"] ?? ""}`;
  const url = `${server}/actions/runs/${numberAt(marker, "workflow_run") ?? 0}`;
  const cost = formatCost(numberAt(marker, "spent") ?? 0);
  const when = /updated (\d{4}-\d\d-\d\d)/.exec(body)?.[1] ?? "";
  const line = `- [${escapeCode(id)}](${url}) ${escapeInline(textAt(marker, "status"))}, ${cost}, ${when}`;
  return [line, ...lines].slice(0, mostEarlier);
}

interface Rendering extends Opening {
  readonly shown: Shown;
  readonly earlier: readonly string[];
}

function renderBody(rendering: Rendering, limit: number): string {
  const drawable = { graph: rendering.run.graph, drawings };
  const options = { ...optionsOf(rendering), marker: markerOf(rendering), limit };
  return renderStickyComment(viewOf(rendering), drawable, options);
}

/** What failed is advised on in the words of a job. */
function viewOf({ run, shown }: Rendering): RunView {
  const loops = new Map(run.graph.loops.map(({ name, max }) => [name, max]));
  const { failure, ...view } = viewRun(shown.events, { loops });
  return {
    ...view,
    failure: failure && { ...failure, hint: failure.hint && adviseJob(failure.hint) },
  };
}

function optionsOf(rendering: Rendering): Omit<StickyOptions, "marker"> {
  const { door, run, settings, shown, earlier } = rendering;
  const { job, runUrl, config } = door;
  return {
    trigger: run.trigger,
    startedBy: run.initiator.login,
    runUrl,
    gates: gateWords(rendering),
    effects: effectLines(shown),
    earlier,
    footer: settings.footer,
    safe: (text) => sanitiseOut(job.redactor.text(text)),
    ...(run.headSha === null ? {} : { commit: run.headSha }),
    ...(config.commands?.prefix === undefined ? {} : { prefix: config.commands.prefix }),
    ...checkpointUrl(rendering),
    ...(shown.reportUrl === undefined ? {} : { reportUrl: shown.reportUrl }),
  };
}

function markerOf({ door, run, shown }: Rendering): string {
  const { stateKey } = door.job.inputs;
  const { state, kept } = shown;
  const { seq, pointer, expires } = run.keeper.standing();
  const open = openGates(state);
  const payload: Fields = {
    run: run.run,
    seq,
    status: kept ? state.status : "running",
    repository: door.repositoryId,
    workflow_run: door.workflowRun,
    ...(run.thread === null ? {} : { thread: run.thread }),
    gates: open.map(({ gate }) => gate),
    ...(pointer === null ? {} : describePointer(pointer)),
    ...(run.headSha === null ? {} : { head_sha: run.headSha }),
    ...(expires === null ? {} : { expires }),
    trigger: run.trigger,
    spent: state.spent.cost_usd,
    ...(open.length === 0
      ? {}
      : { proposals: Object.fromEntries(open.map((gate) => [gate.gate, proposalDigest(gate)])) }),
  };
  return writeMarker("run", payload, stateKey === undefined ? {} : { state_key: stateKey });
}

/** Who may answer until when; people are mentioned only by the job in which the gate opened. */
function gateWords({ door, run, shown }: Rendering): Readonly<Record<string, GateWords>> {
  const { config, job } = door;
  const known = new Set(run.before.map(({ seq }) => seq));
  const opened = new Set(
    shown.events
      .filter(({ type, seq }) => type === "human_input_requested" && !known.has(seq))
      .map(({ node_id: node }) => node),
  );
  return Object.fromEntries(
    openGates(shown.state).map((gate): [string, GateWords] => {
      const settings = gateSettings(config, run.trigger, nameOfGate(gate));
      const approvers = job.inputs.given.has("approvers")
        ? job.inputs.approvers
        : askedAt(Date.now(), gate.requestedAt, settings);
      const { environment } = settings;
      const by = [
        ...approvers.map((entry) => mention(entry, opened.has(gate.nodeId))),
        ...(settings.surface === "environment" && environment !== undefined
          ? [`the reviewers of the environment ${escapeCode(environment)}`]
          : []),
      ];
      const own = gateExpiry(gate.requestedAt, settings);
      const until = earlier(own, run.keeper.standing().expires);
      // On an issue, and where nothing is bound, the answer is for no commit.
      const ofPull = at(shown.state.start?.github ?? null, "pr") !== null;
      const bound = ofPull && isBound(gate, settings);
      const commit = bound ? boundCommit({ ...shown, headSha: run.headSha }, gate) : null;
      const words = { kind: gateKind(gate.fields), by, until };
      return [gate.gate, { ...words, ...(commit === null ? {} : { commit }) }];
    }),
  );
}

function mention(entry: string, calls: boolean): string {
  if (entry.startsWith("role:") || ["codeowners", "author", "initiator"].includes(entry))
    return escapeInline(entry);
  return `@${calls ? "" : "\u200B"}${entry.replace(/^@/, "")}`;
}

/** What was written outside, with where it can be seen. */
function effectLines({ events }: Shown): readonly string[] {
  return events
    .filter(({ type }) => type === "effect_done")
    .map(({ data = null, node_id: node = "" }) => {
      const url = textAt(data, "receipt", "url") || textAt(data, "receipt", "html_url");
      const kind = escapeInline(textAt(data, "kind"));
      const what = /^https:\/\/[^\s()]+$/.test(url) ? `[${kind}](${url})` : kind;
      return `- ${what} by ${escapeCode(node)}`;
    });
}

function checkpointUrl({ door, run }: Rendering): { readonly checkpointUrl?: string } {
  const { pointer } = run.keeper.standing();
  if (pointer === null || !("commit" in pointer)) return {};
  const { environment } = door.job;
  const server = `${environment["GITHUB_SERVER_URL"] ?? ""}/${environment["GITHUB_REPOSITORY"] ?? ""}`;
  return { checkpointUrl: `${server}/commit/${pointer.commit}` };
}
