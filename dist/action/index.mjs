import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createControl
} from "../chunks/chunk-FWFO3LFK.mjs";
import {
  startRun
} from "../chunks/chunk-IEOE2RMJ.mjs";
import {
  createRedactingStore,
  createSystemClock,
  describeStatus,
  formatCost,
  formatCount,
  formatDuration,
  listModels,
  openGates,
  renderReport,
  renderRunDiagram,
  table,
  toRunDocument,
  viewRun
} from "../chunks/chunk-UFBC2K4E.mjs";
import "../chunks/chunk-6QBDXAEX.mjs";
import {
  createPlan
} from "../chunks/chunk-DO6KKK2R.mjs";
import "../chunks/chunk-MVKURDAE.mjs";
import {
  toDiagnosticDocument
} from "../chunks/chunk-3K6QTNWA.mjs";
import {
  createFileStore,
  defaultRunId,
  escapeCode,
  escapeInline
} from "../chunks/chunk-FYZ45KON.mjs";
import "../chunks/chunk-XUHXFKF7.mjs";
import {
  createRedactor,
  secretValues
} from "../chunks/chunk-UHOUD7DV.mjs";
import {
  versionText
} from "../chunks/chunk-JDP3GVBO.mjs";
import {
  endGroup,
  error,
  info,
  saveState,
  setFailed,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning
} from "../chunks/chunk-HF7VU6DS.mjs";
import {
  compileSource,
  drawings,
  standard
} from "../chunks/chunk-VXOQT2IS.mjs";
import "../chunks/chunk-MAU3BDHV.mjs";
import "../chunks/chunk-5IMY7TMT.mjs";
import "../chunks/chunk-BYX33S23.mjs";
import "../chunks/chunk-YW7VNK3S.mjs";
import {
  isFields
} from "../chunks/chunk-4QXECC3P.mjs";
import {
  Refusal
} from "../chunks/chunk-2ZHFY3E5.mjs";
import "../chunks/chunk-6AOXOPAB.mjs";
import "../chunks/chunk-BZZZCENW.mjs";
import "../chunks/chunk-ZPLSJV7B.mjs";
import {
  suggest
} from "../chunks/chunk-QL42ZRVT.mjs";
import "../chunks/chunk-TU54VPM4.mjs";
import "../chunks/chunk-XBBJT5C7.mjs";

// src/action/run.ts
import { readFileSync as readFileSync3 } from "node:fs";
import { join as join4, relative, resolve } from "node:path";

// src/core/report/annotations.ts
function toAnnotations(diagnostics) {
  return diagnostics.map((diagnostic) => {
    const { severity, file, code, message, help, line, endLine } = diagnostic;
    const columns = line === endLine ? {
      startColumn: diagnostic.column,
      endColumn: Math.max(diagnostic.column + 1, diagnostic.endColumn)
    } : {};
    return {
      level: severity,
      file,
      title: code,
      message: help === null ? message : `${message}
help: ${help}`,
      startLine: line,
      endLine,
      ...columns
    };
  });
}

