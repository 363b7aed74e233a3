/** `iter validate`: checks workflows without running them. */
import { Option } from "commander";
import type { Command } from "commander";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { Refusal } from "#core/run/failure.ts";
import { createPlan } from "#core/run/plan.ts";
import type { CompiledSource } from "#core/standard.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { compileFor, graphOf, renderDiagnostics, toDocuments } from "#src/cli/compile.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { collect } from "#src/cli/flags.ts";
import { warn } from "#src/cli/output.ts";
import { findRecipeErrors, readRecipe } from "#src/cli/recipe.ts";
import { sayRefusal } from "#src/cli/refusals.ts";
import { quantity } from "#src/cli/quantity.ts";
import { readSource } from "#src/cli/source.ts";
import type { Session } from "#src/cli/session.ts";
import { warnOfTools } from "#src/cli/known-tools.ts";
import { addWorkdirFlag } from "#src/cli/workplace.ts";
import { readVariables } from "#src/cli/variables.ts";

const stages = ["tokens", "syntax", "graph", "plan"] as const;
type Stage = (typeof stages)[number];

interface Flags {
  readonly strict?: true;
  readonly emit?: Stage;
  readonly recipe?: string;
  readonly tools?: string;
  readonly workdir?: string;
  readonly var?: readonly string[];
  readonly preset?: string;
  readonly lint?: true;
  readonly host?: string;
}

/** What is said of one file. */
interface ValidatedFile {
  readonly valid: boolean;
  readonly [key: string]: unknown;
}

/** The command. */
export const validate: CommandModule = {
  declare(command, act) {
    command
      .argument("<file...>", "workflows; `-` is standard input")
      .addOption(
        new Option("--strict", "warnings are errors; a flow is checked in the strict profile"),
      )
      .option("--lint", "of a flow: tell of fields that mean nothing")
      .option("--host <file>", "of a flow: the file that names its functions")
      .option("--recipe <file>", "check that a recipe fits, too")
      .option(
        "--tools <file>",
        "own tools for models; FILE.tools.yaml beside the workflow if left out",
      )
      .option("--var <key=value>", "set a variable of the plan (repeatable)", collect)
      .option("--preset <name>", "use a preset of the workflow in the plan")
      .addOption(
        new Option(
          "--emit <stage>",
          "print what a stage of the compiler makes of the file",
        ).choices(stages),
      );
    addWorkdirFlag(command);
    act((session, files) => validateAll(session, files, command));
  },
};

async function validateAll(
  session: Session,
  files: readonly string[],
  command: Command,
): Promise<ExitCode> {
  const flags = command.opts<Flags>();
  const { output } = session;
  checkPlanFlags(flags);
  const results: ValidatedFile[] = [];
  for (const path of files) {
    try {
      results.push(await validateOne(session, path, flags));
    } catch (error) {
      // One that can't be read doesn't keep what is wrong with the others from being said.
      if (files.length === 1 || !(error instanceof Refusal)) throw error;
      sayRefusal(session, error, exitCodes.refused);
      results.push({ file: path, valid: false, error: error.message, code: error.code });
    }
  }
  const valid = results.every((result) => result.valid);
  output.document({ valid, files: results, ...(results.length === 1 ? results[0] : {}) });
  return valid ? exitCodes.done : exitCodes.refused;
}

async function validateOne(session: Session, path: string, flags: Flags): Promise<ValidatedFile> {
  if (isTakenAsFlow(path)) {
    const { validateFlowFile } = await import("#src/cli/flow/validate.ts");
    return { ...(await validateFlowFile(session, path, flags)) };
  }
  const { strict = false, emit, recipe } = flags;
  const { path: name, bytes } = await readSource(session, path);
  const compiled = compileFor(session, { path: name, source: bytes }, { strict });
  const checked = recipe === undefined ? undefined : await checkRecipe(session, recipe, compiled);
  if (emit === undefined) sayResult(session, compiled);
  const emitted = emit === undefined ? {} : await emitStage(session, compiled, { ...flags, emit });
  await warnOfTools(session, compiled, flags);
  const result = toDocument(compiled);
  const valid = result.valid && checked?.recipe.valid !== false;
  return { ...result, ...checked, valid, ...emitted };
}

