/** A tool: a shell line or a script that is run. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Fields } from "#core/graph/value.ts";
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind, WrittenNode } from "#core/kinds/kind.ts";
import {
  attemptProperties,
  awaitProperty,
  envProperty,
  publishProperty,
  readonlyProperty,
  schemaProperties,
} from "#core/kinds/properties.ts";
import { runTool } from "./run-tool.ts";

/** Runs a shell line or a script. */
export const tool: NodeKind = defineKind({
  name: "tool",
  summary: "Runs a shell line or a script.",
  declared: true,
  properties: {
    command: { form: "command", field: "command", summary: "A line for the shell." },
    script: { form: "script", field: "script", summary: "A program, in place of a shell line." },
    language: {
      form: "word",
      field: "language",
      words: Object.fromEntries(
        ["sh", "bash", "js", "node", "py", "python", "python3"].map((word) => [word, word]),
      ),
      default: "sh",
      summary: "The language of the script.",
    },
    ...readonlyProperty,
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty,
    ...attemptProperties,
    ...envProperty,
  },
  ports: ["next"],
  drawing: {
    icon: "🔧",
    open: "[",
    close: "]",
    style: "fill:#2f4f4f,stroke:#1c3030,color:#fff",
    details: [
      { label: "command", field: "command", template: true },
      { label: "script", field: "script", template: true },
    ],
  },
  complete: completeTool,
  mutates: (fields) => fields["readonly"] !== true,
  check: checkTool,
  run: runTool,
});

/** A node has a command, or a script and its language. */
function completeTool(fields: Fields): Fields {
  const { command = null, script = null, language = null, ...others } = fields;
  return script !== null && command === null
    ? { ...others, script, language }
    : { ...others, command };
}

function checkTool(written: WrittenNode, report: Report): void {
  const { id } = written;
  const command = written.property("command");
  const script = written.property("script");
  const language = written.property("language");
  if (command === undefined && script === undefined) {
    if (!written.damaged) report(missingCommand(written));
    return;
  }
  if (command !== undefined && script !== undefined) {
    const later = command.name.start > script.name.start ? command : script;
    report(
      diagnose("C106", later.name, { extra: later === command ? "command" : "script", name: id }),
    );
  } else if (command !== undefined && language !== undefined) {
    report(diagnose("C106", language.name, { extra: "language", name: id }));
  }
}

function missingCommand(written: WrittenNode): ReturnType<typeof diagnose> {
  return diagnose("E013", written.name, {
    owner: `The tool \`${written.id}\``,
    missing: ["command", "script"],
    example: `command: "make ${written.id}"`,
  });
}
