/** Loads tests: reads their files, compiles their workflows, and refuses with every mistake in them. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { HostedFile } from "#adapters/functions/used-hosts.ts";
import { isolateEnvironment } from "#adapters/processes/environment.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { Graph } from "#core/graph/graph.ts";
import { listModels } from "#core/graph/models.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import type { FieldError } from "#core/run/failure.ts";
import { Refusal } from "#core/run/failure.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import type { Redactor } from "#core/run/redact.ts";
import { checkTests } from "#testing/workflow-tests/check-tests.ts";
import type { TestSetting } from "#testing/workflow-tests/play-test.ts";
import { readTests } from "#testing/workflow-tests/read-tests.ts";
import type { WrittenTests } from "#testing/workflow-tests/read-tests.ts";
import type { WorkflowTest } from "#testing/workflow-tests/workflow-test.ts";
import { compileFor, graphOf } from "#src/cli/compile.ts";
import { codeInBrackets, readDataFile } from "#src/cli/data-file.ts";
import type { Session } from "#src/cli/session.ts";
import { readSource } from "#src/cli/source.ts";
import { workflowBeside } from "./find.ts";

/** Tests of one file, ready to be played. */
export interface LoadedFile {
  readonly path: string;
  /** The workflow's path. */
  readonly workflow: string;
  readonly graph: Graph;
  readonly tests: readonly LoadedTest[];
}

/** A test, and what it is played with. */
export interface LoadedTest {
  readonly test: WorkflowTest;
  readonly setting: TestSetting;
}

/** Loads every file; nothing is played if anything in any of them is wrong. */
export async function loadTests(
  session: Session,
  paths: readonly string[],
): Promise<readonly LoadedFile[]> {
  const files: LoadedFile[] = [];
  const errors: FieldError[] = [];
  for (const path of paths) {
    const loaded = await loadFile(session, path);
    if ("errors" in loaded) errors.push(...loaded.errors);
    else files.push(loaded);
  }
  if (errors.length > 0) throw refuse(errors);
  return files;
}

async function loadFile(
  session: Session,
  path: string,
): Promise<LoadedFile | { readonly errors: readonly FieldError[] }> {
  const text = readText(resolve(session.host.cwd(), path));
  if (typeof text !== "string") return { errors: [{ field: path, ...text }] };
  const read = readTests(text, path);
  if (!("errors" in read)) return openTests(session, read);
  const { errors, rest } = read;
  return { errors: [...errors, ...(rest === undefined ? [] : await checkRest(session, rest))] };
}

function readText(place: string): string | { readonly message: string } {
  try {
    return readFileSync(place, "utf8");
  } catch (error) {
    return { message: `it can't be read${codeInBrackets(error)}` };
  }
}

/** What else is wrong with a file that has mistakes; those of its workflow are said once it has none. */
async function checkRest(session: Session, rest: WrittenTests): Promise<readonly FieldError[]> {
  try {
    const opened = await openTests(session, rest);
    return "errors" in opened ? opened.errors : [];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

async function openTests(
  session: Session,
  { file, yaml }: WrittenTests,
): Promise<LoadedFile | { readonly errors: readonly FieldError[] }> {
  const { path } = file;
  const cwd = session.host.cwd();
  const workflow =
    file.workflow === null ? workflowBeside(cwd, path) : join(dirname(path), file.workflow);
  if (!existsSync(resolve(cwd, workflow))) {
    const message = `there is no workflow \`${workflow}\`; name one with \`workflow:\``;
    return { errors: [{ field: yaml.placeOf(["workflow"]), message }] };
  }
  const open = createOpener(session, workflow, path);
  const tests: LoadedTest[] = [];
  const errors: FieldError[] = [];
  let graph: Graph | undefined;
  for (const [index, test] of file.tests.entries()) {
    const recipe = await readRecipe(session, dirname(path), test);
    const setting = await open(test);
    if ("message" in recipe) {
      errors.push({ field: yaml.placeOf(["tests", index, "recipe"]), ...recipe });
    } else tests.push({ test, setting: { ...setting, ...recipe } });
    graph ??= setting.graph;
  }
  if (graph !== undefined) errors.push(...checkTests(file, yaml, graph));
  return errors.length > 0 || graph === undefined ? { errors } : { path, workflow, graph, tests };
}

/** The content of the recipe that a test names, or why it can't be read. */
async function readRecipe(
  session: Session,
  folder: string,
  { recipe }: WorkflowTest,
): Promise<Pick<TestSetting, "recipe"> | { readonly message: string }> {
  if (recipe === null) return {};
  try {
    return { recipe: await readDataFile(session, join(folder, recipe), "`recipe`") };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message } = error;
    return { message: message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "") };
  }
}

type Opened = Pick<TestSetting, "graph" | "source" | "flow">;

/** Compiles the workflow once for each environment; the machine's own is not looked at. */
function createOpener(session: Session, workflow: string, path: string) {
  const graphs = new Map<string, Opened>();

  async function compiled({ env }: WorkflowTest): Promise<Opened> {
    const key = JSON.stringify(env);
    const known = graphs.get(key);
    if (known !== undefined) return known;
    if (isTakenAsFlow(workflow)) {
      const { openTestedFlow } = await import("#src/cli/flow/tested.ts");
      const flow = await openTestedFlow({ ...session, env }, workflow);
      graphs.set(key, flow);
      return flow;
    }
    const { path: name, bytes } = await readSource(session, workflow);
    const flags = { simulate: true, planning: true };
    const result = compileFor({ ...session, env }, { path: name, source: bytes }, flags);
    const graph = result.graph ?? graphOf(session, result);
    const { text } = result.file;
    const source = { path: name, text, sha256: sha256(text) };
    const opened = {
      graph,
      source,
      ...(await openUses({ ...session, env }, { path: name, graph })),
    };
    graphs.set(key, opened);
    return opened;
  }

  return async (test: WorkflowTest): Promise<TestSetting> => {
    const opened = await compiled(test);
    const folder = dirname(path);
    const redactor = createRedactor({ values: secretValues(test.env) });
    return {
      ...opened,
      redactor,
      sha256,
      ...(await openPricing(opened.graph)),
      ...(test.script?.runTools === true
        ? await openShell(session, { test, folder, redactor })
        : {}),
    };
  };
}

/** What flows have that the workflow uses; nothing is loaded for one that uses none. */
async function openUses(session: Session, file: HostedFile): Promise<Pick<TestSetting, "flow">> {
  if (file.graph.graphs === undefined) return {};
  const { openUsedFlows } = await import("#src/cli/flow/tested.ts");
  return openUsedFlows(session, file);
}

async function openPricing(graph: Graph): Promise<Pick<TestSetting, "pricing">> {
  if (listModels(graph).every(({ model }) => model.startsWith("simulate/"))) return {};
  const { createPrices } = await import("#adapters/models/prices.ts");
  return { pricing: createPrices() };
}

interface Shelled {
  readonly test: WorkflowTest;
  readonly folder: string;
  readonly redactor: Redactor;
}

/** Commands see what the test sees. */
async function openShell(
  { host }: Session,
  { test, folder, redactor }: Shelled,
): Promise<Pick<TestSetting, "shell">> {
  const { createShell } = await import("#adapters/tools/shell.ts");
  const env = isolateEnvironment(host.env, test.env);
  return { shell: createShell({ env, cwd: resolve(host.cwd(), folder), redact: redactor.text }) };
}

function refuse(errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The tests can't be run: ${first?.field ?? ""}: ${first?.message ?? ""}${more}`,
    { errors, hint: "nothing was run; `iter test --help` shows what a test looks like" },
  );
}