// src/core/report/job-summary.ts
var largest = 1024 * 1024;
var mostRows = 200;
function renderJobSummary(view, graph, drawings2) {
  const parts = [
    `## Iter · ${escapeCode(view.workflow)} · ${describeStatus(view)}`,
    view.simulated ? "> Simulated run: no model was called." : "",
    renderFailure(view),
    renderQuestions(view),
    `\`\`\`mermaid
${renderRunDiagram(view, graph, drawings2).trimEnd()}
\`\`\``,
    renderNodes(view.activations),
    `${formatCount(view.metrics.totalTokens)} tokens · ${formatCost(view.usage.cost_usd, view.costKnown)} · ${formatDuration(view.durationMs)} · run ${escapeCode(view.runId)}`
  ];
  const text = `${parts.filter((part) => part !== "").join("\n\n")}
`;
  if (new TextEncoder().encode(text).length <= largest) return text;
  return renderJobSummary(
    { ...view, activations: [] },
    { ...graph, nodes: [], edges: [] },
    drawings2
  );
}
function renderFailure({ failure, status }) {
  if (failure === null || status === "finished") return "";
  const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
  const hint = failure.hint === null ? "" : `
> ${escapeInline(failure.hint)}`;
  return `> ${escapeCode(failure.code)}${where}: ${escapeInline(failure.message)}${hint}`;
}
function renderQuestions({ gates, status }) {
  if (status !== "paused_waiting_human") return "";
  const open = gates.filter(({ answeredAt }) => answeredAt === null);
  return open.map((gate) => {
    const fields = gate.fields.map(({ name, type }) => `${escapeCode(name)} (${type})`).join(", ");
    return `> **${escapeInline(gate.gate)}** ${escapeCode(gate.nodeId)} waits for an answer: ${fields}`;
  }).join("\n");
}
function renderNodes(activations) {
  if (activations.length === 0) return "";
  const rows = activations.slice(0, mostRows).map((activation) => [
    escapeCode(
      activation.branch === "" ? activation.node : `${activation.branch}/${activation.node}`
    ),
    escapeInline(activation.kind),
    activation.status,
    formatCount(activation.usage.input_tokens + activation.usage.output_tokens),
    formatCost(activation.usage.cost_usd)
  ]);
  const more = activations.length - rows.length;
  const rest = more > 0 ? `

… and ${formatCount(more)} more` : "";
  return `${table(["Node", "Kind", "State", "Tokens", "Cost"], rows)}${rest}`;
}

// src/core/run/check-models.ts
function checkModels(graph, {
  models,
  delegates
}) {
  for (const { model, node } of listModels(graph)) refuse(node, models.check(model));
  for (const node of graph.nodes) {
    const backend = "delegate" in node ? node.delegate : null;
    if (typeof backend === "string") refuse(node.id, delegates.check(backend));
  }
}
function refuse(node, fault) {
  if (fault === void 0) return;
  throw new Refusal("INPUT_INVALID", `\`${node}\` can't run: ${fault.message}.`, {
    hint: fault.hint
  });
}

// src/action/github-context.ts
function toGithubContext(environment, event) {
  const text = (name2) => environment[name2] ?? "";
  const [owner = "", name = ""] = text("GITHUB_REPOSITORY").split("/");
  const pullRequest = at(event, "pull_request");
  const issue = at(event, "issue");
  const number = firstNumber(at(pullRequest, "number"), at(issue, "number"));
  return {
    event,
    event_name: text("GITHUB_EVENT_NAME"),
    repository: name === "" ? "" : `${owner}/${name}`,
    owner,
    sha: text("GITHUB_SHA"),
    ref: text("GITHUB_REF"),
    actor: text("GITHUB_ACTOR"),
    run_url: `${text("GITHUB_SERVER_URL")}/${text("GITHUB_REPOSITORY")}/actions/runs/${text("GITHUB_RUN_ID")}`,
    ...number === null ? {} : { thread: { number } },
    ...isFields(pullRequest) ? { pr: toPullRequest(pullRequest) } : {},
    ...isFields(issue) ? { issue: toThread(issue) } : {}
  };
}
function toThread(thread) {
  const labels = at(thread, "labels");
  return {
    number: at(thread, "number"),
    title: at(thread, "title"),
    body: at(thread, "body"),
    author: at(thread, "user", "login"),
    labels: Array.isArray(labels) ? labels.map((label) => at(label, "name")) : []
  };
}
function toPullRequest(pullRequest) {
  const { number = null, title = null, body = null, author = null } = toThread(pullRequest);
  const headRepository = at(pullRequest, "head", "repo", "full_name");
  return {
    number,
    title,
    body,
    author,
    head_sha: at(pullRequest, "head", "sha"),
    base_sha: at(pullRequest, "base", "sha"),
    head_ref: at(pullRequest, "head", "ref"),
    base_ref: at(pullRequest, "base", "ref"),
    draft: at(pullRequest, "draft"),
    fork: headRepository !== at(pullRequest, "base", "repo", "full_name"),
    changed_files: at(pullRequest, "changed_files")
  };
}
function firstNumber(...values) {
  return values.find((value) => typeof value === "number") ?? null;
}
function at(value, ...path) {
  let found = value;
  for (const key of path)
    found = isFields(found) && Object.hasOwn(found, key) ? found[key] ?? null : null;
  return found;
}

