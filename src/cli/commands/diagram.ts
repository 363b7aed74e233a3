/** `iter diagram`: draws a workflow as a Mermaid flowchart. */
import type { Graph } from "#core/graph/graph.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { pathOf } from "#core/report/markdown.ts";
import { renderMermaid } from "#core/report/mermaid/mermaid.ts";
import type { DiagramPath } from "#core/report/mermaid/mermaid.ts";
import { viewRun } from "#core/report/run-view.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import { drawings } from "#core/standard.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { compileFor, graphOf, renderDiagnostics } from "#src/cli/compile.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { addStoreFlag, storeFolder } from "#src/cli/flags.ts";
import { drawable, graphLike, recordedGraph } from "#src/cli/recorded-graph.ts";
import type { Session } from "#src/cli/session.ts";
import { readSource } from "#src/cli/source.ts";
import { openStore } from "#src/cli/world.ts";

interface Flags {
  readonly detailed?: true;
  readonly full?: true;
  readonly strict?: true;
  readonly runId?: string;
  readonly storeDir?: string;
}

/** The command. */
export const diagram: CommandModule = {
  declare(command, act) {
    command
      .argument("<file>", "the workflow; `-` is standard input")
      .option("--detailed", "with the properties of nodes")
      .option("--full", "with prompts, mappings and loops as well")
      .option("--strict", "of a flow: in the strict profile")
      .option("--run-id <id>", "mark the way that a run took");
    addStoreFlag(command);
    act((session, [file = ""]) => draw(session, file, command.opts<Flags>()));
  },
};

async function draw(session: Session, file: string, flags: Flags): Promise<ExitCode> {
  if (isTakenAsFlow(file)) return drawFlowAt(session, file, flags);
  const { path, bytes } = await readSource(session, file);
  const compiled = compileFor(session, { path, source: bytes }, {});
  const graph = drawable(compiled) ?? graphOf(session, compiled);
  // A workflow with errors is drawn as far as it can be read.
  const found = renderDiagnostics(compiled.file, compiled.diagnostics, session.output);
  if (found !== "") session.output.note(`${found}\n`, "warn");
  const view = viewOf(flags);
  const way = flags.runId === undefined ? { graph } : await wayOf(session, { path, bytes }, flags);
  const mermaid = renderMermaid({ ...way, drawings, view });
  session.output.print(mermaid.trimEnd());
  session.output.document({ file: path, workflow_name: way.graph.name, view, mermaid });
  return compiled.graph === null ? exitCodes.refused : exitCodes.done;
}

async function drawFlowAt(session: Session, file: string, flags: Flags): Promise<ExitCode> {
  const { drawFlowFile } = await import("#src/cli/flow/diagram.ts");
  const { strict } = flags;
  const view = viewOf(flags);
  return drawFlowFile(session, file, strict === undefined ? { view } : { view, strict });
}

function viewOf({ full, detailed }: Flags): "full" | "detailed" | "compact" {
  if (full === true) return "full";
  return detailed === true ? "detailed" : "compact";
}

/**
 * A run's way through its own graph. The file may have changed since, or be another one: the edges
 * that the log counts by their number would be others there.
 */
async function wayOf(
  session: Session,
  { path, bytes }: { readonly path: string; readonly bytes: Uint8Array },
  { runId = "", storeDir }: Flags,
): Promise<{ readonly graph: Graph; readonly path: DiagramPath }> {
  const store = openStore(session, storeFolder(session, storeDir));
  const { events } = await store.read(runId);
  const state = fold(events);
  const interrupted = (await store.holder(runId)) === undefined;
  const graph = recordedGraph(session, state);
  if (graph === undefined) {
    throw new Refusal("INVALID_WORKFLOW", `The text of the run \`${runId}\` can't be drawn.`, {
      hint: "leave `--run-id` out to draw the file",
    });
  }
  if (graphLike(session, state, { path, source: bytes })?.hash !== graph.hash) {
    session.output.note(
      `note: \`${path}\` has another graph than the run \`${runId}\`; the run's own is drawn, from its log`,
      "warn",
    );
  }
  return { graph, path: pathOf(viewRun(events, { interrupted })) };
}
