/** The grammar of commands as one table, from which they are read and explained. Spec: github §4.2. */
import type { CommandName } from "./command.ts";

/** What may stand between a command's name and its text. */
export type ArgumentKind =
  "name" | "pair" | "gate" | "sha" | "run" | "node" | "topic" | "amount" | "command";

/** The names of options. */
export type OptionName =
  "recipe" | "sha" | "dry-run" | "run" | "force" | "all" | "detailed" | "full" | "tail";

/** What the lines below the first are for. */
export type Below = "text" | "variables" | "fields" | "nothing";

/** One command. */
export interface CommandForm {
  readonly name: CommandName;
  readonly aliases: readonly string[];
  readonly takes: readonly ArgumentKind[];
  readonly options: readonly OptionName[];
  readonly text: boolean;
  readonly below: Below;
  /** Only reads: the author of a thread may use it whatever their level. */
  readonly reading: boolean;
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
}

type Given = Pick<CommandForm, "name" | "takes" | "usage" | "summary" | "example"> &
  Partial<CommandForm>;

/** All commands, in the order in which they are shown. */
export const commandForms: readonly CommandForm[] = [
  form({
    name: "run",
    takes: ["name", "pair"],
    options: ["recipe", "sha", "dry-run"],
    text: true,
    below: "variables",
    usage: "[name] [key=value …] [text]",
    summary: "start a trigger or a workflow file on this thread",
    example: "run review depth=3",
  }),
  form({
    name: "approve",
    takes: ["gate", "sha"],
    options: ["run"],
    text: true,
    below: "text",
    usage: "[gate] [commit] [reason]",
    summary: "approve what a gate asks",
    example: "approve g1",
  }),
  form({
    name: "reject",
    aliases: ["deny"],
    takes: ["gate", "sha"],
    options: ["run"],
    text: true,
    below: "text",
    usage: "[gate] [commit] [reason]",
    summary: "reject what a gate asks",
    example: "reject g1 the plan forgets the rollback",
  }),
  form({
    name: "answer",
    takes: ["gate", "pair"],
    options: ["run"],
    text: true,
    below: "fields",
    usage: "[gate] [field=value …] [text]",
    summary: "answer a gate; fields may stand below as YAML",
    example: 'answer g1 choice="option b"',
  }),
  form({
    name: "retry",
    aliases: ["resume"],
    takes: ["run", "node"],
    options: ["run", "force"],
    usage: "[node] [run]",
    summary: "go on with a run that stopped",
    example: "retry",
  }),
  form({
    name: "cancel",
    aliases: ["stop"],
    takes: ["run"],
    options: ["run"],
    text: true,
    below: "text",
    usage: "[run] [reason]",
    summary: "stop a run at once",
    example: "cancel",
  }),
  form({
    name: "pause",
    takes: ["run"],
    options: ["run"],
    text: true,
    below: "text",
    usage: "[run] [reason]",
    summary: "stop a run after the step in hand",
    example: "pause",
  }),
  form({
    name: "status",
    takes: ["run"],
    options: ["run", "all"],
    reading: true,
    usage: "[run]",
    summary: "show where a run stands",
    example: "status",
  }),
  form({
    name: "budget",
    takes: ["run", "amount"],
    options: ["run"],
    reading: true,
    usage: "[run] [+amount …]",
    summary: "show what was spent, or raise the limits",
    example: "budget +5 +30m",
  }),
  form({
    name: "explain",
    takes: ["run", "topic"],
    options: ["run"],
    reading: true,
    usage: "[topic] [run]",
    summary: "say why a run stands where it stands, or what a code means",
    example: "explain C019",
  }),
  form({
    name: "diagram",
    takes: ["run", "name"],
    options: ["run", "detailed", "full"],
    reading: true,
    usage: "[name] [run]",
    summary: "draw a workflow",
    example: "diagram --detailed",
  }),
  form({
    name: "logs",
    takes: ["run", "node"],
    options: ["run", "tail"],
    reading: true,
    usage: "[node] [run]",
    summary: "show the last lines of a node",
    example: "logs reviewer --tail 40",
  }),
  form({
    name: "help",
    takes: ["command"],
    reading: true,
    usage: "[command]",
    summary: "show what you may do here",
    example: "help answer",
  }),
];

/** How options are written, and what they do. */
export const optionForms: Readonly<
  Record<OptionName, { readonly value?: string; readonly summary: string }>
> = {
  recipe: { value: "NAME", summary: "apply a recipe" },
  sha: { value: "COMMIT", summary: "run on this commit and no other; a fork needs it" },
  "dry-run": { summary: "show what would be written" },
  run: { value: "RUN", summary: "mean this run" },
  force: { summary: "take the workflow file as it is now" },
  all: { summary: "every run of the thread" },
  detailed: { summary: "with models, prompts and conditions" },
  full: { summary: "with everything" },
  tail: { value: "N", summary: "so many lines, 500 at most" },
};

/** Every word that names a command, proper names before the others. */
export const commandWords: readonly string[] = [
  ...commandForms.map(({ name }) => name),
  ...commandForms.flatMap(({ aliases }) => aliases),
];

/** The command of a word in any case. */
export function findCommand(word: string): CommandForm | undefined {
  const wanted = word.toLowerCase();
  return commandForms.find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
}

function form(given: Given): CommandForm {
  return { aliases: [], options: [], text: false, below: "nothing", reading: false, ...given };
}