// src/action/inputs.ts
var inputDeclarations = {
  workflow: { default: "" },
  vars: { default: "" },
  "run-id": { default: "" },
  model: { default: "" },
  simulate: { default: "false" },
  "working-directory": { default: "." },
  "max-cost-usd": { default: "" },
  "max-tokens": { default: "" },
  "timeout-minutes": { default: "330" },
  report: { default: "annotations, summary" },
  "anthropic-api-key": {
    default: "",
    aliases: ["anthropic_api_key"],
    variable: "ANTHROPIC_API_KEY"
  },
  "openai-api-key": { default: "", variable: "OPENAI_API_KEY" }
};
var secretInputs = ["anthropic-api-key", "openai-api-key"];
var reports = ["annotations", "summary"];
function readInputs(environment) {
  const errors = unknownInputs(environment);
  const read = (name) => inputText(environment, name);
  const inputs = {
    workflow: read("workflow"),
    vars: read("vars"),
    runId: read("run-id") || void 0,
    model: read("model") || void 0,
    simulate: readSimulate(read("simulate")),
    workingDirectory: read("working-directory"),
    maxCostUsd: readLimit(read("max-cost-usd"), "max-cost-usd", errors),
    maxTokens: readLimit(read("max-tokens"), "max-tokens", errors, { whole: true }),
    timeoutMinutes: readLimit(read("timeout-minutes"), "timeout-minutes", errors) ?? 330,
    report: readReport(read("report"), errors),
    keys: readKeys(environment)
  };
  if (inputs.workflow === "") {
    errors.push({
      field: "workflow",
      message: "`workflow` is empty: name a file under .github/iter, or give a path."
    });
  }
  if (errors.length > 0) throw refuse2(errors);
  return inputs;
}
function secretVariables() {
  return secretInputs.flatMap(
    (name) => [name, ...inputDeclarations[name].aliases ?? []].map(variableOf)
  );
}
function refuse2(errors) {
  const message = errors.map((error2) => error2.message).join("\n");
  return new Refusal("INPUT_INVALID", message, {
    errors,
    hint: "see the inputs in the README's table"
  });
}
function variableOf(name) {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
function inputText(environment, name) {
  const declaration = inputDeclarations[name];
  for (const candidate of [name, ...declaration.aliases ?? []]) {
    const text = environment[variableOf(candidate)]?.trim() ?? "";
    if (text !== "") return text;
  }
  return declaration.default;
}
function unknownInputs(environment) {
  const known = Object.entries(inputDeclarations).flatMap(([name, declaration]) => [
    name,
    ...declaration.aliases ?? []
  ]);
  const ignored = (environment["ITER_IGNORE_INPUTS"] ?? "").split(/[\s,]+/);
  const errors = [];
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith("INPUT_") || ignored.includes(variable)) continue;
    if (known.some((name2) => variableOf(name2) === variable)) continue;
    const name = variable.slice("INPUT_".length).toLowerCase();
    const nearest = suggest(name, known);
    const hint = nearest === void 0 ? "see the README for the inputs there are" : `did you mean \`${nearest}\`?`;
    errors.push({ field: name, message: `There is no input \`${name}\`; ${hint}` });
  }
  return errors;
}
function readSimulate(text) {
  if (/^(false|no)?$/i.test(text)) return false;
  if (/^(true|yes)$/i.test(text)) return true;
  return text;
}
function readLimit(text, name, errors, { whole = false } = {}) {
  if (text === "") return void 0;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && (!whole || Number.isInteger(value))) return value;
  const wanted = whole ? "a whole number above 0" : "a number above 0";
  errors.push({ field: name, message: `\`${name}\` is \`${text}\`; it takes ${wanted}.` });
  return void 0;
}
function readReport(text, errors) {
  const chosen = /* @__PURE__ */ new Set();
  for (const word of text.split(/[\s,]+/).filter((part) => part !== "" && part !== "none")) {
    const report = reports.find((known) => known === word);
    if (report !== void 0) chosen.add(report);
    else
      errors.push({
        field: "report",
        message: `\`report\` has \`${word}\`; it takes any of ${reports.join(", ")}, or none.`
      });
  }
  return chosen;
}
function readKeys(environment) {
  const keys = {};
  for (const name of secretInputs) {
    const { variable } = inputDeclarations[name];
    if (variable === void 0) continue;
    const text = inputText(environment, name) || (environment[variable] ?? "");
    if (text !== "") keys[variable] = text;
  }
  return keys;
}

