/**
 * From words to work: finds the command, reads its flags and hands them over.
 *
 * Only the command that is named is loaded. Whatever is wrong with the words is a refusal with the
 * nearest known name.
 */
import { Command, CommanderError, Option } from "commander";
import { Refusal } from "#core/run/failure.ts";
import { suggest } from "#core/text/suggest.ts";
import type { Act, CommandEntry, CommandGroup, CommandModule } from "./command.ts";
import { logLevels } from "./output.ts";
import type { LogLevel } from "./output.ts";

/** Flags that every command has. */
export interface GlobalFlags {
  readonly json?: true;
  readonly logLevel?: LogLevel;
  readonly color: boolean;
  readonly envFile?: string | boolean;
}

/** What the words ask for. */
export type Request =
  | { readonly kind: "help"; readonly text: string; readonly asked: boolean }
  | {
      readonly kind: "command";
      readonly flags: GlobalFlags;
      readonly args: readonly string[];
      readonly work: Parameters<Act>[0];
    };

const name = "iter";
const programSummary = "Runs declarative multi-agent workflows.";

/** A word and the commands behind it. */
interface NamedGroup extends CommandGroup {
  readonly path: string;
  readonly summary: string;
}

/** Reads the words behind the program's name. */
export async function readArguments(
  words: readonly string[],
  commands: readonly CommandEntry[],
): Promise<Request> {
  const version = commands.find((entry) => entry.name === "version");
  const flags = words.filter((word) => !/^(-V|--version)$/.test(word));
  const asked = flags.length < words.length && findCommand(words).command === undefined;
  if (version !== undefined && asked && !asksHelp(words)) return readCommand(version, flags, name);
  return readGroup({ path: name, summary: programSummary, commands }, words);
}

/** All commands with all their flags, for help and completion. */
export async function declareAll(commands: readonly CommandEntry[]): Promise<Command> {
  const program = createProgram({ path: name, summary: programSummary, commands });
  for (const entry of commands) {
    const command = program.commands.find((one) => one.name() === entry.name);
    if (command !== undefined) await declareEntry(command, entry);
  }
  return program;
}

async function declareEntry(command: Command, entry: CommandEntry): Promise<void> {
  const loaded = await entry.load();
  if (!isGroup(loaded)) {
    loaded.declare(command, () => undefined);
    return;
  }
  for (const inner of loaded.commands)
    await declareEntry(addGlobals(command.command(inner.name), inner.summary), inner);
}

/** True if the words ask for one JSON document; looked at before they are understood. */
export function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).includes("--json");
}

/** Flags may stand before the command; the first word that is none names it. */
function findCommand(words: readonly string[]): {
  readonly command: string | undefined;
  readonly before: readonly string[];
  readonly behind: readonly string[];
} {
  const takesValue = ["--log-level", "--env-file"];
  let at = 0;
  while (words[at]?.startsWith("-") === true) at += takesValue.includes(words[at] ?? "") ? 2 : 1;
  return { command: words[at], before: words.slice(0, at), behind: words.slice(at + 1) };
}

async function readGroup(group: NamedGroup, words: readonly string[]): Promise<Request> {
  const { command, before, behind } = findCommand(words);
  const entry = group.commands.find((one) => one.name === command);
  if (entry !== undefined) return readCommand(entry, [...before, ...behind], group.path);
  if (command === "help") return readHelp(words.at(-1), group);
  if (command !== undefined) throw unknownCommand(command, group);
  const unknown = words.find((word) => !isGlobal(word));
  if (unknown !== undefined) throw unknownFlag(unknown, globalFlags(), group.path);
  return { kind: "help", text: createProgram(group).helpInformation(), asked: asksHelp(words) };
}

async function readHelp(about: string | undefined, group: NamedGroup): Promise<Request> {
  const entry = group.commands.find((one) => one.name === about);
  if (entry !== undefined) return readCommand(entry, ["--help"], group.path);
  if (about !== undefined && about !== "help") throw unknownCommand(about, group);
  return { kind: "help", text: createProgram(group).helpInformation(), asked: true };
}

