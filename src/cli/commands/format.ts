/** `iter format`: lays workflows out in the canonical way. */
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Option } from "commander";
import type { Command } from "commander";
import { messageOf } from "#core/text/fault.ts";
import { hasErrors } from "#core/diagnostics/collect.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { diagnose } from "#core/diagnostics/catalog.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { Refusal } from "#core/run/failure.ts";
import { standard } from "#core/standard.ts";
import { decodeSource } from "#core/text/decode.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { renderDiagnostics, toDocuments } from "#src/cli/compile.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { InvalidWorkflow } from "#src/cli/refusals.ts";
import type { Session } from "#src/cli/session.ts";
import { readSource, stdinName } from "#src/cli/source.ts";

interface Flags {
  readonly check?: true;
  readonly stdout?: true;
}

/** The command. */
export const format: CommandModule = {
  declare(command, act) {
    command
      .argument("<file...>", "workflows; `-` is standard input, laid out on standard output")
      .addOption(new Option("--check", "write nothing; fail if something would change"))
      .addOption(new Option("--stdout", "print the result and leave the file"));
    act((session, files) => formatAll(session, files, command));
  },
};

interface Formatted {
  readonly file: SourceFile;
  readonly before: string;
  readonly after: string;
}

async function formatAll(
  session: Session,
  paths: readonly string[],
  command: Command,
): Promise<ExitCode> {
  const flags = command.opts<Flags>();
  const files: Formatted[] = [];
  for (const path of paths) {
    const source = await readSource(session, path);
    files.push(
      isTakenAsFlow(path) ? await formatFlowBytes(session, source) : formatBytes(session, source),
    );
  }
  const changed = files.filter(({ before, after }) => before !== after);
  for (const { file, before, after } of files) {
    if (flags.check === true) {
      if (before !== after) session.output.print(`${file.path} would change`);
    } else if (flags.stdout === true || file.path === stdinName) {
      session.output.printSource(after.replace(/\n$/, ""));
    } else if (before !== after) {
      write(session, file.path, after);
      session.output.print(`${file.path} changed`);
    }
  }
  session.output.document({
    files: files.map(({ file, before, after }) => ({ file: file.path, changed: before !== after })),
  });
  return flags.check === true && changed.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** Loaded for flows alone. */
async function formatFlowBytes(
  session: Session,
  { path, bytes }: { readonly path: string; readonly bytes: Uint8Array },
): Promise<Formatted> {
  const { formatFlow } = await import("#src/cli/flow/format.ts");
  const { text } = decodeSource(bytes);
  const after = formatFlow(session, path, text);
  return { file: createSourceFile(path, text), before: text, after };
}

function formatBytes(
  session: Session,
  source: { readonly path: string; readonly bytes: Uint8Array },
): Formatted {
  const { text, faults } = decodeSource(source.bytes);
  const file = createSourceFile(source.path, text);
  const bad = faults.map((at) =>
    diagnose("E001", { start: at, end: at + 1 }, { fault: "encoding" }),
  );
  if (hasErrors(bad)) throw refuse(session, file, bad);
  const language =
    standard.languages.find(({ extensions }) =>
      extensions.some((end) => file.path.endsWith(end)),
    ) ?? standard.languages[0];
  const result = language?.format(file, standard.kinds) ?? { text };
  if ("diagnostics" in result) throw refuse(session, file, result.diagnostics);
  return { file, before: text, after: result.text };
}

function refuse(session: Session, file: SourceFile, found: readonly Diagnostic[]): InvalidWorkflow {
  return new InvalidWorkflow(`\`${file.path}\` can't be laid out: it can't be read as a whole.`, {
    diagnostics: toDocuments(file, found),
    rendered: renderDiagnostics(file, found, session.output),
    hint: "correct the errors; nothing was written",
  });
}

/** Through a file beside it, so that a full disk costs nothing. */
function write(session: Session, path: string, text: string): void {
  const place = realpathSync(resolve(session.host.cwd(), path));
  const beside = `${place}.${session.host.pid}.tmp`;
  try {
    writeFileSync(beside, text, { flag: "wx" });
    chmodSync(beside, statSync(place).mode & 0o777);
    renameSync(beside, place);
  } catch (error) {
    rmSync(beside, { force: true });
    const reason = messageOf(error);
    throw new Refusal("INPUT_INVALID", `\`${path}\` can't be written: ${reason}.`, {
      hint: "`--stdout` prints the result instead",
      cause: error,
    });
  }
}