// src/action/limits.ts
function lowerBudget(budget, limits) {
  const lowered = {};
  if (limits.maxCostUsd !== void 0 && limits.maxCostUsd < (budget?.maxCostUsd ?? Infinity)) {
    lowered["max_cost_usd"] = limits.maxCostUsd;
  }
  if (limits.maxTokens !== void 0 && limits.maxTokens < (budget?.maxTokens ?? Infinity)) {
    lowered["max_tokens"] = limits.maxTokens;
  }
  return lowered;
}

// src/action/outputs.ts
import { join } from "node:path";
function toOutputs(runId, state, runsFolder) {
  const gates = openGates(state);
  const { spent } = state;
  const runPath = join(runsFolder, runId);
  const declared = {
    status: state.status,
    outputs: JSON.stringify(state.output),
    "run-id": runId,
    "node-id": gates[0]?.nodeId ?? state.failure?.node ?? "",
    "gate-id": gates.length === 1 ? gates[0]?.gate ?? "" : "",
    "cost-usd": String(spent.cost_usd),
    "input-tokens": String(spent.input_tokens),
    "output-tokens": String(spent.output_tokens),
    "cache-read-tokens": String(spent.cache_read_tokens),
    "cache-write-tokens": String(spent.cache_write_tokens),
    "run-path": runPath,
    "events-file": join(runPath, "events.jsonl")
  };
  const fields = fieldsOf(state.output);
  return { ...declared, result: JSON.stringify({ ...declared, ...fields }), ...fields };
}
function toOutputsWithoutRun(error2, code) {
  return { status: "none", result: JSON.stringify({ status: "none", error: error2, code }) };
}
function fieldsOf(output) {
  const fields = isFields(output) ? output : {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `out-${name}`,
      typeof value === "string" ? value : JSON.stringify(value)
    ])
  );
}

// src/action/variables.ts
async function readVariables(text) {
  if (text.trim() === "") return [];
  const { parseDocument } = await import("../chunks/browser-X7D6V4PY.mjs");
  const document = parseDocument(text);
  const [error2] = document.errors;
  if (error2 !== void 0)
    throw refuse3(`\`vars\` is no YAML: ${error2.message.split("\n")[0] ?? ""}`);
  const value = readJson(document.toJS());
  if (value === null) return [];
  if (!isFields(value)) throw refuse3("`vars` is no mapping of names to values.");
  return Object.entries(value).map(
    ([name, each]) => typeof each === "string" ? { name, text: each } : { name, value: each }
  );
}
function readJson(value) {
  return JSON.parse(JSON.stringify(value ?? null));
}
function refuse3(message) {
  return new Refusal("INPUT_INVALID", message, {
    errors: [{ field: "vars", message }],
    hint: "write one `name: value` a line"
  });
}

// src/action/workflow-file.ts
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join as join2 } from "node:path";
var folder = join2(".github", "iter");
function readWorkflowFile(workspace, name) {
  const candidates = [name, join2(folder, name), join2(folder, `${name}.iter`)];
  const path = candidates.find((candidate) => isFile(join2(workspace, candidate)));
  if (path !== void 0) return { path, bytes: readFileSync(join2(workspace, path)) };
  const known = workflowsIn(join2(workspace, folder));
  const nearest = suggest(name.replace(/\.iter$/, ""), known);
  const hint = nearest === void 0 ? "is the repository checked out? give a path from its root, or a name under .github/iter" : `did you mean \`${nearest}\`?`;
  throw new Refusal("INPUT_INVALID", `There is no workflow \`${name}\`.`, {
    hint,
    errors: [{ field: "workflow", message: `There is no workflow \`${name}\`.` }]
  });
}
function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}
function workflowsIn(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path).filter((name) => name.endsWith(".iter")).map((name) => name.slice(0, -".iter".length));
}

