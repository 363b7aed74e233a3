/** `iter report`: writes what happened in a run, for people and for programs. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Option } from "commander";
import { messageOf } from "#core/text/fault.ts";
import { writeAtomically } from "#adapters/stores/file/atomic.ts";
import { storeFailed } from "#adapters/stores/file/failure.ts";
import type { Fields } from "#core/graph/value.ts";
import { viewDeeds } from "#core/report/deeds/view-deeds.ts";
import { toActivationDocument, toReportDocument } from "#core/report/documents.ts";
import { renderReport } from "#core/report/markdown.ts";
import type { PageSource } from "#core/report/page/view-page.ts";
import { viewRun } from "#core/report/run-view.ts";
import type { RunView } from "#core/report/run-view.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import { drawings } from "#core/standard.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { addStoreFlag, storeFolder } from "#src/cli/flags.ts";
import { pagePath, reportPath } from "#src/cli/outcome.ts";
import { recordedGraph } from "#src/cli/recorded-graph.ts";
import type { Session } from "#src/cli/session.ts";
import { findRun } from "#src/cli/stored-run.ts";
import { openStore } from "#src/cli/world.ts";

interface Flags {
  readonly runId?: string;
  readonly output?: string;
  readonly full?: true;
  readonly html?: true;
  readonly format: "markdown" | "json";
  readonly storeDir?: string;
}

/** The command. */
export const report: CommandModule = {
  declare(command, act) {
    command
      .argument("[run]", "the run; the latest one if none is named")
      .option("--run-id <id>", "the same")
      .option("-o, --output <file>", "where to write it; `-` is standard output")
      .option("--html", "one page for a browser: the graph, its timeline and every detail")
      .option("--full", "with prompts, answers and tool calls")
      .addOption(
        new Option("--format <format>", "for people or for programs")
          .choices(["markdown", "json"])
          .default("markdown"),
      );
    addStoreFlag(command);
    act((session, args) => writeReport(session, args, command.opts<Flags>()));
  },
};

async function writeReport(
  session: Session,
  args: readonly string[],
  flags: Flags,
): Promise<ExitCode> {
  const folder = storeFolder(session, flags.storeDir);
  const store = openStore(session, folder);
  const runId = await findRun(session, store, { args, flag: flags.runId });
  const { events } = await store.read(runId);
  const state = fold(events);
  const interrupted = state.status === "running" && (await store.holder(runId)) === undefined;
  const graph = recordedGraph(session, state);
  const loops = new Map(graph?.loops.map(({ name, max }) => [name, max]));
  const view = viewRun(events, { interrupted, loops });
  const options = {
    ...(await ofFlow(state, events)),
    drawings,
    full: flags.full === true,
    ...(graph === undefined ? {} : { graph }),
  };
  const usual = flags.html === true ? pagePath(folder, runId) : reportPath(folder, runId);
  const place = placeOf(session, flags, usual);
  const document = {
    ...toReportDocument(view, flags.html === true ? null : (place?.shown ?? null)),
    ...(flags.html === true ? { html_path: place?.shown ?? null } : {}),
    ...(flags.full === true ? { nodes: nodesOf(view, events) } : {}),
  };
  const text =
    flags.html === true
      ? await writePage(session, { view, events, graph })
      : session.redactor.text(
          flags.format === "json"
            ? `${JSON.stringify(document, null, 2)}\n`
            : renderReport(view, options),
        );
  if (place === undefined) printWhole(session, text);
  else write(session, place, text);
  session.output.document(document);
  return exitCodes.done;
}

/** Loaded for flows alone. */
async function ofFlow({ start }: RunState, events: readonly RunEvent[]) {
  if (start?.language !== "flow") return {};
  const [{ retryReasonSummary }, { viewFlowRun }] = await Promise.all([
    import("#core/report/flow/inspect.ts"),
    import("#core/report/flow/result.ts"),
  ]);
  return { retries: retryReasonSummary(viewFlowRun(fold(events), events).retry_events) };
}

/** Secrets are taken out of the data: the page's own script stays as it is. */
async function writePage({ redactor }: Session, source: PageSource): Promise<string> {
  const [{ viewPage }, { renderPage }, { pageAssets }] = await Promise.all([
    import("#core/report/page/view-page.ts"),
    import("#core/report/page/render-page.ts"),
    import("#core/report/page/assets.generated.ts"),
  ]);
  return renderPage(viewPage(source), { ...pageAssets, redact: redactor.value });
}

function printWhole({ output }: Session, text: string): void {
  output.printSource(text.trimEnd());
}

function nodesOf(view: RunView, events: readonly RunEvent[]): Fields[] {
  const deeds = viewDeeds(events);
  return view.activations.map((one) => toActivationDocument(one, deeds.get(one.id)));
}

interface Place {
  readonly path: string;
  readonly shown: string;
  readonly inStore: boolean;
}

/** Where it is written; undefined for standard output. */
function placeOf({ host }: Session, flags: Flags, usual: string): Place | undefined {
  const { output, format } = flags;
  const printed = format === "json" && flags.html !== true;
  if (output === "-" || (output === undefined && printed)) return undefined;
  const shown = output ?? usual;
  return { shown, path: resolve(host.cwd(), shown), inStore: output === undefined };
}

function write({ output }: Session, { path, shown, inStore }: Place, text: string): void {
  try {
    if (inStore) writeAtomically(path, text);
    else writeFileSync(path, text);
  } catch (error) {
    if (inStore) throw storeFailed(error, path, "write");
    const reason = messageOf(error);
    throw new Refusal("INPUT_INVALID", `\`${shown}\` can't be written: ${reason}.`, {
      hint: "`--output -` prints the report instead",
      cause: error,
    });
  }
  output.print(`Report: ${shown}`);
}
