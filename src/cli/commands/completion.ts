/** `iter completion`: prints a script that completes commands, flags and files in a shell. */
import type { Command } from "commander";
import { Argument } from "commander";
import { declareAll } from "#src/cli/arguments.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";

/** One command as a shell needs to know it. */
interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly {
    readonly name: string;
    readonly summary: string;
    readonly takesFile: boolean;
  }[];
  /** Words that its argument may be; without any it is a file. */
  readonly words: readonly string[];
}

const shells: Readonly<Record<string, (commands: readonly Completed[]) => string>> = {
  bash: writeBash,
  zsh: writeZsh,
  fish: writeFish,
};

/** The command. */
export const completion: CommandModule = {
  declare(command, act) {
    command.addArgument(new Argument("<shell>", "the shell").choices(Object.keys(shells)));
    command.addHelpText(
      "after",
      `
To use it:
  bash   iter completion bash > ~/.local/share/bash-completion/completions/iter
  zsh    iter completion zsh > "\${fpath[1]}/_iter"
  fish   iter completion fish > ~/.config/fish/completions/iter.fish`,
    );
    act(async ({ output }, [shell = ""]) => {
      const { commands } = await import("./index.ts");
      const program = await declareAll(commands);
      const script = shells[shell]?.(program.commands.map(describe)) ?? "";
      output.print(script.trimEnd());
      output.document({ shell, script });
      return exitCodes.done;
    });
  },
};

function describe(command: Command): Completed {
  const flags = command.options.flatMap(({ long, description, flags: form }) =>
    long == null
      ? []
      : [{ name: long, summary: description, takesFile: /<(file|dir)>/.test(form) }],
  );
  const help = { name: "--help", summary: "say how it is used", takesFile: false };
  const [argument] = command.registeredArguments;
  const words = [...(argument?.argChoices ?? [])];
  return { name: command.name(), summary: command.description(), flags: [...flags, help], words };
}

function writeBash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, flags, words }) =>
      `    ${name}) flags=${quote(flags.map((flag) => flag.name).join(" "))} words=${quote(words.join(" "))} ;;`,
  );
  const files = [
    ...new Set(commands.flatMap(({ flags }) => flags).filter(({ takesFile }) => takesFile)),
  ];
  const names = [...new Set(files.map(({ name }) => name))].join("|");
  return `# Completion of iter for bash.
_iter() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= flags= words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) command=$word; break ;; esac
  done
  COMPREPLY=()
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W ${quote(commands.map(({ name }) => name).join(" "))} -- "$current"))
    return
  fi
  case $command in
${cases.join("\n")}
  esac
  case $previous in ${names}) compopt -o default; return ;; esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    compopt -o default
  fi
}
complete -F _iter iter iterion
`;
}

function writeZsh(commands: readonly Completed[]): string {
  const list = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, flags, words }) => {
    const lines = flags.map((flag) => {
      const summary = flag.summary.replaceAll(/[[\]:]/g, "\\$&");
      return `        ${quote(`*${flag.name}[${summary}]${flag.takesFile ? ":file:_files" : ""}`)} \\`;
    });
    const rest = words.length === 0 ? "*:file:_files" : `1:word:(${words.join(" ")})`;
    return `      ${name})\n        _arguments \\\n${lines.join("\n")}\n        ${quote(rest)} ;;`;
  });
  return `#compdef iter iterion
# Completion of iter for zsh.
_iter() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
_iter "$@"
`;
}

function writeFish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, summary, flags, words }) => [
    `complete -c $program -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
    ...words.map(
      (word) =>
        `complete -c $program -n ${quote(`__fish_seen_subcommand_from ${name}`)} -f -a ${word}`,
    ),
    ...flags.map(
      (flag) =>
        `complete -c $program -n ${quote(`__fish_seen_subcommand_from ${name}`)} -l ${flag.name.slice(2)} -d ${quote(flag.summary)}${flag.takesFile ? " -r -F" : ""}`,
    ),
  ]);
  return `# Completion of iter for fish.
for program in iter iterion
${lines.map((line) => `    ${line}`).join("\n")}
end
`;
}

/** In single quotes, which shells take literally. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