// src/action/world.ts
import { createHash } from "node:crypto";
import { existsSync as existsSync2, readFileSync as readFileSync2 } from "node:fs";
import { hostname } from "node:os";
import { join as join3 } from "node:path";

// src/core/report/run-files.ts
function createRunFiles(before, drawings2) {
  const events = [...before];
  return {
    reporter: { on: (event) => void events.push(event) },
    files: (state, graph) => [
      {
        path: "run.json",
        content: `${JSON.stringify(toRunDocument(state, { graph }), null, 2)}
`
      },
      { path: "report.md", content: writeReport(events, graph, drawings2) }
    ]
  };
}
function writeReport(events, graph, drawings2) {
  const loops = new Map(graph.loops.map(({ name, max }) => [name, max]));
  return renderReport(viewRun(events, { loops }), { graph, drawings: drawings2 });
}

// src/action/log.ts
var inFold = /* @__PURE__ */ new Set([
  "llm_prompt",
  "llm_step_finished",
  "llm_retry",
  "tool_called",
  "tool_error",
  "tool_retry",
  "delegate_finished",
  "delegate_error",
  "delegate_retry"
]);
var longest = 4e3;
function createLogReporter() {
  const folds = /* @__PURE__ */ new Map();
  return {
    on(event) {
      const activation = event.activation_id ?? "";
      if (inFold.has(event.type)) folds.set(activation, [...folds.get(activation) ?? [], event]);
      if (event.type === "node_finished" || event.type === "node_failed") {
        showFold(event, folds.get(activation) ?? []);
        folds.delete(activation);
      } else {
        const line = describe(event);
        if (line !== void 0) info(defuse(line.replaceAll(/\s+/g, " ")));
      }
    }
  };
}
function showFold(event, inside) {
  const failed = event.type === "node_failed";
  const place = event.branch_id === void 0 ? "" : ` in ${event.branch_id}`;
  startGroup(`${failed ? "✗" : "✓"} ${event.node_id ?? ""}${place}${costOf(event.data)}`);
  for (const each of inside) info(quote(`${each.type}: ${show(each.data ?? {})}`));
  info(
    quote(
      failed ? `failed: ${show(event.data ?? {})}` : `output: ${show(event.data?.["output"] ?? null)}`
    )
  );
  endGroup();
}
function describe(event) {
  const data = event.data ?? {};
  const text = (key) => asText(data[key] ?? "");
  switch (event.type) {
    case "run_started":
      return `run ${event.run_id} of ${text("workflow")}${data["simulated"] === true ? " (simulated)" : ""}`;
    case "node_started":
      return `▶ ${event.node_id ?? ""} (${text("kind")})`;
    case "edge_selected":
      return `→ ${text("from")} -> ${text("to")}${loopOf(data)}`;
    case "human_input_requested":
      return `⏸ ${text("gate")}: ${event.node_id ?? ""} asks for an answer`;
    case "budget_warning":
    case "budget_exceeded":
      return `budget: ${text("dimension")} ${text("used")} of ${text("limit")}`;
    case "run_failed":
      return `run failed: ${text("error")} (${text("code")})`;
    case "run_finished":
      return "run finished";
    case "run_paused":
      return "run paused, waiting for a person";
    case "run_cancelled":
      return "run cancelled";
    default:
      return void 0;
  }
}
function loopOf(data) {
  return data["loop"] === void 0 ? "" : ` [${asText(data["loop"])} ${asText(data["iteration"] ?? "")}]`;
}
function costOf(data) {
  const tokens = data?.["_tokens"];
  const cost = data?.["_cost_usd"];
  if (typeof tokens !== "number") return "";
  return ` (${String(tokens)} tokens${typeof cost === "number" ? `, $${cost.toFixed(4)}` : ""})`;
}
function show(value) {
  const text = isFields(value) || Array.isArray(value) ? JSON.stringify(value, null, 2) : asText(value);
  return text.length > longest ? `${text.slice(0, longest)}… [cut; the log of the run has all of it]` : text;
}
function asText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
function quote(text) {
  return defuse(text).replace(/^/gm, "  | ");
}
function defuse(text) {
  return text.replaceAll("##[", "## [");
}

