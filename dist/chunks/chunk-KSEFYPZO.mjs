import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  versionText
} from "./chunk-JDP3GVBO.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";

// src/cli/refusals.ts
var InvalidWorkflow = class extends Refusal {
  diagnostics;
  /** The diagnostics as text with code frames. */
  rendered;
  constructor(message, found) {
    super("INVALID_WORKFLOW", message, { hint: "correct the errors; nothing was run" });
    this.diagnostics = found.diagnostics;
    this.rendered = found.rendered;
  }
};
function sayRefusal(session, refusal, exitCode) {
  const { output, known } = session;
  const { code, message, hint, errors } = refusal;
  const diagnostics = refusal instanceof InvalidWorkflow ? refusal.diagnostics : void 0;
  output.document({
    ...known,
    ..."exit_code" in known ? { exit_code: exitCode } : {},
    error: message,
    code,
    hint: hint ?? null,
    ...diagnostics === void 0 ? {} : { diagnostics },
    ...errors.length === 0 ? {} : { errors }
  });
  if (refusal instanceof InvalidWorkflow) output.note(`${refusal.rendered}
`, "error");
  output.note(`${output.paint("red", `error ${code}:`)} ${message}`, "error");
  const said = errors.length === 1 && message.includes(errors[0]?.message ?? "");
  for (const error of said ? [] : errors) {
    output.note(`  ${error.field === null ? "" : `${error.field} `}${error.message}`, "error");
  }
  const help = hint ?? `\`iter explain ${code}\` says more`;
  output.note(`  ${output.paint("cyan", "help:")} ${help}`, "error");
}
function sayBug(session, error) {
  const { output, known } = session;
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack ?? message : message;
  const where = `iter ${versionText()}, Node ${process.version}, ${process.platform}`;
  output.document({
    ...known,
    error: message,
    code: "INTERNAL",
    hint: `this is a bug of ${where}; please report it with the stack`,
    stack
  });
  output.note(`${output.paint("red", "error INTERNAL:")} ${stack}`, "error");
  output.note(`  this is a bug of iter; please report it with the lines above (${where})`, "error");
}

export {
  InvalidWorkflow,
  sayRefusal,
  sayBug
};
