import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  Command,
  CommanderError,
  Option
} from "./chunk-MQVUDFIN.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/cli/output.ts
import { styleText } from "node:util";
var logLevels = ["error", "warn", "info", "debug", "trace"];
function createOutput(options) {
  const { stdout, stderr, json, level, redactor } = options;
  let document;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosed);
  function write(stream, text) {
    if (!stream.destroyed && !stream.writableEnded) stream.write(`${redactor.text(text)}
`);
  }
  return {
    json,
    level,
    print: (text) => {
      if (!json) write(stdout, text);
    },
    document: (value) => {
      document = value;
    },
    note: (text, at = "info") => {
      if (logLevels.indexOf(at) <= logLevels.indexOf(level)) write(stderr, text);
    },
    paint: (style, text, stream = "stderr") => options.color && (stream === "stderr" ? stderr : stdout).isTTY === true ? styleText(style, text, { validateStream: false }) : text,
    close: async () => {
      if (json && document !== void 0) stdout.write(toJson(document, redactor));
      await Promise.all([drained(stdout), drained(stderr)]);
    }
  };
}
function wantsColor(env) {
  return (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
function ignoreClosed(error) {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
}
function toJson(document, redactor) {
  const value = JSON.parse(JSON.stringify(document));
  return `${JSON.stringify(redactor.value(value), null, 2)}
`;
}
function drained(stream) {
  if (stream.destroyed || stream.writableEnded) return Promise.resolve();
  return new Promise((resolve) => stream.write("", () => resolve()));
}

// src/cli/arguments.ts
var name = "iter";
async function readArguments(words, commands) {
  const { command, before, behind } = findCommand(words);
  const entry = commands.find((one) => one.name === command);
  if (entry === void 0) return readWithoutCommand(command, words, commands);
  return readCommand(entry, [...before, ...behind]);
}
async function declareAll(commands) {
  const program = createProgram(commands);
  for (const entry of commands) {
    const command = program.commands.find((one) => one.name() === entry.name);
    if (command !== void 0) (await entry.load()).declare(command, () => void 0);
  }
  return program;
}
function asksForJson(words) {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).includes("--json");
}
function findCommand(words) {
  const takesValue = ["--log-level", "--env-file"];
  let at = 0;
  while (words[at]?.startsWith("-") === true) at += takesValue.includes(words[at] ?? "") ? 2 : 1;
  return { command: words[at], before: words.slice(0, at), behind: words.slice(at + 1) };
}
async function readWithoutCommand(command, words, commands) {
  const version = commands.find((entry) => entry.name === "version");
  if (command === void 0 && version !== void 0 && /^(-V|--version)$/.test(words.join(" "))) {
    return readCommand(version, []);
  }
  if (command === "help") return readHelp(words.at(-1), commands);
  if (command !== void 0) throw unknownCommand(command, commands);
  const unknown = words.find((word) => !isGlobal(word));
  if (unknown !== void 0) throw unknownFlag(unknown, globalFlags());
  return { kind: "help", text: createProgram(commands).helpInformation(), asked: asksHelp(words) };
}
async function readHelp(about, commands) {
  const entry = commands.find((one) => one.name === about);
  if (entry !== void 0) return readCommand(entry, ["--help"]);
  if (about !== void 0 && about !== "help") throw unknownCommand(about, commands);
  const text = createProgram(commands).helpInformation();
  return { kind: "help", text, asked: true };
}
async function readCommand(entry, words) {
  const command = addGlobals(new Command(`${name} ${entry.name}`), entry.summary);
  let work;
  (await entry.load()).declare(command, (given) => work = given);
  command.action(() => void 0);
  let help = "";
  command.exitOverride().configureOutput({
    writeOut: (text) => help += text,
    writeErr: () => void 0
  });
  try {
    command.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: help, asked: true };
    throw misuse(error, command);
  }
  if (work === void 0) throw new Error(`The command ${entry.name} does nothing.`);
  return { kind: "command", flags: command.opts(), args: command.args, work };
}
function createProgram(commands) {
  const program = addGlobals(new Command(name), "Runs declarative multi-agent workflows.");
  program.usage("<command> [flags]").helpCommand("help <command>", "say how a command is used");
  program.addOption(new Option("-V, --version", "print the version"));
  for (const { name: word, summary } of commands) addGlobals(program.command(word), summary);
  return program;
}
function addGlobals(command, summary) {
  return command.description(summary).helpOption("-h, --help", "say how it is used").addOption(new Option("--json", "print exactly one JSON document")).addOption(
    new Option(
      "--log-level <level>",
      "how much is said on standard error (ITER_LOG_LEVEL)"
    ).choices(logLevels)
  ).addOption(new Option("--no-color", "no colours, even at a terminal (NO_COLOR)")).addOption(new Option("--env-file <file>", "read variables from this file instead of `.env`")).addOption(new Option("--no-env-file", "read no `.env` file"));
}
function globalFlags() {
  const { options } = addGlobals(new Command(), "");
  return ["--help", "--version", ...options.flatMap(({ long }) => long ?? [])];
}
function isGlobal(word) {
  const [flag = ""] = word.split("=");
  return !word.startsWith("-") || ["-h", "-V", ...globalFlags()].includes(flag);
}
function asksHelp(words) {
  return words.includes("-h") || words.includes("--help");
}
function misuse(error, command) {
  const [sentence = "", near] = error.message.replace(/^error: /, "").split("\n");
  const meant = /Did you mean (.*)\?/.exec(near ?? "")?.[1];
  if (error.code === "commander.unknownOption") {
    const [, flag = sentence] = /'([^']*)'/.exec(sentence) ?? [];
    const known = command.options.flatMap(({ long }) => long ?? []);
    return unknownFlag(flag.split("=")[0] ?? flag, known, command.name());
  }
  const text = sentence.replaceAll("'", "`");
  return new Refusal("INPUT_INVALID", `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, {
    hint: meant === void 0 ? `see \`${command.name()} --help\`` : `did you mean \`${meant}\`?`
  });
}
function unknownFlag(flag, known, command = name) {
  if (known.includes(flag)) {
    return new Refusal("INPUT_INVALID", `The flag \`${flag}\` takes no value.`, {
      hint: `write \`${flag}\` alone`
    });
  }
  const near = suggest(flag, known);
  return new Refusal("INPUT_INVALID", `\`${command}\` has no flag \`${flag}\`.`, {
    hint: near === void 0 ? `see \`${command} --help\`` : `did you mean \`${near}\`?`
  });
}
function unknownCommand(word, commands) {
  const names = commands.map((entry) => entry.name);
  const near = suggest(word, names);
  const file = word.endsWith(".iter") ? `iter run ${word}` : void 0;
  return new Refusal("INPUT_INVALID", `\`${name}\` has no command \`${word}\`.`, {
    hint: file !== void 0 ? `did you mean \`${file}\`?` : near !== void 0 ? `did you mean \`iter ${near}\`?` : `there are ${names.map((one) => `\`${one}\``).join(", ")}`
  });
}

export {
  logLevels,
  createOutput,
  wantsColor,
  readArguments,
  declareAll,
  asksForJson
};