// src/action/world.ts
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
async function openWorld(request) {
  const { redactor } = request;
  const files = createRunFiles([], drawings);
  const outside = request.script === null ? await openOutside(request) : await simulate(request);
  return {
    ...outside,
    store: createRedactingStore(createFileStore(request.store), redactor),
    kinds: standard.kinds,
    engineVersion: versionText(),
    process: { pid: process.pid, host: hostname() },
    sha256,
    redact: redactor.value,
    caches: files.files,
    reporters: [files.reporter, createLogReporter()]
  };
}
async function openOutside({ environment: env, directory }) {
  const [{ createModels }, { createDelegates }, { createShell }, { createTools }] = await Promise.all([
    import("../chunks/models-CYZQS6UE.mjs"),
    import("../chunks/delegates-NZDZT773.mjs"),
    import("../chunks/shell-G6ABF2MM.mjs"),
    import("../chunks/tools-P6F67NYH.mjs")
  ]);
  return {
    clock: createSystemClock(),
    models: createModels({ env }),
    delegates: createDelegates(),
    shell: createShell({ env, cwd: directory }),
    tools: createTools()
  };
}
async function simulate(request) {
  const { graph, script, environment: env, directory } = request;
  const [{ createSimulator }, { createVirtualClock }] = await Promise.all([
    import("../chunks/simulator-2AYM5AB5.mjs"),
    import("../chunks/virtual-XADESLCC.mjs")
  ]);
  const clock = createVirtualClock(Date.now());
  const pricing = needsPrices(request) ? await loadPrices() : {};
  if (script === null || script === "made up")
    return { clock, ...createSimulator({ graph, clock, ...pricing }) };
  const [{ readScript }, { createShell }] = await Promise.all([
    import("../chunks/read-script-7YZIBBRY.mjs"),
    import("../chunks/shell-G6ABF2MM.mjs")
  ]);
  const shell = createShell({ env, cwd: directory });
  return {
    clock,
    ...createSimulator({
      graph,
      clock,
      ...pricing,
      shell,
      script: readScript(script.text, script.path)
    })
  };
}
function needsPrices({ script, limits }) {
  return script !== "made up" || limits.maxCostUsd !== void 0;
}
async function loadPrices() {
  const { createPrices } = await import("../chunks/prices-CCXAIWKB.mjs");
  return { pricing: createPrices() };
}
function readScriptFile(workspace, path) {
  const place = join3(workspace, path);
  return existsSync2(place) ? { path, text: readFileSync2(place, "utf8") } : void 0;
}