async function readCommand(
  entry: CommandEntry,
  words: readonly string[],
  above: string,
): Promise<Request> {
  const path = `${above} ${entry.name}`;
  const loaded = await entry.load();
  if (isGroup(loaded)) return readGroup({ path, summary: entry.summary, ...loaded }, words);
  const command = addGlobals(new Command(path), entry.summary);
  let work: Parameters<Act>[0] | undefined;
  loaded.declare(command, (given) => (work = given));
  command.action(() => undefined);
  let help = "";
  command.exitOverride().configureOutput({
    writeOut: (text) => (help += text),
    writeErr: () => undefined,
  });
  try {
    command.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: help, asked: true };
    throw misuse(error, command);
  }
  if (work === undefined) throw new Error(`The command ${entry.name} does nothing.`);
  return { kind: "command", flags: command.opts<GlobalFlags>(), args: command.args, work };
}

function createProgram({ path, summary, commands }: NamedGroup): Command {
  const program = addGlobals(new Command(path), summary);
  program.usage("<command> [flags]").helpCommand("help <command>", "say how a command is used");
  if (path === name) program.addOption(new Option("-V, --version", "print the version"));
  for (const entry of commands) addGlobals(program.command(entry.name), entry.summary);
  return program;
}

function isGroup(loaded: CommandModule | CommandGroup): loaded is CommandGroup {
  return "commands" in loaded;
}

function addGlobals(command: Command, summary: string): Command {
  return command
    .description(summary)
    .helpOption("-h, --help", "say how it is used")
    .addOption(new Option("--json", "print exactly one JSON document"))
    .addOption(
      new Option(
        "--log-level <level>",
        "how much is said on standard error (ITER_LOG_LEVEL)",
      ).choices(logLevels),
    )
    .addOption(new Option("--no-color", "no colours, even at a terminal (NO_COLOR)"))
    .addOption(
      new Option(
        "--env-file <file>",
        "read variables from this file instead of `.env`; Node itself looks for this flag, and ends with code 9 if the file is missing",
      ),
    )
    .addOption(new Option("--no-env-file", "read no `.env` file"));
}

function globalFlags(): string[] {
  const { options } = addGlobals(new Command(), "");
  return ["--help", "--version", ...options.flatMap(({ long }) => long ?? [])];
}

function isGlobal(word: string): boolean {
  const [flag = ""] = word.split("=");
  return !word.startsWith("-") || ["-h", "-V", ...globalFlags()].includes(flag);
}

function asksHelp(words: readonly string[]): boolean {
  return words.includes("-h") || words.includes("--help");
}

/** What is wrong with the words, in one sentence, and what to do. */
function misuse(error: CommanderError, command: Command): Refusal {
  const [sentence = "", near] = error.message.replace(/^error: /, "").split("\n");
  const meant = /Did you mean (.*)\?/.exec(near ?? "")?.[1];
  if (error.code === "commander.unknownOption") {
    const [, flag = sentence] = /'([^']*)'/.exec(sentence) ?? [];
    const known = command.options.flatMap(({ long }) => long ?? []);
    return unknownFlag(flag.split("=")[0] ?? flag, known, command.name());
  }
  const text = sentence.replaceAll("'", "`").replace(/\.$/, "");
  return new Refusal("INPUT_INVALID", `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, {
    hint: meant === undefined ? `see \`${command.name()} --help\`` : `did you mean \`${meant}\`?`,
  });
}

function unknownFlag(flag: string, known: readonly string[], command: string): Refusal {
  if (known.includes(flag)) {
    return new Refusal("INPUT_INVALID", `The flag \`${flag}\` takes no value.`, {
      hint: `write \`${flag}\` alone`,
    });
  }
  const near = suggest(flag, known);
  return new Refusal("INPUT_INVALID", `\`${command}\` has no flag \`${flag}\`.`, {
    hint: near === undefined ? `see \`${command} --help\`` : `did you mean \`${near}\`?`,
  });
}

function unknownCommand(word: string, { path, commands }: NamedGroup): Refusal {
  const names = commands.map((entry) => entry.name);
  const near = suggest(word, names);
  const file = path === name && word.endsWith(".iter") ? `iter run ${word}` : undefined;
  return new Refusal("INPUT_INVALID", `\`${path}\` has no command \`${word}\`.`, {
    hint:
      file !== undefined
        ? `did you mean \`${file}\`?`
        : near !== undefined
          ? `did you mean \`${path} ${near}\`?`
          : `there are ${names.map((one) => `\`${one}\``).join(", ")}`,
  });
}
