/** Explains commands, and mistakes in them, from the grammar. */
import type { CommandName, Mistake } from "./command.ts";
import { commandForms, findCommand, optionForms } from "./grammar.ts";
import type { CommandForm } from "./grammar.ts";

/** What a command is called here, and which of them a person may use. */
export interface HelpOptions {
  readonly prefix?: string;
  readonly allowed?: readonly CommandName[];
}

/**
 * All commands that a person may use, or one of them with its options.
 *
 * @example
 * renderHelp("retry");
 */
export function renderHelp(
  topic?: string,
  { prefix = "/iter", allowed }: HelpOptions = {},
): string {
  const one = topic === undefined ? undefined : findCommand(topic);
  if (one !== undefined) return renderOne(one, prefix);
  const forms = commandForms.filter(({ name }) => allowed?.includes(name) ?? true);
  const rows = forms.map((form) => `| ${usageOf(form, prefix)} | ${form.summary} |`);
  return ["| Command | Does |", "|---|---|", ...rows].join("\n");
}

function renderOne(form: CommandForm, prefix: string): string {
  const aliases = form.aliases.map((alias) => `\`${alias}\``).join(", ");
  const options = form.options.map((name) => {
    const { value, summary } = optionForms[name];
    return `- \`--${name}${value === undefined ? "" : ` ${value}`}\`: ${summary}`;
  });
  return [
    `${usageOf(form, prefix)}: ${form.summary}.`,
    ...(aliases === "" ? [] : [`Also: ${aliases}.`]),
    ...(options.length === 0 ? [] : ["", ...options]),
    "",
    `For example: \`${prefix} ${form.example}\``,
  ].join("\n");
}

/** A bar would end the cell of a table; the grammar has none. */
function usageOf({ name, usage }: CommandForm, prefix: string): string {
  return `\`${prefix} ${name}${usage === "" ? "" : ` ${usage}`}\``;
}

/** What is wrong with a command, where, and a line that would work. */
export function explainMistake(mistake: Mistake, prefix = "/iter"): string {
  const { suggestion, command = "help" } = mistake;
  const example = findCommand(suggestion ?? command)?.example ?? "help";
  return `${describeMistake(mistake)} This would work: \`${prefix} ${example}\``;
}

function describeMistake({ code, name, suggestion }: Mistake): string {
  const word = name === undefined ? "it" : `\`${name.replaceAll("`", "'").slice(0, 80)}\``;
  switch (code) {
    case "too_long":
      return "The command is too long: a line has 1,000 characters, a comment 65,536.";
    case "hidden_characters":
      return "The line holds characters that can't be seen, so what it says is not what it shows.";
    case "unknown_command":
      return suggestion === undefined
        ? `There is no command ${word}.`
        : `There is no command ${word}; did you mean \`${suggestion}\`?`;
    case "several_commands":
      return "A comment holds one command; put the others into comments of their own.";
    case "bad_name":
      return `${word} is no name of a trigger, and no path of an .iter file in the folder of workflows.`;
    case "several_gates":
      return "A command answers one gate at a time.";
    case "sha_too_short":
      return `${word} is too short to name a commit: at least 12 digits are needed.`;
    case "bad_sha":
      return `${word} is no commit.`;
    case "bad_run":
      return `${word} is no id of a run.`;
    case "duplicate_field":
      return `${word} is given twice.`;
    case "bad_quote":
      return `The quotation behind ${word} is never closed, or something hangs on to its end.`;
    case "unknown_option":
      return `There is no option \`--${name ?? ""}\` here.`;
    case "missing_value":
      return `The option \`--${name ?? ""}\` takes a value.`;
    case "bad_amount":
      return `${word} is no amount to raise a budget by: write \`+5\`, \`+200ktokens\`, \`+30m\` or \`+10it\`.`;
    case "unexpected_argument":
      return `The command takes no ${word} there.`;
    case "bad_number":
      return `${word} is no number from 1 to 500.`;
    case "conflicting_options":
      return "The options exclude one another.";
    case "mixed_answer":
      return "An answer is either fields or text; quote a value that has blanks.";
    case "empty_answer":
      return "The answer is empty.";
    case "not_a_mapping":
      return "The block holds no fields: write `field: value`, one a line.";
    case "bad_field":
      return `${word} is no name of a field.`;
    case "bad_yaml":
      return "The block is no plain YAML: no anchors, no aliases, no tags, every key once.";
  }
}