// src/action/run.ts
async function runJob(processEnvironment) {
  try {
    return await runWorkflow(openJob(processEnvironment));
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    error(fault.hint === void 0 ? fault.message : `${fault.message}
${fault.hint}`, {
      title: `Iter: ${fault.code}`
    });
    tell(toOutputsWithoutRun(fault.message, fault.code));
    return 1;
  }
}
function openJob(processEnvironment) {
  const inputs = readInputs(processEnvironment);
  for (const key of Object.values(inputs.keys)) setSecret(key);
  for (const name of secretVariables()) Reflect.deleteProperty(processEnvironment, name);
  const environment = {
    ...processEnvironment,
    ...inputs.keys,
    ...inputs.model === void 0 ? {} : { ITERION_DEFAULT_SUPERVISOR_MODEL: inputs.model }
  };
  const workspace = processEnvironment["GITHUB_WORKSPACE"] ?? process.cwd();
  return {
    inputs,
    environment,
    workspace,
    directory: resolve(workspace, inputs.workingDirectory),
    store: join4(processEnvironment["RUNNER_TEMP"] ?? workspace, "iter"),
    redactor: createRedactor({ values: secretValues(environment) })
  };
}
async function runWorkflow(job) {
  const { inputs, store } = job;
  const plan = await planJob(job, readWorkflowFile(job.workspace, inputs.workflow));
  const world = await openWorld({
    ...job,
    graph: plan.graph,
    limits: plan.limits,
    script: scriptOf(job)
  });
  if (!plan.simulated) checkModels(plan.graph, world);
  const runId = inputs.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
  saveState("run", JSON.stringify({ runId, store }));
  const result = await driveRun(world, plan, { runId, job });
  tell(toOutputs(result.runId, result.state, join4(store, "runs")));
  await summarise(job, world, result);
  saveState("told", "true");
  return exitCodeOf(result);
}
async function driveRun(world, plan, { runId, job }) {
  const control = createControl();
  const interrupt = () => {
    control.stop({ kind: "interrupt", reason: "signal" });
  };
  const handOver = setTimeout(
    () => {
      control.stop({ kind: "soft", reason: "job_time" });
    },
    Math.min(job.inputs.timeoutMinutes * 6e4, 2 ** 31 - 1)
  );
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await startRun(world, plan, { runId, control, github: readGithub(job.environment) });
  } finally {
    clearTimeout(handOver);
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
async function planJob(job, { path, bytes }) {
  const { inputs, environment } = job;
  const simulated = inputs.simulate !== false;
  const { file, graph, diagnostics } = compileSource(path, bytes, {
    environment,
    simulate: simulated,
    planning: true,
    sha256
  });
  const documents = diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic));
  for (const { level, message, ...place } of toAnnotations(documents)) {
    const properties = {
      ...place,
      file: relative(job.workspace, resolve(job.workspace, place.file))
    };
    if (inputs.report.has("annotations"))
      (level === "error" ? error : warning)(message, properties);
    else info(`${path}:${place.startLine} ${level} ${place.title}: ${message}`);
  }
  if (graph === null) {
    const count = documents.filter(({ severity }) => severity === "error").length;
    throw new Refusal(
      "INVALID_WORKFLOW",
      `\`${path}\` has ${count} ${count === 1 ? "error" : "errors"}.`
    );
  }
  const planned = createPlan({
    graph,
    source: { path, text: file.text, sha256: sha256(file.text) },
    given: await readVariables(inputs.vars),
    budget: lowerBudget(graph.budget, inputs),
    simulated
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}
function scriptOf({ inputs, workspace }) {
  if (inputs.simulate === false) return null;
  if (inputs.simulate === true) return "made up";
  const script = readScriptFile(workspace, inputs.simulate);
  if (script !== void 0) return script;
  throw new Refusal(
    "INPUT_INVALID",
    `\`simulate\` is \`${inputs.simulate}\`, and there is no such script.`,
    {
      hint: "write `true`, `false`, or the path of a script"
    }
  );
}
function readGithub(environment) {
  const path = environment["GITHUB_EVENT_PATH"];
  const event = path === void 0 ? null : readJson2(path);
  return toGithubContext(environment, event);
}
function readJson2(path) {
  try {
    return JSON.parse(readFileSync3(path, "utf8"));
  } catch {
    warning(`The event at ${path} can't be read; \`github.event\` is empty.`);
    return null;
  }
}
function tell(outputs) {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
async function summarise({ inputs }, world, { runId, graph }) {
  if (!inputs.report.has("summary") || process.env["GITHUB_STEP_SUMMARY"] === void 0) return;
  const { events } = await world.store.read(runId);
  const loops = new Map(graph.loops.map(({ name, max }) => [name, max]));
  await summary.addRaw(renderJobSummary(viewRun(events, { loops }), graph, drawings)).write();
}
function exitCodeOf({ state, stopped }) {
  if (state.status === "failed") return 1;
  return state.status === "failed_resumable" && stopped?.kind !== "soft" ? 1 : 0;
}

// src/action/index.ts
try {
  process.exitCode = await runJob(process.env);
} catch (bug) {
  setFailed(
    `This is a bug of Iter: ${bug instanceof Error ? bug.stack ?? bug.message : String(bug)}`
  );
  process.exitCode = 70;
}
