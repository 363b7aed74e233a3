/** `iter init`: writes a workflow to begin with, and its tests; what is there already stays as it is. */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeDirectory } from "#adapters/stores/file/directory.ts";
import { Refusal } from "#core/run/failure.ts";
import { errorCode } from "#core/text/fault.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { Output } from "#src/cli/output.ts";
import { starter, starterTests } from "#src/cli/starter.generated.ts";

const workflow = "pr_refine_single_model.iter";
const tests = "pr_refine_single_model.test.yaml";

const envExample = `# Copy this file to .env; iter reads it from the directory in which it is started.

# One of these keys, for the models that the workflow names.
ANTHROPIC_API_KEY=
OPENAI_API_KEY=

# The model of every node of ${workflow}.
# MODEL=anthropic/claude-sonnet-5

# How a fix is verified.
# VERIFY_COMMAND=npm test
`;

const ignored = [".iterion/", ".env"];

/** The command. */
export const init: CommandModule = {
  declare(command, act) {
    command.argument("[dir]", "the folder to write to", ".");
    act(({ host, output }, [dir = "."]) => {
      const folder = resolve(host.cwd(), dir);
      const files = guarded(dir, () => writeFiles(folder));
      output.document({ dir: folder, ...files });
      for (const file of files.files_created) say(output, "green", "wrote", file);
      for (const file of files.files_skipped) say(output, "dim", "kept", file);
      sayNext(output, dir);
      return Promise.resolve(exitCodes.done);
    });
  },
};

interface Written {
  readonly files_created: readonly string[];
  readonly files_skipped: readonly string[];
}

function writeFiles(folder: string): Written {
  makeDirectory(folder, 0o777);
  const results: [string, boolean][] = [
    [workflow, writeNew(join(folder, workflow), starter)],
    [tests, writeNew(join(folder, tests), starterTests)],
    [".env.example", writeNew(join(folder, ".env.example"), envExample)],
    [".gitignore", addLines(join(folder, ".gitignore"))],
  ];
  return {
    files_created: results.filter(([, written]) => written).map(([name]) => name),
    files_skipped: results.filter(([, written]) => !written).map(([name]) => name),
  };
}

function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Adds the lines that are missing. */
function addLines(path: string): boolean {
  const before = readIfThere(path);
  const name = (line: string): string => line.trim().replaceAll(/^\/|\/$/g, "");
  const names = before.split("\n").map(name);
  const missing = ignored.filter((line) => !names.includes(name(line)));
  if (missing.length === 0) return false;
  const separator = before === "" || before.endsWith("\n") ? "" : "\n";
  appendFileSync(path, `${separator}${missing.join("\n")}\n`);
  return true;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "";
    throw error;
  }
}

function guarded<Result>(dir: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const reason = code === "EEXIST" || code === "ENOTDIR" ? "it is no folder" : code;
    throw new Refusal("INPUT_INVALID", `\`${dir}\` can't be written to: ${reason}.`, {
      hint: "name another folder: `iter init my-project`",
      cause: error,
    });
  }
}

function say(output: Output, style: "green" | "dim", what: string, file: string): void {
  output.print(`${output.paint(style, what.padEnd(5), "stdout")} ${file}`);
}

function sayNext(output: Output, dir: string): void {
  const steps = [
    ...(dir === "." ? [] : [`cd ${dir}`]),
    `iter validate ${workflow}`,
    `iter test ${workflow}               # no key needed`,
    `iter run ${workflow} --simulate     # nor here`,
    "cp .env.example .env     # then write your key into it",
    `iter run ${workflow} --var pr_title="Fix auth middleware"`,
  ];
  output.print(`\nNext:\n${steps.map((step) => `  ${step}`).join("\n")}`);
}
