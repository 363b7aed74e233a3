/** `iter logs`: what happened in a run, a line for each event; `-f` goes on while the run does. */
import { Option } from "commander";
import { createLineMemory, lineOf } from "#adapters/reporters/terminal/lines.ts";
import type { Line, LineMemory } from "#adapters/reporters/terminal/lines.ts";
import { isWanted, renderLine } from "#adapters/reporters/terminal/terminal.ts";
import type { RunStore } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import { suggest } from "#core/text/suggest.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { addStoreFlag, storeFolder } from "#src/cli/flags.ts";
import { followLog } from "#src/cli/follow-log.ts";
import { logLevels } from "#src/cli/output.ts";
import type { LogLevel } from "#src/cli/output.ts";
import type { Session } from "#src/cli/session.ts";
import { findRun } from "#src/cli/stored-run.ts";
import { styles } from "#src/cli/watch.ts";
import { openStore } from "#src/cli/world.ts";

interface Flags {
  readonly runId?: string;
  readonly follow?: true;
  readonly node?: string;
  readonly level?: LogLevel;
  readonly all?: true;
  readonly storeDir?: string;
}

/** The command. */
export const logs: CommandModule = {
  declare(command, act) {
    command
      .argument("[run]", "the run; the latest one if none is named")
      .option("--run-id <id>", "the same")
      .option("-f, --follow", "wait for further events while a process works on the run")
      .option("--node <node>", "only what happened at a node: `review`, `review#1`")
      .addOption(
        new Option("--level <level>", "how much is shown (info; with --json everything)").choices(
          logLevels,
        ),
      )
      .option("--all", "every event, those of models and delegates too");
    addStoreFlag(command);
    act((session, args) => showLog(session, args, command.opts<Flags>()));
  },
};

async function showLog(session: Session, args: readonly string[], flags: Flags): Promise<ExitCode> {
  const store = openStore(session, storeFolder(session, flags.storeDir));
  const runId = await findRun(session, store, { args, flag: flags.runId });
  const { host } = session;
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  host.on("SIGINT", interrupt);
  try {
    await printLog(session, { store, runId, flags, signal: controller.signal });
  } finally {
    host.off("SIGINT", interrupt);
  }
  return controller.signal.aborted ? exitCodes.cancelled : exitCodes.done;
}

interface Printing {
  readonly store: RunStore;
  readonly runId: string;
  readonly flags: Flags;
  readonly signal: AbortSignal;
}

async function printLog(session: Session, { store, runId, flags, signal }: Printing) {
  const memory = createLineMemory();
  const nodes = new Set<string>();
  let found = flags.node === undefined;
  const follow = flags.follow === true;
  for await (const events of followLog(store, runId, { follow, signal })) {
    for (const event of events) {
      if (event.node_id !== undefined) nodes.add(event.node_id);
      if (!isAt(event, flags.node)) continue;
      found = true;
      say(session, event, { flags, memory });
    }
  }
  if (!found && !signal.aborted) throw noSuchNode(flags.node ?? "", nodes);
}

interface Saying {
  readonly flags: Flags;
  readonly memory: LineMemory;
}

function say({ output }: Session, event: RunEvent, { flags, memory }: Saying): void {
  const line = lineOf(event, memory);
  const usual = output.json ? "trace" : "info";
  const wanted = flags.all === true ? "trace" : (flags.level ?? usual);
  if (!isWanted(line?.level ?? "trace", wanted)) return;
  if (output.json) output.line(event);
  else output.print(render(output, event, line ?? bareLine(event)));
}

function render(output: Session["output"], event: RunEvent, line: Line): string {
  const { branch_id: branch, timestamp } = event;
  const place = branch === undefined || line.text.includes(branch) ? "" : `  ${branch}`;
  return renderLine(
    { ...line, text: `${line.text}${place}` },
    {
      color: (tone, text) => output.paint(styles[tone], text, "stdout"),
      redact: (text) => text,
    },
    timestamp,
  );
}

/** An event that has nothing to say to people. */
function bareLine({ type, activation_id: activation, data }: RunEvent): Line {
  const step = typeof data?.["step"] === "string" ? ` ${data["step"]}` : "";
  const text = `${type}${activation === undefined ? "" : ` ${activation}`}${step}`;
  return { level: "trace", tone: "plain", sign: "·", text };
}

function isAt({ node_id: node, activation_id: id, branch_id: branch }: RunEvent, wanted?: string) {
  if (wanted === undefined) return true;
  return [node, id, branch, `${branch ?? ""}/${node ?? ""}`].includes(wanted);
}

function noSuchNode(node: string, known: ReadonlySet<string>): Refusal {
  const near = suggest(node, known);
  return new Refusal("INPUT_INVALID", `The run has not been at a node \`${node}\`.`, {
    hint:
      near === undefined ? `it has been at ${[...known].join(", ")}` : `did you mean \`${near}\`?`,
  });
}