/** A recipe beside a workflow with errors is only read. */
async function checkRecipe(session: Session, path: string, { graph }: CompiledSource) {
  const { output } = session;
  const found = await findRecipeErrors(session, path, graph);
  const text = found === null ? "" : renderDiagnostics(found.file, found.diagnostics, output);
  if (text !== "") output.note(`${text}\n`, "error");
  if (graph !== null) {
    const fits = found === null ? `fits \`${graph.name}\`` : `doesn't fit \`${graph.name}\``;
    output.print(`${path}: ${output.paint(found === null ? "green" : "red", fits, "stdout")}`);
  }
  const diagnostics = found === null ? [] : toDocuments(found.file, found.diagnostics);
  return { recipe: { file: path, valid: found === null, diagnostics } };
}

function toDocument({ file, graph, lowered, diagnostics }: CompiledSource) {
  const shown = graph ?? lowered?.graph;
  const nodes = shown?.nodes.filter(({ kind }) => kind !== "done" && kind !== "fail") ?? [];
  return {
    file: file.path,
    valid: graph !== null,
    workflow_name: shown === undefined || shown.name === "" ? null : shown.name,
    node_count: nodes.length,
    edge_count: shown?.edges.length ?? 0,
    diagnostics: toDocuments(file, diagnostics),
  };
}

function sayResult(session: Session, compiled: CompiledSource): void {
  const { output } = session;
  const { file, diagnostics } = compiled;
  const text = renderDiagnostics(file, diagnostics, output);
  if (text !== "") output.note(`${text}\n`, compiled.graph === null ? "error" : "warn");
  const { valid, workflow_name: name, node_count: nodes, edge_count: edges } = toDocument(compiled);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const found = [
    ...(errors === 0 ? [] : [quantity(errors, "error")]),
    ...(warnings === 0 ? [] : [quantity(warnings, "warning")]),
  ];
  const sizes = `${quantity(nodes, "node")}, ${quantity(edges, "edge")}`;
  const summary = valid
    ? `${output.paint("green", "valid", "stdout")}: workflow \`${name ?? ""}\`, ${sizes}`
    : output.paint("red", "not valid", "stdout");
  output.print([`${file.path}: ${summary}`, ...found].join(", "));
}

/** Prints what a stage makes of a file; in the document it stands under the stage's name. */
async function emitStage(
  session: Session,
  compiled: CompiledSource,
  flags: Flags & { readonly emit: Stage },
): Promise<Readonly<Record<string, unknown>>> {
  const emitted = await makeStage(session, compiled, flags);
  session.output.print(JSON.stringify(emitted, null, 2));
  return { [flags.emit]: emitted };
}

async function makeStage(
  session: Session,
  compiled: CompiledSource,
  flags: Flags & { readonly emit: Stage },
): Promise<unknown> {
  const { file } = compiled;
  switch (flags.emit) {
    case "tokens": {
      const { listTokens } = await import("#core/languages/iter/list-tokens.ts");
      return listTokens(file);
    }
    case "syntax": {
      const { parse } = await import("#core/languages/iter/parse.ts");
      const { vocabulary } = await import("#core/languages/iter/vocabulary.ts");
      const { standard } = await import("#core/standard.ts");
      return parse(file, vocabulary(standard.kinds), () => undefined);
    }
    case "graph":
      return compiled.lowered?.graph ?? null;
    case "plan":
      return emitPlan(session, compiled, flags);
  }
}

async function emitPlan(session: Session, compiled: CompiledSource, flags: Flags) {
  const { file } = compiled;
  const { recipe, preset } = flags;
  const planned = createPlan({
    graph: graphOf(session, compiled),
    source: { path: file.path, text: file.text, sha256: sha256(file.text) },
    given: await readVariables(session, flags),
    ...(recipe === undefined ? {} : { recipe: await readRecipe(session, recipe) }),
    ...(preset === undefined ? {} : { preset }),
  });
  if ("refusal" in planned) throw planned.refusal;
  for (const warning of planned.warnings) warn(session.output, warning);
  return planned.plan;
}

/** Only a plan has values of variables. */
function checkPlanFlags({ emit, var: variables, preset }: Flags): void {
  if (emit === "plan" || (variables === undefined && preset === undefined)) return;
  const flag = variables === undefined ? "--preset" : "--var";
  throw new Refusal("INPUT_INVALID", `\`${flag}\` is for the plan.`, {
    hint: "add `--emit plan`",
  });
}
