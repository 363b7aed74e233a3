import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  randomId
} from "./chunk-6QBDXAEX.mjs";
import {
  cut,
  escapeBlock,
  escapeCode,
  escapeInline,
  escapeQuote,
  fold,
  formatVersion,
  toMilliseconds
} from "./chunk-FYZ45KON.mjs";
import {
  findFault,
  isFieldType,
  printCondition,
  readText
} from "./chunk-VXOQT2IS.mjs";
import {
  printTemplate
} from "./chunk-MAU3BDHV.mjs";
import {
  printDuration
} from "./chunk-5IMY7TMT.mjs";
import {
  isFields,
  isList,
  toText
} from "./chunk-4QXECC3P.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/core/report/format.ts
function formatCount(count) {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
function formatCost(usd, known = true) {
  if (!known) return "?";
  const digits = usd > 0 && usd < 0.01 ? 4 : 2;
  return `$${usd.toFixed(digits)}`;
}
function formatExactCost(usd, known = true) {
  if (!known) return "?";
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}
function formatDuration(ms) {
  if (ms < 1e3) return `${Math.round(ms)} ms`;
  if (ms < 6e4) return `${(Math.floor(ms / 100) / 10).toFixed(ms % 1e3 === 0 ? 0 : 1)} s`;
  const seconds = Math.floor(ms / 1e3);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${pad(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}
function formatOffset(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1e3));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const clock = `${pad(minutes % 60)}:${pad(seconds % 60)}`;
  return hours === 0 ? `+${clock}` : `+${hours}:${clock}`;
}
function formatMoment(timestamp) {
  return `${timestamp.slice(0, 19).replace("T", " ")} UTC`;
}
function formatNumberOf(count, one, many = `${one}s`) {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
function pad(part) {
  return String(part).padStart(2, "0");
}

// src/core/report/mermaid/label.ts
var entities = {
  "#": "#35;",
  '"': "#quot;",
  "<": "#lt;",
  ">": "#gt;",
  "&": "#amp;",
  "`": "#96;",
  "%%": "#37;#37;"
};
function escapeLabel(text2) {
  return text2.replaceAll(/%%|[#"<>&`]/g, (found) => entities[found] ?? found).replaceAll(/\r\n|[\n\r\u2028\u2029]/g, "<br/>").replaceAll(new RegExp("\\p{Cc}", "gu"), " ");
}
function cutText(text2, length = 40) {
  const points = Array.from(text2.slice(0, length * 2 + 2));
  return points.length > length ? `${points.slice(0, length).join("")}…` : text2;
}
var reserved = new Set(
  "end graph subgraph flowchart style class classdef linkstyle interpolate click default direction href call".split(
    " "
  )
);
function createIds() {
  const taken = /* @__PURE__ */ new Set();
  return (name) => {
    const plain = name.replaceAll(/[^A-Za-z0-9_]/g, "_");
    const needsPrefix = !/^[A-Za-z_]/.test(name) || reserved.has(plain.toLowerCase());
    const base = needsPrefix ? `n_${plain}` : plain;
    let id = base;
    for (let count = 2; taken.has(id); count += 1) id = `${base}_${count}`;
    taken.add(id);
    return id;
  };
}

// src/core/report/mermaid/node-lines.ts
var fullDetails = [
  { label: "system", field: "system" },
  { label: "user", field: "user" },
  { label: "tools", field: "tools" },
  { label: "tool_policy", field: "toolPolicy" },
  { label: "tool_max_steps", field: "toolMaxSteps", unless: 0 },
  { label: "reasoning_effort", field: "reasoningEffort" },
  { label: "readonly", field: "readonly" },
  { label: "timeout", field: "timeoutMs" },
  { label: "retry", field: "retry" },
  { label: "instructions", field: "instructions" }
];
function nodeLines(graph, node, drawing, view) {
  if (view === "compact") return [];
  const fields = readNode(node);
  const details = [...drawing.details ?? [], ...view === "full" ? fullDetails : []];
  const awaited = printAwait(fields["await"] ?? null);
  return [
    ...details.flatMap((detail) => printDetail(graph, fields, detail, view)),
    ...awaited === void 0 ? [] : [`await: ${awaited}`]
  ];
}
function printDetail(graph, fields, detail, view) {
  const value = fields[detail.field] ?? null;
  if (value === null || value === false || value === detail.unless) return [];
  if (detail.field === "expressions" && view === "full") return printExpressions(value);
  const text2 = detail.template === true ? printFirstLine(value) : printValue(graph, detail, value, view);
  const cut2 = detail.template === true && view === "detailed" ? cutText(text2) : text2;
  return [`${detail.label}: ${cut2}`];
}
function printValue(graph, { field }, value, view) {
  if (isList(value)) return value.length === 0 ? "none" : value.map(printItem).join(", ");
  if (field === "timeoutMs" && typeof value === "number") return printDuration(value);
  if (isFields(value)) return printItem(value);
  const isSchema = view === "full" && (field === "input" || field === "output");
  return isSchema ? printSchema(graph.schemas, toText(value)) : toText(value);
}
function printItem(item) {
  if (!isFields(item)) return toText(item);
  return toText(item["name"] ?? item["max"] ?? item);
}
function printSchema(schemas, name) {
  const schema = schemas.find((each) => each.name === name);
  if (schema === void 0) return name;
  return `${name} (${schema.fields.map((field) => `${field.name}: ${field.type}`).join(", ")})`;
}
function printExpressions(value) {
  if (!isList(value)) return [];
  return value.filter(isFields).map((entry) => `${toText(entry["name"] ?? null)} = ${toText(entry["expression"] ?? null)}`);
}
function printFirstLine(value) {
  const text2 = isList(value) ? printTemplate(value.map(readPart)) : toText(value);
  return text2.trim().split(/\r?\n/, 1)[0] ?? "";
}
function printAwait(value) {
  if (isFields(value)) return `quorum ${toText(value["quorum"] ?? null)}`;
  return value === null ? void 0 : toText(value);
}
function readPart(part) {
  if (!isFields(part)) return toText(part);
  return { ref: isList(part["ref"]) ? part["ref"].map(toText) : [] };
}
function readNode(node) {
  return JSON.parse(JSON.stringify(node));
}

// src/core/report/mermaid/mermaid.ts
var unknownDrawing = { icon: "❓", open: "[", close: "]", style: "" };
var marks = ["done", "running", "waiting", "failed", "skipped"];
var markStyles = {
  done: "fill:#dafbe1,stroke:#1a7f37",
  running: "fill:#ddf4ff,stroke:#0969da",
  waiting: "fill:#fff8c5,stroke:#9a6700",
  failed: "fill:#ffebe9,stroke:#cf222e",
  skipped: "fill:none,stroke:#8c959f,stroke-dasharray:3"
};
function renderMermaid(diagram) {
  const { graph, path, view = "compact" } = diagram;
  const takeId = createIds();
  const drawn = nodesToDraw(graph).map((node) => ({ id: takeId(node.id), node }));
  const ids = new Map(drawn.map(({ id, node }) => [node.id, id]));
  const lines = [
    ...view === "full" ? describeGraph(graph, takeId) : [],
    ...drawn.map(({ id, node }) => drawNode(diagram, id, node)),
    ...graph.edges.map((edge, index) => drawEdge(diagram, edge, index, ids)),
    ...path === void 0 ? classByKind(diagram, drawn) : classByMark(path, drawn)
  ];
  return ["flowchart TD", ...lines.map((line) => `  ${line}`)].join("\n");
}
function nodesToDraw(graph) {
  const targets = new Set(graph.edges.map(({ to }) => to));
  const known = new Set(graph.nodes.map(({ id }) => id));
  const ends = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const isTerminal = ({ kind }) => kind === "done" || kind === "fail";
  return [
    ...graph.nodes.filter((node) => !isTerminal(node) || targets.has(node.id)),
    ...[...ends].filter((id) => !known.has(id)).map((id) => ({ id, kind: "unknown" }))
  ];
}
function drawNode({ graph, drawings, view = "compact" }, id, node) {
  const drawing = drawings.get(node.kind) ?? unknownDrawing;
  const lines = [`${drawing.icon} ${node.id}`, ...nodeLines(graph, node, drawing, view)];
  const meets = node.await != null && drawing.open.startsWith("[");
  const [open, close] = meets ? ["[[", "]]"] : [drawing.open, drawing.close];
  return `${id}${open}"${lines.map(escapeLabel).join("<br/>")}"${close}`;
}
function drawEdge(diagram, edge, index, ids) {
  const label = edgeParts(diagram, edge, diagram.path?.edges.get(index)).map(escapeLabel).join(" / ");
  const arrow = label === "" ? "-->" : `-->|"${label}"|`;
  return `${ids.get(edge.from) ?? ""} ${arrow} ${ids.get(edge.to) ?? ""}`;
}
function edgeParts({ graph, view = "compact" }, edge, taken) {
  const cut2 = view === "detailed" ? cutText : (text2) => text2;
  const parts = [];
  if (edge.when !== null) parts.push(cut2(printCondition(edge.when)));
  if (edge.loop !== null) {
    const max = graph.loops.find(({ name }) => name === edge.loop)?.max;
    parts.push(`loop:${edge.loop}(${max ?? "?"})`);
  }
  if (edge.with !== null && view !== "compact") {
    const entries = edge.with.map(({ key, value }) => `${key}=${cut2(printTemplate(value))}`);
    parts.push(`with: ${entries.length === 0 ? "nothing" : entries.join(", ")}`);
  }
  if (taken !== void 0 && taken > 0) parts.push(`×${taken}`);
  return parts;
}
function classByKind({ graph, drawings }, drawn) {
  const used = Array.from(drawings).flatMap(([kind, { style }]) => {
    const nodes = drawn.filter(({ node }) => node.kind === kind);
    return nodes.length === 0 ? [] : [{ name: kind.replaceAll(/\W/g, "_"), style, nodes }];
  });
  const entry = drawn.filter(({ node }) => node.id === graph.entry);
  if (entry.length > 0) used.push({ name: "entry", style: "stroke-width:3px", nodes: entry });
  return [
    ...used.map(({ name, style }) => `classDef ${name} ${style}`),
    ...used.map(({ name, nodes }) => `class ${nodes.map(({ id }) => id).join(",")} ${name}`)
  ];
}
function classByMark({ nodes, edges }, drawn) {
  const used = marks.map((mark) => ({
    mark,
    ids: drawn.filter(({ node }) => (nodes.get(node.id) ?? "skipped") === mark).map(({ id }) => id)
  })).filter(({ ids }) => ids.length > 0);
  const taken = [...edges.keys()].sort((a, b) => a - b);
  return [
    ...used.map(({ mark }) => `classDef ${mark} ${markStyles[mark]}`),
    ...used.map(({ mark, ids }) => `class ${ids.join(",")} ${mark}`),
    ...taken.length === 0 ? [] : [`linkStyle ${taken.join(",")} stroke-width:3px`]
  ];
}
function describeGraph(graph, takeId) {
  const vars = graph.vars.map(
    ({ name, type, default: value }) => value === void 0 ? `${name}: ${type}` : `${name}: ${type} = ${JSON.stringify(value)}`
  );
  const sections = [
    ["vars", vars],
    ["budget", graph.budget === null ? [] : describeBudget(graph.budget)],
    ["loops", graph.loops.map(({ name, max }) => `${name}: max ${max}`)],
    ["presets", graph.presets.map(({ name }) => name)]
  ];
  const title = escapeLabel(`${graph.name} (entry: ${graph.entry})`);
  return [
    `subgraph ${takeId("meta")}["${title}"]`,
    ...sections.filter(([, lines]) => lines.length > 0).map(
      ([name, lines]) => `${takeId(`meta_${name}`)}["${[name, ...lines].map(escapeLabel).join("<br/>")}"]`
    ),
    "end"
  ];
}
function describeBudget(budget) {
  const { maxDurationMs, unknownPrice } = budget;
  const lines = [
    ["max_parallel_branches", budget.maxParallelBranches],
    ["max_duration", maxDurationMs === void 0 ? void 0 : printDuration(maxDurationMs)],
    ["max_cost_usd", budget.maxCostUsd],
    ["max_tokens", budget.maxTokens],
    ["max_iterations", budget.maxIterations],
    ["unknown_price", unknownPrice === "ignore" ? unknownPrice : void 0]
  ];
  return lines.flatMap(([name, value]) => value === void 0 ? [] : [`${name}: ${value}`]);
}

// src/core/report/activations.ts
function viewActivations(events, state) {
  const startedAt = /* @__PURE__ */ new Map();
  const finishedAt = /* @__PURE__ */ new Map();
  for (const { type, timestamp, activation_id: id } of events) {
    if (id === void 0) continue;
    if (!startedAt.has(id)) startedAt.set(id, timestamp);
    if (type === "node_finished" || type === "node_failed") finishedAt.set(id, timestamp);
    else if (type === "node_started") finishedAt.delete(id);
  }
  return Array.from(startedAt).flatMap(([id, started]) => {
    const activation = Object.hasOwn(state.activations, id) ? state.activations[id] : void 0;
    return activation === void 0 ? [] : [viewActivation(activation, started, finishedAt.get(id) ?? null)];
  });
}
function viewActivation(activation, startedAt, finishedAt) {
  const { id, node, branch, kind, attempt, status, input, output, usage } = activation;
  return { id, node, branch, kind, attempt, status, input, output, usage, startedAt, finishedAt };
}
function markNodes(activations, running) {
  return new Map(activations.map((activation) => [activation.node, markOf(activation, running)]));
}
function markOf({ status, kind }, running) {
  if (status === "finished") return kind === "fail" ? "failed" : "done";
  if (status === "failed") return "failed";
  return status === "started" && running ? "running" : "waiting";
}

// src/core/report/budget.ts
function budgetRows(view) {
  const { limits, usage } = view;
  const tokens = usage.input_tokens + usage.output_tokens;
  const cost = (usd) => formatCost(usd);
  return [
    ...row("Tokens", tokens, limits.maxTokens, formatCount),
    ...row("Cost", usage.cost_usd, limits.maxCostUsd, cost).map(
      (each) => view.costKnown ? each : { ...each, used: `${each.used} + ?` }
    ),
    ...row("Duration", usage.duration_ms, limits.maxDurationMs, formatDuration),
    ...row("Loop edges", usage.iterations, limits.maxIterations, formatCount)
  ];
}
function printBar(share) {
  const full = Math.max(0, Math.min(10, Math.floor(share * 10)));
  return "█".repeat(full) + "░".repeat(10 - full);
}
function row(name, used, limit, format) {
  if (limit === void 0) return [];
  return [{ name, used: format(used), of: format(limit), share: limit > 0 ? used / limit : 1 }];
}

// src/core/report/markdown.ts
var quoteLimit = 4e3;
var detailLimit = 1e3;
function renderReport(view, options = {}) {
  const sections = [
    renderTitle(view),
    section("Summary", renderSummary(view)),
    section("Budget", renderBudget(view)),
    section("Gates", renderGates(view.gates)),
    section("Artifacts", renderArtifacts(view)),
    section("Path", renderPath(view, options)),
    section("Timeline", renderTimeline(view.timeline, options.full === true))
  ];
  return `${sections.filter((text2) => text2 !== "").join("\n\n")}
`;
}
function renderRunDiagram(view, graph, drawings) {
  const nodes = markNodes(view.activations, view.status === "running" && !view.interrupted);
  const edges = new Map(view.edges.map(({ edge, count }) => [edge, count]));
  return renderMermaid({ graph, drawings, path: { nodes, edges } });
}
function describeStatus({
  status,
  interrupted
}) {
  switch (status) {
    case "running":
      return interrupted ? "running (interrupted)" : "running";
    case "paused_waiting_human":
      return "paused, waiting for a person";
    case "failed_resumable":
      return "failed (resumable)";
    case "finished":
    case "failed":
    case "cancelled":
      return status;
  }
}
function renderTitle(view) {
  const title = `# Run Report: ${escapeInline(view.runId)}`;
  if (view.replayOf !== null) return `${title}

> Replay of ${escapeInline(view.replayOf)}.`;
  return view.simulated ? `${title}

> Simulated run: no model was called.` : title;
}
function section(title, body) {
  return body === "" ? "" : `## ${title}

${body}`;
}
function renderSummary(view) {
  const { metrics, failure, usage } = view;
  const rows = [
    ["Workflow", escapeCode(view.workflow)],
    ["Status", describeStatus(view)],
    ["Started", formatMoment(view.createdAt)],
    ["Duration", formatDuration(view.durationMs)],
    ["Waited", formatDuration(view.waitedMs)],
    ["Total Tokens", formatCount(metrics.totalTokens)],
    ["Total Cost", formatExactCost(usage.cost_usd, view.costKnown)],
    ["Model Calls", formatCount(metrics.modelCalls)],
    ["Node Executions", formatCount(metrics.nodeCount)],
    ["Loop Edges", formatCount(metrics.loopEdges)],
    ["Attempts", formatCount(metrics.attempts)]
  ];
  if (failure !== null) {
    const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
    const hint = failure.hint === null ? "" : ` — ${escapeInline(failure.hint)}`;
    rows.push([
      "Error",
      `${escapeCode(failure.code)}${where}: ${escapeInline(failure.message)}${hint}`
    ]);
  }
  return table(["Field", "Value"], rows);
}
function renderBudget(view) {
  const rows = budgetRows(view).map(({ name, used, of, share }) => [
    name,
    used,
    of,
    printBar(share)
  ]);
  return rows.length === 0 ? "" : table(["Limit", "Used", "Of", ""], rows);
}
function renderGates(gates) {
  if (gates.length === 0) return "";
  const rows = gates.map((gate) => [
    escapeInline(gate.gate),
    escapeCode(gate.nodeId),
    formatMoment(gate.requestedAt),
    gate.answeredAt === null ? "—" : formatMoment(gate.answeredAt),
    gate.submissions.map(({ by }) => escapeInline(by)).join(", ") || "—",
    describeAnswer(gate)
  ]);
  return table(["Gate", "Node", "Asked", "Answered", "By", "Answer"], rows);
}
function describeAnswer({ answers, submissions, minAnswers }) {
  if (answers === null) {
    return submissions.length === 0 ? "—" : `${submissions.length} of ${minAnswers}`;
  }
  const said = Object.entries(answers).map(([name, value]) => `${name}: ${toText(value)}`);
  return escapeInline(cut(said.join(", "), 300)) || "—";
}
function renderArtifacts({ artifacts }) {
  if (artifacts.length === 0) return "";
  const rows = artifacts.map(({ name, node, version, summary }) => [
    escapeCode(name),
    escapeCode(node),
    String(version),
    escapeInline(summary)
  ]);
  return table(["Name", "Node", "Version", "Summary"], rows);
}
function renderPath(view, { graph, drawings }) {
  if (graph === void 0 || drawings === void 0) return "";
  return `\`\`\`mermaid
${renderRunDiagram(view, graph, drawings)}
\`\`\``;
}
function renderTimeline(timeline, full) {
  const blocks = [];
  let items = [];
  for (const entry of timeline) {
    if (!full && entry.quote !== void 0) continue;
    if (!entry.heading) {
      items.push(renderEntry(entry));
      continue;
    }
    blocks.push(items.join("\n"), ...renderHeading(entry));
    items = [];
  }
  return [...blocks, items.join("\n")].filter((block) => block !== "").join("\n\n");
}
function renderHeading(entry) {
  const branch = entry.branchId === void 0 ? "" : ` ${escapeCode(entry.branchId)}`;
  const iteration = entry.iterationPath;
  return [
    `### ${formatOffset(entry.offsetMs)} — ${escapeInline(entry.summary)}${branch}`,
    iteration === void 0 ? "" : `> iteration ${escapeInline(iteration)}`,
    entry.detail === void 0 ? "" : escapeQuote(entry.detail, detailLimit)
  ];
}
function renderEntry({ summary, detail, quote }) {
  if (quote !== void 0) {
    return indent(`- ${quote.title}:
${escapeBlock(quote.text, quoteLimit)}`);
  }
  const line = `- ${escapeInline(summary)}`;
  return detail === void 0 ? line : indent(`${line}
${escapeQuote(detail, detailLimit)}`);
}
function indent(text2) {
  return text2.replaceAll(/\n(?=[^\n])/g, "\n  ");
}
function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

// src/core/report/artifacts.ts
function viewArtifacts(events) {
  const outputs = /* @__PURE__ */ new Map();
  for (const { type, activation_id: id, data } of events) {
    if (type === "node_finished" && id !== void 0) outputs.set(id, data?.["output"] ?? null);
  }
  const written = events.filter(({ type }) => type === "artifact_written").map((event) => {
    const { node_id: node = "", activation_id: id = "", data } = event;
    return {
      name: textOf(data?.["publish"]),
      node,
      version: typeof data?.["version"] === "number" ? data["version"] : 0,
      path: textOf(data?.["path"]),
      summary: summarise(outputs.get(id) ?? null)
    };
  });
  const names = [...new Set(written.map(({ name }) => name))];
  return names.flatMap((name) => written.filter((each) => each.name === name).reverse());
}
function summarise(output) {
  if (!isFields(output)) return "—";
  const text2 = ["summary", "title", "text"].map((key) => output[key]).find((value) => typeof value === "string" && value.trim() !== "");
  return typeof text2 === "string" ? cut(text2.trim(), 150) : "—";
}
function textOf(value) {
  return typeof value === "string" ? value : "";
}

// src/core/report/timeline/output.ts
function tellOutput(output) {
  if (!isFields(output)) return void 0;
  const text2 = ["summary", "reasoning", "text"].map((key) => output[key]).find((value) => typeof value === "string" && value.trim() !== "");
  if (typeof text2 === "string") return text2.trim();
  const verdict = Object.entries(output).filter(
    ([name, value]) => !name.startsWith("_") && (typeof value === "boolean" || typeof value === "number")
  );
  return verdict.length === 0 ? void 0 : verdict.map(([name, value]) => `${name}: ${toText(value)}`).join(", ");
}

// src/core/report/timeline/tell.ts
var nothing = {};
function tellFact(event, teller) {
  const told = tellers[event.type]?.(event.data ?? nothing, event, teller);
  return told === void 0 ? [] : [told];
}
var tellers = {
  run_started: () => ({ heading: true, summary: "Run Started" }),
  run_paused: (data) => ({
    heading: true,
    summary: "Run Paused",
    detail: `Waits for ${join(data["gates"])}.`
  }),
  run_resumed: (data) => ({
    heading: true,
    summary: "Run Resumed",
    detail: `It was ${text(data["resumed_from"])}.`
  }),
  run_finished: () => ({ heading: true, summary: "Run Finished" }),
  run_failed: (data) => ({ heading: true, summary: "Run Failed", detail: tellFailure(data) }),
  run_cancelled: (data) => ({
    heading: true,
    summary: "Run Cancelled",
    detail: data["by"] === void 0 ? text(data["reason"]) : `${text(data["reason"])} (${text(data["by"])})`
  }),
  node_started: (data, event, teller) => {
    teller.steps += 1;
    const attempt = typeof data["attempt"] === "number" && data["attempt"] > 1 ? `, attempt ${data["attempt"]}` : "";
    return {
      heading: true,
      summary: `Step ${teller.steps}: ${event.node_id ?? ""} (${text(data["kind"])}${attempt})`
    };
  },
  node_finished: tellFinished,
  node_failed: (data, event) => ({
    summary: `Failed: ${event.node_id ?? ""}`,
    detail: tellFailure(data)
  }),
  edge_selected: tellEdge,
  branch_started: (data, event) => ({
    summary: `Branch opened: ${event.branch_id ?? ""} (${text(data["from"])} → ${text(data["to"])})`
  }),
  branch_finished: tellBranchEnd,
  join_ready: tellJoin,
  artifact_written: (data) => ({
    summary: `Artifact: ${text(data["publish"])}, version ${text(data["version"])}`
  }),
  human_input_requested: (data, event, teller) => {
    teller.gates.set(text(data["interaction_id"]), text(data["gate"]));
    const { instructions } = data;
    return {
      summary: `Asked ${text(data["gate"])}: ${event.node_id ?? ""}`,
      ...typeof instructions === "string" && instructions !== "" ? { detail: instructions } : {}
    };
  },
  human_answers_recorded: tellAnswer,
  budget_warning: (data) => ({ summary: `Budget warning: ${tellBudget(data)}` }),
  budget_exceeded: (data) => ({ summary: `Budget exceeded: ${tellBudget(data)}` }),
  effect_intended: (data) => ({ summary: `Effect intended: ${text(data["kind"])}` }),
  effect_done: (data) => ({ summary: `Effect done: ${text(data["kind"])}` }),
  llm_retry: tellRetry,
  delegate_retry: tellRetry,
  tool_retry: tellRetry,
  llm_prompt: (data) => ({
    summary: "",
    quote: {
      title: "Prompt",
      text: [data["system_prompt"], data["user_message"]].map(text).filter(Boolean).join("\n\n")
    }
  }),
  llm_step_finished: (data) => typeof data["response_text"] === "string" && data["response_text"] !== "" ? { summary: "", quote: { title: "Answer", text: data["response_text"] } } : void 0
};
function tellFinished(data, event, { activations }) {
  const usage = activations.get(event.activation_id ?? "")?.usage;
  const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
  const known = usage?.cost_source !== "unknown";
  const parts = [
    ...tokens > 0 ? [formatNumberOf(tokens, "token")] : [],
    ...usage !== void 0 && (usage.cost_usd > 0 || !known) ? [formatCost(usage.cost_usd, known)] : []
  ];
  const said = tellOutput(data["output"] ?? null);
  return {
    summary: `Finished: ${event.node_id ?? ""}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`,
    ...said === void 0 ? {} : { detail: said },
    ...tokens > 0 ? { tokens, costUsd: usage?.cost_usd ?? 0 } : {}
  };
}
function tellEdge(data, _event, { loops }) {
  const { expression, condition, loop, iteration, rearmed } = data;
  const test = expression ?? condition;
  const when = test === void 0 ? "" : ` (when ${data["negated"] === true ? "not " : ""}${text(test)})`;
  const max = typeof loop === "string" ? loops.get(loop) : void 0;
  const count = max === void 0 ? text(iteration) : `${text(iteration)}/${max}`;
  const traversal = loop === void 0 ? "" : ` [loop ${text(loop)} ${count}]`;
  const again = isList(rearmed) && rearmed.length > 0 ? ` [starts again: ${join(rearmed)}]` : "";
  return {
    summary: `Edge: ${text(data["from"])} → ${text(data["to"])}${when}${traversal}${again}`
  };
}
function tellBranchEnd(data, event) {
  const where = data["node"] === void 0 ? "" : ` at ${text(data["node"])}`;
  const tolerated = data["tolerated"] === true ? ", tolerated" : "";
  const told = {
    summary: `Branch ${text(data["status"])}${where}: ${event.branch_id ?? ""}${tolerated}`
  };
  return data["error"] === void 0 ? told : { ...told, detail: tellFailure(data) };
}
function tellJoin(data, event) {
  const branches = isList(data["branches"]) ? data["branches"].length : 0;
  const failed = isList(data["failed_branches"]) ? data["failed_branches"].length : 0;
  const parts = [
    formatNumberOf(branches, "branch", "branches"),
    ...failed > 0 ? [`${failed} failed`] : []
  ];
  return {
    summary: `Joined: ${event.node_id ?? ""} (${text(data["strategy"])}, ${parts.join(", ")})`
  };
}
function tellAnswer(data, _event, { gates }) {
  const gate = gates.get(text(data["interaction_id"])) ?? "";
  const needed = typeof data["needed"] === "number" && data["needed"] > 1;
  const count = needed ? ` (${text(data["count"])} of ${text(data["needed"])})` : "";
  const answers = isFields(data["answers"]) ? data["answers"] : {};
  const said = Object.entries(answers).map(([name, value]) => `${name}: ${toText(value)}`);
  return { summary: `Answered ${gate} by ${text(data["by"])}${count}: ${said.join(", ")}` };
}
function tellBudget(data) {
  const [used = "", limit = ""] = [data["used"], data["limit"]].map((value) => {
    if (typeof value !== "number") return text(value);
    if (data["unit"] === "usd") return formatCost(value);
    return data["unit"] === "ms" ? formatDuration(value) : formatCount(value);
  });
  return `${text(data["dimension"])} ${used}/${limit}`;
}
function tellRetry(data) {
  const delay = typeof data["delay_ms"] === "number" ? printDuration(data["delay_ms"]) : "";
  return {
    summary: `Retried ${text(data["step"])} after ${delay}: ${text(data["error"])} (${text(data["code"])})`
  };
}
function tellFailure(data) {
  const errors = isList(data["errors"]) ? data["errors"].filter(isFields) : [];
  const lines = errors.map((error) => `${text(error["field"])} ${text(error["message"])}`.trim());
  const hint = typeof data["hint"] === "string" ? [data["hint"]] : [];
  return [`${text(data["error"])} (${text(data["code"])})`, ...lines, ...hint].join("\n");
}
function join(value) {
  return isList(value) ? value.map(toText).join(", ") : "";
}
function text(value) {
  return toText(value ?? null);
}

// src/core/report/timeline/timeline.ts
function viewTimeline(events, activations, loops) {
  const [first] = events;
  if (first === void 0) return [];
  const start = toMilliseconds(first.timestamp);
  const teller = {
    activations: new Map(activations.map((activation) => [activation.id, activation])),
    loops,
    gates: /* @__PURE__ */ new Map(),
    steps: 0
  };
  return events.flatMap(
    (event) => tellFact(event, teller).map((told) => ({
      seq: event.seq,
      time: event.timestamp,
      offsetMs: toMilliseconds(event.timestamp) - start,
      type: event.type,
      ...event.node_id === void 0 ? {} : { nodeId: event.node_id },
      ...event.branch_id === void 0 ? {} : { branchId: event.branch_id },
      ...event.iteration_path === void 0 ? {} : { iterationPath: event.iteration_path },
      heading: false,
      ...told
    }))
  );
}

// src/core/report/run-view.ts
function viewRun(events, options = {}) {
  const state = fold(events);
  const activations = viewActivations(events, state);
  return {
    ...describeRun(state),
    interrupted: state.status === "running" && options.interrupted === true,
    waitedMs: measureWaiting(events),
    metrics: measure(events, state),
    gates: Object.values(state.interactions).sort(byOpening),
    artifacts: viewArtifacts(events),
    activations,
    edges: countEdges(events),
    timeline: viewTimeline(events, activations, options.loops ?? /* @__PURE__ */ new Map())
  };
}
function describeRun(state) {
  const { start } = state;
  const recipe = start?.recipe?.["name"];
  const over = state.status !== "running" && state.status !== "paused_waiting_human";
  const failed = state.status === "failed" || state.status === "failed_resumable";
  return {
    runId: state.runId,
    workflow: start?.workflow ?? "",
    status: state.status,
    simulated: start?.simulated ?? false,
    replayOf: start?.replayOf ?? null,
    sourcePath: state.source.path,
    hash: state.source.hash,
    vars: state.vars,
    preset: start?.preset ?? null,
    recipe: typeof recipe === "string" ? recipe : null,
    createdAt: state.createdAt,
    updatedAt: state.timestamp,
    finishedAt: over ? state.finishedAt : null,
    durationMs: state.spent.duration_ms,
    output: state.output,
    failure: failed ? state.failure : null,
    usage: state.spent,
    costKnown: state.spent.cost_source !== "unknown",
    limits: state.limits
  };
}
function measure(events, { spent, processes }) {
  const isCall = ({ type, data }) => type === "step_finished" && /^(?:model|delegate):/.test(toStep(data?.["step"]));
  return {
    totalTokens: spent.input_tokens + spent.output_tokens,
    totalCostUsd: spent.cost_usd,
    modelCalls: events.filter(isCall).length,
    nodeCount: events.filter(({ type }) => type === "node_started").length,
    loopEdges: spent.iterations,
    attempts: processes
  };
}
function measureWaiting(events) {
  let waited = 0;
  let since;
  for (const { type, timestamp } of events) {
    if (type === "run_paused") since = toMilliseconds(timestamp);
    else if ((type === "run_resumed" || type === "run_cancelled") && since !== void 0) {
      waited += toMilliseconds(timestamp) - since;
      since = void 0;
    }
  }
  return waited;
}
function countEdges(events) {
  const counts = /* @__PURE__ */ new Map();
  for (const { type, data } of events) {
    const edge = data?.["edge"];
    if (type !== "edge_selected" || typeof edge !== "number") continue;
    counts.set(edge, (counts.get(edge) ?? 0) + 1);
  }
  return Array.from(counts, ([edge, count]) => ({ edge, count })).sort((a, b) => a.edge - b.edge);
}
function toStep(value) {
  return typeof value === "string" ? value : "";
}
function byOpening(a, b) {
  return a.requestedAt < b.requestedAt ? -1 : a.requestedAt > b.requestedAt ? 1 : 0;
}

// src/core/report/documents.ts
function toReportDocument(view, markdownPath) {
  const { metrics } = view;
  return {
    run_id: view.runId,
    workflow: view.workflow,
    status: view.status,
    simulated: view.simulated,
    duration_ms: view.durationMs,
    waited_ms: view.waitedMs,
    created_at: view.createdAt,
    finished_at: view.finishedAt,
    error: view.failure?.message ?? null,
    failure: toFailureDocument(view.failure),
    metrics: {
      total_tokens: metrics.totalTokens,
      total_cost_usd: metrics.totalCostUsd,
      model_calls: metrics.modelCalls,
      node_count: metrics.nodeCount,
      loop_edges: metrics.loopEdges,
      attempts: metrics.attempts
    },
    budget: toLimitsDocument(view.limits),
    gates: view.gates.map(toGateDocument),
    artifacts: view.artifacts.map(({ name, node, version, summary }) => ({
      name,
      node_id: node,
      version,
      summary
    })),
    steps: view.timeline.filter(({ quote }) => quote === void 0).map(toStepDocument),
    markdown_path: markdownPath
  };
}
function toFailureDocument(failure) {
  if (failure === null) return null;
  const { code, message, node, branch, hint, retryable } = failure;
  return { code, message, node, branch_id: branch, hint, retryable };
}
function toUsageDocument(usage) {
  return {
    tokens: usage.input_tokens + usage.output_tokens,
    input_tokens: usage.input_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: usage.cache_write_tokens,
    cost_usd: usage.cost_usd,
    duration_ms: usage.duration_ms,
    iterations: usage.iterations
  };
}
function toLimitsDocument(limits) {
  return {
    max_parallel_branches: limits.maxParallelBranches ?? null,
    max_duration_ms: limits.maxDurationMs ?? null,
    max_cost_usd: limits.maxCostUsd ?? null,
    max_tokens: limits.maxTokens ?? null,
    max_iterations: limits.maxIterations ?? null
  };
}
function toGateDocument(gate) {
  return {
    gate: gate.gate,
    interaction_id: gate.id,
    node_id: gate.nodeId,
    branch_id: gate.branchId,
    instructions: gate.instructions,
    questions: gate.questions,
    fields: gate.fields.map(toFieldDocument),
    min_answers: gate.minAnswers,
    answered_by: gate.submissions.map(({ by }) => by),
    requested_at: gate.requestedAt,
    answered_at: gate.answeredAt,
    answers: gate.answers
  };
}
function toArtifactDocument({ name, node, version, path }) {
  return { name, node_id: node, version, path };
}
function toActivationDocument(activation) {
  return {
    activation_id: activation.id,
    node_id: activation.node,
    branch_id: activation.branch,
    kind: activation.kind,
    attempt: activation.attempt,
    status: activation.status,
    input: activation.input,
    output: activation.output,
    usage: { ...activation.usage },
    started_at: activation.startedAt,
    finished_at: activation.finishedAt
  };
}
function toInteractionDocument(gate, runId) {
  return {
    id: gate.id,
    run_id: runId,
    gate: gate.gate,
    node_id: gate.nodeId,
    branch_id: gate.branchId,
    activation_id: gate.activationId,
    source: gate.source,
    requested_at: gate.requestedAt,
    answered_at: gate.answeredAt,
    instructions: gate.instructions,
    questions: gate.questions,
    fields: gate.fields.map(toFieldDocument),
    min_answers: gate.minAnswers,
    answers: gate.answers,
    submissions: gate.submissions.map((submission) => ({ ...submission }))
  };
}
function toStepDocument(entry) {
  return withoutUndefined({
    seq: entry.seq,
    time: entry.time,
    type: entry.type,
    node_id: entry.nodeId,
    branch_id: entry.branchId,
    iteration_path: entry.iterationPath,
    summary: entry.summary,
    detail: entry.detail,
    tokens: entry.tokens,
    cost_usd: entry.costUsd
  });
}
function toFieldDocument(field) {
  return withoutUndefined({
    name: field.name,
    type: field.type,
    enum: field.enum,
    optional: field.optional
  });
}
function withoutUndefined(fields) {
  const kept = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== void 0) kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

// src/core/report/run-document.ts
function toRunDocument(state, options = {}) {
  const { start, status } = state;
  const failure = status === "failed" || status === "failed_resumable" ? state.failure : null;
  const over = status !== "running" && status !== "paused_waiting_human";
  const gates = openGates(state);
  return {
    format_version: formatVersion,
    id: state.runId,
    seq: state.seq,
    workflow_name: start?.workflow ?? "",
    workflow_hash: state.source.hash,
    status,
    interrupted: status === "running" && options.interrupted === true,
    simulated: start?.simulated ?? false,
    replay_of: start?.replayOf ?? null,
    source_path: state.source.path,
    inputs: state.vars,
    created_at: state.createdAt,
    updated_at: state.timestamp,
    finished_at: over ? state.finishedAt : null,
    error: failure?.message ?? null,
    failure: toFailureDocument(failure),
    output: state.output,
    current: listCurrent(state),
    open_gates: gates.map(({ gate, id, nodeId, branchId }) => ({
      gate,
      interaction_id: id,
      node_id: nodeId,
      branch_id: branchId
    })),
    usage: toUsageDocument(state.spent),
    budget: toLimitsDocument(state.limits),
    artifact_index: mapValues(state.artifacts, (next) => next - 1),
    ...status === "finished" || status === "failed" ? {} : { checkpoint: toCheckpoint(state, gates[0], options.graph) }
  };
}
function openGates(state) {
  return Object.values(state.interactions).filter(({ answeredAt }) => answeredAt === null).filter(({ branchId }) => state.branches[branchId]?.status === "live").sort((a, b) => a.requestedAt < b.requestedAt ? -1 : a.requestedAt > b.requestedAt ? 1 : 0);
}
function listCurrent(state) {
  if (state.status === "finished" || state.status === "failed") return [];
  return Object.values(state.branches).flatMap((branch) => {
    const at = standing(state, branch);
    return at === void 0 ? [] : [{ branch_id: branch.id, node_id: at.node, state: at.state }];
  });
}
function standing(state, branch) {
  const { token, status } = branch;
  const activation = branch.activation === null ? void 0 : state.activations[branch.activation];
  if (status === "failed" && !branch.tolerated) {
    return { node: branch.failure?.node ?? activation?.node ?? branch.first, state: "failed" };
  }
  if (status !== "live" && status !== "arrived") return void 0;
  if (token !== null) return { node: token.node, state: token.parked ? "parked" : "queued" };
  if (activation === void 0 || status === "arrived") return void 0;
  const states = { started: "running", waiting: "waiting", failed: "failed", finished: "parked" };
  return { node: activation.node, state: states[activation.status] };
}
function toCheckpoint(state, gate, graph) {
  const main = state.branches[""];
  const at = main === void 0 ? void 0 : standing(state, main);
  const turns = new Set(
    graph?.nodes.filter((node) => "mode" in node && node.mode === "round_robin").map(({ id }) => id)
  );
  return {
    node_id: gate?.nodeId ?? at?.node ?? null,
    interaction_id: gate?.id ?? null,
    outputs: lastOutputs(state, main),
    loop_counters: mapValues(main?.loops ?? {}, ({ count }) => count),
    round_robin_counters: Object.fromEntries(
      Object.entries(state.memory).filter(([node]) => turns.has(node))
    ),
    artifact_versions: { ...state.artifacts },
    vars: state.vars,
    interaction_questions: gate?.questions ?? null
  };
}
function lastOutputs(state, main) {
  const outputs = /* @__PURE__ */ new Map();
  for (const { activation, artifact } of main?.visits ?? []) {
    const visited = state.activations[activation];
    if (visited !== void 0 && artifact === void 0) outputs.set(visited.node, visited.output);
  }
  return Object.fromEntries(outputs);
}
function mapValues(record, convert) {
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, convert(item)]));
}

// src/adapters/clocks/system.ts
var longestTimerMs = 2 ** 31 - 1;
function createSystemClock() {
  return { now: () => Date.now(), sleep, id: randomId };
}
function sleep(ms, signal) {
  const until = Date.now() + ms;
  return new Promise((resolve, reject) => {
    const fail = () => {
      clearTimeout(timer);
      reject(toError(signal?.reason));
    };
    const finish = () => {
      signal?.removeEventListener("abort", fail);
      resolve();
    };
    const wait = (left) => setTimeout(
      () => {
        const rest = until - Date.now();
        if (rest > 0) timer = wait(rest);
        else finish();
      },
      Math.min(left, longestTimerMs)
    );
    let timer = wait(ms);
    if (signal?.aborted === true) fail();
    else signal?.addEventListener("abort", fail, { once: true });
  });
}
function toError(reason) {
  return reason instanceof Error ? reason : new Error(String(reason));
}

// src/core/graph/models.ts
function listModels(graph) {
  const used = /* @__PURE__ */ new Map();
  for (const node of graph.nodes) {
    const fields = new Map(Object.entries(node));
    const own = typeof fields.get("delegate") === "string" ? void 0 : fields.get("model");
    for (const model of [own, fields.get("interactionModel")]) {
      if (typeof model === "string" && !used.has(model)) used.set(model, { model, node: node.id });
    }
  }
  return [...used.values()];
}

// src/adapters/stores/redacting.ts
function createRedactingStore(store, redactor) {
  const guard = async (writer) => guardWriter(await writer, redactor);
  return {
    location: store.location,
    list: () => store.list(),
    exists: (runId) => store.exists(runId),
    read: (runId) => store.read(runId),
    readFile: (runId, path) => store.readFile(runId, path),
    create: (runId) => guard(store.create(runId)),
    acquire: (runId) => guard(store.acquire(runId)),
    holder: (runId) => store.holder(runId),
    requestCancel: (runId, request) => store.requestCancel(runId, request)
  };
}
function guardWriter(writer, redactor) {
  return {
    epoch: writer.epoch,
    append: (events) => writer.append(events),
    writeFile: (path, content) => writer.writeFile(path, redactFile(redactor, path, content)),
    onCancelRequest: (listener) => writer.onCancelRequest(listener),
    release: () => writer.release()
  };
}
function redactFile(redactor, path, content) {
  if (redactor.text(content) === content) return content;
  const value = path.endsWith(".json") ? readValue(content) : void 0;
  return value === void 0 ? redactor.text(content) : `${JSON.stringify(redactor.value(value), null, 2)}
`;
}
function readValue(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}

// src/core/graph/answer.ts
function readAnswer(fields, given, source) {
  const names = fields.map(({ name }) => name);
  const errors = Object.keys(given).filter((name) => !names.includes(name)).map((name) => unknownField(name, names));
  const values = [];
  for (const field of fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : void 0;
    const result = readField(field, value, source);
    if ("message" in result) errors.push({ field: field.name, message: result.message });
    else values.push([field.name, result.value]);
  }
  return errors.length > 0 ? { errors } : { value: Object.fromEntries(values) };
}
function readField(field, value, source) {
  const type = isFieldType(field.type) ? field.type : "json";
  const wanted = field.enum === void 0 ? { type } : { type, enum: field.enum };
  if (value === void 0) {
    if (field.optional !== true) return { message: "is missing" };
    return { value: type === "string" ? "" : type === "string[]" ? [] : null };
  }
  if (source === "text" && typeof value === "string") return readText(wanted, value);
  const message = findFault(wanted, value);
  return message === void 0 ? { value } : { message };
}
function unknownField(name, names) {
  const near = suggest(name, names);
  const message = near === void 0 ? "is not asked for" : `is not asked for; did you mean \`${near}\`?`;
  return { field: name, message };
}

export {
  readAnswer,
  listModels,
  formatCount,
  formatCost,
  formatDuration,
  formatMoment,
  renderMermaid,
  renderReport,
  renderRunDiagram,
  describeStatus,
  table,
  viewArtifacts,
  viewRun,
  toReportDocument,
  toFailureDocument,
  toUsageDocument,
  toLimitsDocument,
  toGateDocument,
  toArtifactDocument,
  toActivationDocument,
  toInteractionDocument,
  toRunDocument,
  openGates,
  createSystemClock,
  createRedactingStore
};
