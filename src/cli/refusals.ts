/** How refusals and bugs are said: as text on standard error, and as the one JSON document. */
import { messageOf } from "#core/text/fault.ts";
import type { DiagnosticDocument } from "#core/diagnostics/diagnostic.ts";
import { Refusal } from "#core/run/failure.ts";
import { exitCodes } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Session } from "./session.ts";
import { versionText } from "#src/version.ts";

/** Diagnostics as data, and as text with code frames. */
interface Found {
  readonly diagnostics: readonly DiagnosticDocument[];
  readonly rendered: string;
  readonly hint?: string;
}

/** The refusal of a file that has errors. */
export class InvalidFile extends Refusal {
  readonly diagnostics: readonly DiagnosticDocument[];
  readonly rendered: string;

  constructor({ code, message, hint }: Refusal, found: Found) {
    super(code, message, hint === undefined ? {} : { hint });
    this.diagnostics = found.diagnostics;
    this.rendered = found.rendered;
  }
}

/** The refusal of a workflow that has errors. */
export class InvalidWorkflow extends InvalidFile {
  constructor(message: string, found: Found) {
    const hint = found.hint ?? "correct the errors; nothing was run";
    super(new Refusal("INVALID_WORKFLOW", message, { hint }), found);
  }
}

/** Says why a command was refused. */
export function sayRefusal(session: Session, refusal: Refusal, exitCode: ExitCode): void {
  const { output, known } = session;
  const { code, message, hint, errors } = refusal;
  const diagnostics = refusal instanceof InvalidFile ? refusal.diagnostics : undefined;
  output.document({
    ...known,
    ...("exit_code" in known ? { exit_code: exitCode } : {}),
    error: message,
    code,
    hint: hint ?? null,
    ...(diagnostics === undefined ? {} : { diagnostics }),
    ...(errors.length === 0 ? {} : { errors }),
  });
  if (refusal instanceof InvalidFile) output.note(`${refusal.rendered}\n`, "error");
  output.note(`${output.paint("red", `error ${code}:`)} ${message}`, "error");
  const said = errors.length === 1 && message.includes(errors[0]?.message ?? "");
  for (const error of said ? [] : errors) {
    output.note(`  ${error.field === null ? "" : `${error.field} `}${error.message}`, "error");
  }
  const help = hint ?? `\`iter explain ${code}\` says more`;
  output.note(`  ${output.paint("cyan", "help:")} ${help}`, "error");
}

/** Says that something happened that never should. */
export function sayBug(session: Session, error: unknown): void {
  const { output, known } = session;
  const message = messageOf(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  const where = `iter ${versionText()}, Node ${process.version}, ${process.platform}`;
  output.document({
    ...known,
    ...("exit_code" in known ? { exit_code: exitCodes.bug } : {}),
    error: message,
    code: "INTERNAL",
    hint: `this is a bug of ${where}; please report it with the stack`,
    stack,
  });
  output.note(`${output.paint("red", "error INTERNAL:")} ${stack}`, "error");
  output.note(`  this is a bug of iter; please report it with the lines above (${where})`, "error");
}
