import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createRedactingStore,
  createSystemClock,
  formatCost,
  formatCount,
  formatDuration,
  listModels,
  readAnswer,
  renderReport,
  toRunDocument,
  viewRun
} from "./chunk-UFBC2K4E.mjs";
import {
  createFileStore,
  toMilliseconds
} from "./chunk-FYZ45KON.mjs";
import {
  Option
} from "./chunk-MQVUDFIN.mjs";
import {
  versionText
} from "./chunk-JDP3GVBO.mjs";
import {
  standard
} from "./chunk-VXOQT2IS.mjs";
import {
  parseDuration
} from "./chunk-5IMY7TMT.mjs";
import {
  isFields
} from "./chunk-4QXECC3P.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";

// src/cli/data-file.ts
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
function readTextFile(session, path, flag) {
  try {
    return readFileSync(resolve(session.host.cwd(), path), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new Refusal("INPUT_INVALID", `The file \`${path}\` of ${flag} can't be read${code}.`, {
      hint: "check the path",
      cause: error
    });
  }
}
async function readDataFile(session, path, flag) {
  const text2 = readTextFile(session, path, flag);
  try {
    return path.endsWith(".json") ? readJson(text2) : await readYaml(text2);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Refusal("INPUT_INVALID", `The file \`${path}\` of ${flag} can't be read: ${reason}`, {
      hint: "write JSON or YAML",
      cause: error
    });
  }
}
function readJson(text2) {
  return JSON.parse(text2);
}
async function readYaml(text2) {
  const { parse } = await import("./browser-X7D6V4PY.mjs");
  return readJson(JSON.stringify(parse(text2, { maxAliasCount: 100 }) ?? null));
}

// src/core/text/printable.ts
var strings = /\u001B[PX^_\]][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?/g;
var sequences = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B[ -/]*[0-~]?/g;
var controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
function toPrintable(text2) {
  return text2.replaceAll("\r\n", "\n").replaceAll(strings, "").replaceAll(sequences, "").replaceAll(controls, "");
}
function toPrintableLine(text2) {
  return toPrintable(text2).replaceAll(/\s+/g, " ").trim();
}

// src/cli/drawings.ts
var drawings = new Map(
  standard.kinds.map((kind) => [kind.name, kind.drawing])
);
function loopBounds(graph) {
  return new Map(graph.loops.map(({ name, max }) => [name, max]));
}

// src/cli/simulation.ts
import { createHash } from "node:crypto";

// src/cli/prices.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { join, resolve as resolve2 } from "node:path";
async function readOwnPrices(session, folder) {
  const path = join(resolve2(session.host.cwd(), folder), "prices.json");
  let text2;
  try {
    text2 = readFileSync2(path, "utf8");
  } catch {
    return void 0;
  }
  const { readPrices } = await import("./read-prices-G7NLMGNJ.mjs");
  return readPrices(text2, join(folder, "prices.json"));
}

// src/cli/simulation.ts
function readScriptFile(session, path) {
  const text2 = readTextFile(session, path, "--script");
  return { path, text: text2, sha256: createHash("sha256").update(text2).digest("hex") };
}
async function readSimulation(session, {
  graph,
  clock,
  script,
  folder
}) {
  const { createSimulator } = await import("./simulator-2AYM5AB5.mjs");
  const pricing = needsPrices(graph) ? await readPricing(session, folder) : void 0;
  const shell = await openShell(session, script);
  return createSimulator({
    graph,
    clock,
    ...script === null ? {} : { script: await readScript(script) },
    ...pricing === void 0 ? {} : { pricing },
    ...shell === void 0 ? {} : { shell }
  });
}
function needsPrices(graph) {
  return listModels(graph).some(({ model }) => !model.startsWith("simulate/"));
}
async function readPricing(session, folder) {
  const { createPrices } = await import("./prices-CCXAIWKB.mjs");
  return createPrices(await readOwnPrices(session, folder));
}
async function readScript({ text: text2, path }) {
  const { readScript: read } = await import("./read-script-7YZIBBRY.mjs");
  return read(text2, path);
}
async function openShell({ env, host }, script) {
  if (script === null) return void 0;
  const { createShell } = await import("./shell-G6ABF2MM.mjs");
  return createShell({ env, cwd: host.cwd() });
}

// src/adapters/reporters/terminal/lines.ts
function lineOf(event, memory) {
  const line = tellers[event.type]?.(event.data ?? {}, event, memory);
  return line === void 0 ? void 0 : { ...line, text: toPrintableLine(line.text) };
}
var tellers = {
  run_started: (data, event) => info("start", "▶", `run ${event.run_id} of ${text(data["workflow"])}${simulated(data)}`),
  run_resumed: (data, event) => info("start", "▶", `run ${event.run_id} goes on (it was ${text(data["resumed_from"])})`),
  run_paused: (data) => info("pause", "⏸", `run paused, waiting for ${list(data["gates"])}`),
  run_finished: () => info("good", "✓", "run finished"),
  run_failed: (data) => ({ ...failure(data, "run failed:"), level: "error" }),
  run_cancelled: (data) => info("pause", "■", `run cancelled: ${text(data["reason"])}`),
  node_started: tellStart,
  node_finished: tellFinish,
  node_failed: (data, event) => ({ ...failure(data, `${placeOf(event)}:`), level: "error" }),
  edge_selected: tellEdge,
  branch_started: (_, event) => debug(`branch ${event.branch_id ?? ""} opened`),
  branch_finished: tellBranchEnd,
  join_ready: (data, event) => info("plain", "⇉", `${list(data["branches"])} met at ${event.node_id ?? ""}`),
  artifact_written: (data) => info("plain", "✎", `${text(data["publish"])}, version ${text(data["version"])}`),
  human_input_requested: (data, event) => info("pause", "⏸", `${placeOf(event)} asks for an answer (gate ${text(data["gate"])})`),
  human_answers_recorded: (data, event) => info("good", "✓", `${placeOf(event)} was answered by ${text(data["by"])}`),
  human_answers_rejected: (data, event) => ({
    ...info("bad", "✗", `${placeOf(event)}: the answer of ${text(data["by"])} was rejected`),
    level: "warn"
  }),
  budget_warning: (data) => warn(`${budget(data)} used`),
  budget_exceeded: (data) => ({ ...warn(`budget exceeded: ${budget(data)}`), level: "error" }),
  llm_retry: tellRetry,
  delegate_retry: tellRetry,
  tool_retry: tellRetry,
  tool_error: (data, event) => warn(`${placeOf(event)}: tool ${text(data["tool"])}: ${text(data["error"])}`),
  delegate_error: (data, event) => warn(`${placeOf(event)}: ${text(data["backend"])}: ${text(data["error"])}`),
  session_lost: (data) => warn(`a conversation is gone and begins anew: ${text(data["reason"])}`),
  log_repaired: () => warn("the log was cut off where the last process was killed"),
  llm_request: (data, event) => debug(
    `${placeOf(event)} asks ${text(data["model"])} (${text(data["message_count"])} messages)`
  ),
  llm_step_finished: (data, event) => ({
    ...debug(`${placeOf(event)} has an answer (${text(data["finish_reason"])})`),
    ...blockOf(data["response_text"])
  }),
  tool_called: (data, event) => debug(`${placeOf(event)} calls ${text(data["tool"])} (${text(data["duration_ms"])} ms)`),
  delegate_started: (data, event) => debug(`${placeOf(event)} starts ${text(data["backend"])} (${text(data["access"])})`),
  delegate_finished: (data, event) => debug(`${placeOf(event)}: ${text(data["backend"])} is done (exit ${text(data["exit_code"])})`),
  delegate_event: (data, event) => ({
    ...debug(`${placeOf(event)}: ${JSON.stringify(data["event"] ?? null)}`),
    level: "trace"
  }),
  llm_prompt: (data, event) => ({
    ...debug(`${placeOf(event)} is told`),
    level: "trace",
    ...blockOf([data["system_prompt"], data["user_message"]].map(text).join("\n\n").trim())
  }),
  step_started: (data, event) => ({
    ...debug(`${placeOf(event)} begins ${text(data["step"])}`),
    level: "trace"
  })
};
function tellStart(data, event, { started }) {
  started.set(event.activation_id ?? "", toMilliseconds(event.timestamp));
  const { attempt } = data;
  const again = typeof attempt === "number" && attempt > 1 ? `, attempt ${attempt}` : "";
  const path = event.iteration_path === void 0 ? "" : ` [${event.iteration_path}]`;
  return info("start", "▶", `${placeOf(event)} (${text(data["kind"])}${again})${path}`);
}
function tellFinish(data, event, { started }) {
  const from = started.get(event.activation_id ?? "");
  started.delete(event.activation_id ?? "");
  const { _tokens: tokens, _cost_usd: cost } = data;
  const parts = [
    ...from === void 0 ? [] : [formatDuration(toMilliseconds(event.timestamp) - from)],
    ...typeof tokens === "number" && tokens > 0 ? [`${formatCount(tokens)} tokens`] : [],
    ...typeof cost === "number" && cost > 0 ? [formatCost(cost)] : []
  ];
  const used = parts.length === 0 ? "" : ` (${parts.join(", ")})`;
  return info("good", "✓", `${placeOf(event)}${used}`);
}
function tellEdge(data) {
  const { expression, condition, negated, loop, iteration } = data;
  const test = expression ?? condition;
  const when = test === void 0 ? "" : ` (when ${negated === true ? "not " : ""}${text(test)})`;
  const traversal = loop === void 0 ? "" : ` [${text(loop)} ${text(iteration)}]`;
  return info("plain", "→", `${text(data["from"])} → ${text(data["to"])}${when}${traversal}`);
}
function tellBranchEnd(data, event) {
  const status = text(data["status"]);
  const name = `branch ${event.branch_id ?? ""}`;
  if (status !== "failed") return debug(`${name} ${status}`);
  const tolerated = data["tolerated"] === true ? "; the others go on" : "";
  return warn(`${name} failed: ${text(data["error"])}${tolerated}`);
}
function tellRetry(data, event) {
  const { attempt, delay_ms: delay } = data;
  const wait = typeof delay === "number" ? formatDuration(delay) : "a while";
  const what = `${text(data["code"])}: ${text(data["error"])}`;
  return warn(`${placeOf(event)}, attempt ${text(attempt)}: ${what}; again in ${wait}`, "↻");
}
function failure(data, what) {
  return info("bad", "✗", `${what} ${text(data["error"])} (${text(data["code"])})`);
}
function info(tone, sign, text2) {
  return { level: "info", tone, sign, text: text2 };
}
function warn(text2, sign = "!") {
  return { level: "warn", tone: "warn", sign, text: text2 };
}
function debug(text2) {
  return { level: "debug", tone: "plain", sign: "·", text: text2 };
}
function blockOf(value) {
  return typeof value === "string" && value !== "" ? { block: toPrintable(value) } : {};
}
function placeOf({ branch_id: branch, node_id: node }) {
  return branch === void 0 ? node ?? "" : `${branch}/${node ?? ""}`;
}
function budget(data) {
  const { dimension, used, limit, unit } = data;
  return `${text(dimension)}: ${text(used)} of ${text(limit)} ${text(unit)}`;
}
function simulated(data) {
  return data["simulated"] === true ? " (simulated: no model is called)" : "";
}
function list(value) {
  return Array.isArray(value) ? value.map(text).join(", ") : text(value);
}
function text(value) {
  if (typeof value === "string") return value;
  if (value === void 0 || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// src/cli/world.ts
import { createHash as createHash2 } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { resolve as resolve3 } from "node:path";

// src/cli/caches.ts
function createCaches(before) {
  const events = [...before];
  return {
    reporter: { on: (event) => void events.push(event) },
    files: (state, graph) => [
      {
        path: "run.json",
        content: `${JSON.stringify(toRunDocument(state, { graph }), null, 2)}
`
      },
      { path: "report.md", content: writeReport(events, graph) }
    ]
  };
}
function writeReport(events, graph) {
  return renderReport(viewRun(events, { loops: loopBounds(graph) }), { graph, drawings });
}

// src/cli/test-hooks.ts
function readHooks({ env, host }, signals) {
  const crash = readTrigger(env, "ITER_TEST_CRASH_AFTER");
  const signal = readTrigger(env, "ITER_TEST_SIGNAL_AFTER");
  if (crash === void 0 && signal === void 0) return void 0;
  const [crashNow, signalNow] = [createCounter(crash), createCounter(signal)];
  return (event) => {
    if (crashNow(event)) host.kill(host.pid, "SIGKILL");
    if (!signalNow(event)) return;
    const name = signal?.["signal"];
    if (name === "SIGINT" || name === "SIGTERM" || name === "SIGHUP") signals.deliver(name);
    else host.kill(host.pid, typeof name === "string" ? name : "SIGTERM");
  };
}
function clockOffset(env) {
  const text2 = env["ITER_TEST_CLOCK"];
  return text2 === void 0 ? 0 : parseDuration(text2.replace(/^\+/, "")) ?? 0;
}
function createCounter(trigger) {
  const nth = typeof trigger?.["nth"] === "number" ? trigger["nth"] : 1;
  let count = 0;
  return (event) => {
    if (trigger === void 0 || !fits(event, trigger)) return false;
    count += 1;
    return count === nth;
  };
}
function fits(event, { type, node, branch }) {
  return (type === void 0 || type === event.type) && (node === void 0 || node === event.node_id) && (branch === void 0 || branch === (event.branch_id ?? ""));
}
function readTrigger(env, name) {
  const text2 = env[name];
  if (text2 === void 0 || text2 === "") return void 0;
  try {
    const value = JSON.parse(text2);
    if (isFields(value)) return value;
  } catch {
  }
  throw new Refusal("INPUT_INVALID", `\`${name}\` holds no JSON object.`);
}

// src/adapters/humans/terminal.ts
import { createInterface } from "node:readline/promises";
function createTerminalHuman(options) {
  const { by, signal } = options;
  return {
    async ask(gate, mistakes) {
      const answeredBefore = gate.submissions.some((submission) => submission.by === by);
      if (signal.aborted || answeredBefore) return "later";
      const back = options.stepAside();
      const lines = createInterface({ input: options.input, output: options.output });
      lines.on("SIGINT", options.interrupt);
      try {
        for (const line of describeGate(gate, mistakes, options)) options.output.write(`${line}
`);
        const answers = await askFields(gate.fields, createQuestioner(lines, options));
        return answers === void 0 ? "later" : { answers, by, via: "terminal" };
      } finally {
        lines.close();
        back();
      }
    }
  };
}
function createQuestioner(lines, { output, signal }) {
  const ended = new Promise((resolve4) => lines.once("close", () => resolve4(void 0)));
  return {
    ask: async (prompt) => {
      const answer = lines.question(prompt, { signal }).catch(() => void 0);
      return Promise.race([answer, ended]);
    },
    say: (text2) => output.write(`${text2}
`)
  };
}
async function askFields(fields, questioner) {
  const answers = [];
  for (const [index, field] of fields.entries()) {
    const text2 = await askField(field, index === 0, questioner);
    if (text2 === void 0) return void 0;
    if (text2 !== "" || field.optional !== true) answers.push([field.name, text2]);
  }
  return Object.fromEntries(answers);
}
async function askField(field, isFirst, questioner) {
  const hint = isFirst ? ", empty to answer later" : field.optional === true ? ", may be empty" : "";
  const prompt = `  ${toPrintableLine(field.name)} (${describeType(field)}${hint}): `;
  for (; ; ) {
    const line = await questioner.ask(prompt);
    if (line === void 0 || isFirst && line.trim() === "") return void 0;
    const empty = field.optional === true && line.trim() === "";
    const given = empty ? {} : { [field.name]: line };
    const result = readAnswer([field], given, "text");
    if ("value" in result) return empty ? "" : line;
    for (const { message } of result.errors) questioner.say(`    ${toPrintableLine(message)}`);
  }
}
function describeType({ type, enum: allowed }) {
  if (allowed !== void 0) {
    const words = allowed.map(toPrintableLine).join(" | ");
    return type === "string[]" ? `some of ${words}, with commas between` : words;
  }
  const types = {
    string: "text",
    bool: "yes or no: true | false",
    int: "a whole number",
    float: "a number",
    json: "JSON",
    "string[]": "texts, with commas between"
  };
  return types[type] ?? type;
}
function describeGate(gate, mistakes, { emphasize }) {
  const place = gate.branchId === "" ? gate.nodeId : `${gate.branchId}/${gate.nodeId}`;
  const more = gate.minAnswers > 1 ? `, ${gate.minAnswers} people have to answer` : "";
  return [
    "",
    emphasize(`${toPrintableLine(place)} asks (gate ${gate.gate}${more})`),
    ...indent(gate.instructions ?? ""),
    ...describeValue(gate.questions),
    ...gate.proposal === null ? [] : ["  proposed:", ...describeValue(gate.proposal)],
    ...mistakes.map(
      ({ field, message }) => `  ✗ ${field ?? "the answer"} ${toPrintableLine(message)}`
    )
  ];
}
function describeValue(value) {
  if (value === null) return [];
  if (!isFields(value)) return indent(toText(value));
  return Object.entries(value).flatMap(([name, item]) => {
    const [first = "", ...rest] = indent(toText(item));
    return [`  ${toPrintableLine(name)}: ${first.trim()}`, ...rest.map((line) => `  ${line}`)];
  });
}
function toText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
function indent(text2) {
  const clean = toPrintable(text2).trim();
  return clean === "" ? [] : clean.split("\n").map((line) => `  ${line}`);
}

// src/adapters/reporters/terminal/live-region.ts
function createLiveRegion(screen) {
  let drawn = [];
  function erase() {
    const width = widthOf(screen);
    const height = drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(lengthOf(line) / width)),
      0
    );
    return height === 0 ? "" : `\x1B[${height}A\r\x1B[0J`;
  }
  function frame(lines) {
    const height = Math.max(1, (screen.rows ?? 24) - 1);
    drawn = lines.slice(0, height).map((line) => cut(line, widthOf(screen) - 1));
    return drawn.map((line) => `${paint(line)}
`).join("");
  }
  return {
    log(lines) {
      const text2 = lines.map((line) => `${line}
`).join("");
      screen.write(erase() + text2 + frame(drawn));
    },
    draw(lines) {
      screen.write(erase() + frame(lines));
    },
    clear() {
      const text2 = erase();
      drawn = [];
      if (text2 !== "") screen.write(text2);
    }
  };
}
function widthOf(screen) {
  return Math.max(20, screen.columns ?? 80);
}
function lengthOf(line) {
  return line.reduce((sum, { text: text2 }) => sum + text2.length, 0);
}
function cut(line, width) {
  let left = width;
  return line.flatMap((piece) => {
    if (left <= 0) return [];
    const fits2 = piece.text.length <= left;
    const text2 = fits2 ? piece.text : `${piece.text.slice(0, Math.max(0, left - 1))}…`;
    left -= text2.length;
    return [{ ...piece, text: text2 }];
  });
}
function paint(line) {
  return line.map(({ text: text2, paint: color }) => color?.(text2) ?? text2).join("");
}

// src/adapters/reporters/terminal/tree.ts
function createTree() {
  const entries = /* @__PURE__ */ new Map();
  const branches = /* @__PURE__ */ new Map();
  function entryOf(event) {
    const { node_id: name, branch_id: branch = "" } = event;
    return name === void 0 ? void 0 : entries.get(`${branch}/${name}`);
  }
  function start(event) {
    const { node_id: name = "", branch_id: branch = "" } = event;
    const at = toMilliseconds(event.timestamp);
    const known = entries.get(`${branch}/${name}`);
    if (known === void 0) {
      const counts = { runs: 1, since: at, spentMs: 0, tokens: 0, costUsd: 0, note: "" };
      entries.set(`${branch}/${name}`, { name, branch, mark: "running", ...counts });
      return;
    }
    known.runs += 1;
    known.since = at;
    known.mark = "running";
    known.note = "";
  }
  function settle(event, mark, note = "") {
    const entry = entryOf(event);
    if (entry === void 0) return;
    if (entry.mark === "running") entry.spentMs += toMilliseconds(event.timestamp) - entry.since;
    entry.mark = mark;
    entry.note = note;
  }
  function rest(event, mark) {
    for (const entry of entries.values()) {
      if (entry.mark !== "running") continue;
      entry.spentMs += Math.max(0, toMilliseconds(event.timestamp) - entry.since);
      entry.mark = mark;
    }
  }
  function charge(event) {
    const entry = entryOf(event);
    const { usage } = readUsage(event);
    if (entry === void 0 || usage === void 0) return;
    entry.tokens += usage.tokens;
    entry.costUsd += usage.costUsd;
  }
  return {
    on(event) {
      const { data = {}, branch_id: branch = "" } = event;
      if (event.type === "branch_started") {
        const [parent, fork] = [data["parent"], data["fork"]];
        branches.set(branch, {
          parent: typeof parent === "string" ? parent : "",
          fork: typeof fork === "string" ? fork : ""
        });
      } else if (event.type === "node_started") start(event);
      else if (event.type === "step_finished") charge(event);
      else if (event.type === "node_finished") settle(event, "done");
      else if (event.type === "node_failed") settle(event, "failed", textOf(data["code"]));
      else if (event.type === "human_input_requested") {
        settle(event, "waiting", `gate ${textOf(data["gate"])}`);
      } else if (event.type === "human_answers_recorded" && data["closes"] === true) {
        settle(event, "running");
      } else if (/^run_(?:failed|cancelled|paused|finished)$/.test(event.type)) {
        rest(event, "stopped");
      }
    },
    rows: (now) => rowsOf("", 0, { entries: [...entries.values()], branches, now })
  };
}
function rowsOf(branch, depth, forest) {
  return forest.entries.filter((entry) => entry.branch === branch).flatMap((entry) => {
    const opened = [...forest.branches].filter(
      ([, { parent, fork }]) => parent === branch && nodeOf(fork) === entry.name
    );
    return [
      rowOf(entry, depth, forest.now),
      ...opened.flatMap(([id]) => rowsOf(id, depth + 1, forest))
    ];
  });
}
function rowOf(entry, depth, now) {
  const running = entry.mark === "running" ? Math.max(0, now - entry.since) : 0;
  const detail = [
    ...entry.runs > 1 ? [`×${entry.runs}`] : [],
    formatDuration(entry.spentMs + running),
    ...entry.tokens > 0 ? [`${formatCount(entry.tokens)} tokens`] : [],
    ...entry.costUsd > 0 ? [formatCost(entry.costUsd)] : [],
    ...entry.note === "" ? [] : [entry.note]
  ];
  return { depth, mark: entry.mark, name: entry.name, detail: detail.join("  ") };
}
function nodeOf(activation) {
  return activation.slice(activation.lastIndexOf("/") + 1).replace(/#\d+$/, "");
}
function readUsage({ data }) {
  const usage = data?.["usage"];
  if (typeof usage !== "object" || usage === null || Array.isArray(usage)) return {};
  const number = (key) => {
    const value = Object.entries(usage).find(([name]) => name === key)?.[1];
    return typeof value === "number" ? value : 0;
  };
  const tokens = number("input_tokens") + number("output_tokens");
  return { usage: { tokens, costUsd: number("cost_usd") } };
}
function textOf(value) {
  return typeof value === "string" ? value : "";
}

// src/adapters/reporters/terminal/terminal.ts
var levels = ["error", "warn", "info", "debug", "trace"];
var drawEveryMs = 100;
var spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
function createTerminalReporter(options) {
  const { screen, live, now } = options;
  const memory = { started: /* @__PURE__ */ new Map() };
  const tree = createTree();
  const region = live ? createLiveRegion(screen) : void 0;
  let state;
  let aside = 0;
  let turn = 0;
  let timer;
  function draw() {
    if (state === void 0 || aside > 0) return;
    turn += 1;
    region?.draw(frameOf(tree.rows(now()), state, { ...options, turn }));
  }
  function say(line, timestamp) {
    const text2 = renderLine(line, options, timestamp);
    if (region === void 0 || aside > 0) screen.write(`${text2}
`);
    else region.log([text2]);
  }
  return {
    on(event, latest) {
      state = latest;
      tree.on(event);
      const line = lineOf(event, memory);
      if (line !== void 0 && isWanted(line.level, options.level)) say(line, event.timestamp);
      if (region === void 0 || timer !== void 0) return;
      draw();
      timer = setInterval(draw, drawEveryMs);
      timer.unref();
    },
    stepAside() {
      aside += 1;
      region?.clear();
      return () => {
        aside -= 1;
        draw();
      };
    },
    close() {
      clearInterval(timer);
      timer = void 0;
      state = void 0;
      region?.clear();
    }
  };
}
function isWanted(level, wanted) {
  return levels.indexOf(level) <= levels.indexOf(wanted);
}
function renderLine(line, { color, redact }, timestamp) {
  const time = color("dim", new Date(timestamp).toTimeString().slice(0, 8));
  const block = line.block?.replaceAll(/^/gm, "           ") ?? "";
  const text2 = `${time} ${color(line.tone, line.sign)} ${redact(line.text)}`;
  return block === "" ? text2 : `${text2}
${redact(block)}`;
}
function frameOf(rows, state, options) {
  const room = Math.max(3, Math.min(20, (options.screen.rows ?? 24) - 4));
  const hidden = rows.length - room;
  const shown = hidden > 0 ? withoutOldest(rows, hidden + 1) : rows;
  const width = Math.max(0, ...shown.map(({ depth, name }) => depth * 2 + name.length));
  const more = hidden > 0 ? [[{ text: `  … ${rows.length - shown.length} more`, paint: dim(options) }]] : [];
  return [
    ...more,
    ...shown.map((row) => paintRow(row, width, options)),
    [{ text: `  ${totals(state, options.now())}`, paint: dim(options) }]
  ];
}
function withoutOldest(rows, count) {
  const settled = rows.filter(({ mark }) => mark !== "running" && mark !== "waiting");
  const dropped = new Set(settled.slice(0, count));
  return rows.filter((row) => !dropped.has(row));
}
var signs = {
  running: ["", "start"],
  done: ["✓", "good"],
  failed: ["✗", "bad"],
  waiting: ["⏸", "pause"],
  stopped: ["■", "plain"]
};
function paintRow({ depth, mark, name, detail }, width, options) {
  const [sign, tone] = signs[mark];
  const still = spinner[options.turn % spinner.length] ?? "";
  const indented = `${"  ".repeat(depth)}${name}`;
  return [
    { text: "  " },
    { text: sign === "" ? still : sign, paint: (text2) => options.color(tone, text2) },
    { text: ` ${indented.padEnd(width)}  ` },
    { text: detail, paint: dim(options) }
  ];
}
function totals({ spent, limits, status, timestamp }, now) {
  const of = (limit) => limit === void 0 ? "" : ` of ${limit}`;
  const { maxDurationMs, maxTokens, maxCostUsd } = limits;
  const tokens = spent.input_tokens + spent.output_tokens;
  const since = status === "running" ? Math.max(0, now - toMilliseconds(timestamp)) : 0;
  return [
    formatDuration(spent.duration_ms + since) + of(maxDurationMs === void 0 ? void 0 : formatDuration(maxDurationMs)),
    `${formatCount(tokens)}${of(maxTokens === void 0 ? void 0 : formatCount(maxTokens))} tokens`,
    formatCost(spent.cost_usd, spent.cost_source !== "unknown") + of(maxCostUsd === void 0 ? void 0 : formatCost(maxCostUsd))
  ].join("  ·  ");
}
function dim({ color }) {
  return (text2) => color("dim", text2);
}

// src/cli/watch.ts
var styles = {
  start: "cyan",
  good: "green",
  bad: "red",
  pause: "yellow",
  warn: "yellow",
  plain: "dim",
  dim: "dim"
};
function watchRun({ host, output, redactor }, options) {
  const isTerminal = host.stderr.isTTY === true;
  const reporter = createTerminalReporter({
    screen: host.stderr,
    live: isTerminal && output.level !== "error" && host.env["TERM"] !== "dumb",
    level: output.level,
    color: (tone, text2) => output.paint(styles[tone], text2),
    redact: redactor.text,
    now: () => options.clock.now()
  });
  const human = createTerminalHuman({
    input: host.stdin,
    output: host.stderr,
    by: options.by,
    signal: options.signals.signal,
    interrupt: () => options.signals.deliver("SIGINT"),
    stepAside: () => reporter.stepAside(),
    emphasize: (text2) => output.paint("bold", text2)
  });
  const mayAsk = options.interactive && !output.json && isTerminal && host.stdin.isTTY === true;
  return {
    reporters: [reporter],
    human: mayAsk ? human : void 0,
    close: () => {
      reporter.close();
      return Promise.resolve();
    }
  };
}

// src/cli/world.ts
function openStore(session, folder) {
  const store = createFileStore(resolve3(session.host.cwd(), folder), folder);
  return createRedactingStore(store, session.redactor);
}
async function openWorld(session, request) {
  const { host, redactor } = session;
  const clock = await openClock(session, request);
  const watch = watchRun(session, { ...request, clock });
  const caches = createCaches(request.before);
  const outside = request.simulation === null ? await openOutside(session, request.folder) : await readSimulation(session, { ...request, clock, script: request.simulation.script });
  const afterDurable = request.simulation === null ? void 0 : readHooks(session, request.signals);
  const world = {
    ...outside,
    clock,
    store: openStore(session, request.folder),
    kinds: standard.kinds,
    engineVersion: versionText(),
    process: { pid: host.pid, host: hostname() },
    sha256: (text2) => createHash2("sha256").update(text2).digest("hex"),
    redact: redactor.value,
    caches: caches.files,
    reporters: [caches.reporter, ...watch.reporters],
    ...watch.human === void 0 ? {} : { human: watch.human },
    ...afterDurable === void 0 ? {} : { afterDurable }
  };
  return { world, close: watch.close };
}
function loginName(env) {
  try {
    return userInfo().username;
  } catch {
    return env["USER"] ?? env["LOGNAME"] ?? "somebody";
  }
}
async function openClock({ env }, { simulation, before }) {
  if (simulation === null) return createSystemClock();
  const { createVirtualClock } = await import("./virtual-XADESLCC.mjs");
  const last = before.at(-1);
  const start = last === void 0 ? Date.now() : Date.parse(last.timestamp);
  return createVirtualClock(start + clockOffset(env));
}
async function openOutside(session, folder) {
  const { env, host } = session;
  const [{ createModels }, { createDelegates }, { createShell }, { createTools }] = await Promise.all([
    import("./models-CYZQS6UE.mjs"),
    import("./delegates-NZDZT773.mjs"),
    import("./shell-G6ABF2MM.mjs"),
    import("./tools-P6F67NYH.mjs")
  ]);
  const prices = await readOwnPrices(session, folder);
  return {
    models: createModels({ env, ...prices === void 0 ? {} : { prices } }),
    delegates: createDelegates(),
    shell: createShell({ env, cwd: host.cwd() }),
    tools: createTools()
  };
}

// src/cli/flags.ts
function collect(value, before) {
  return [...before ?? [], value];
}
function addStoreFlag(command) {
  return command.addOption(
    new Option("--store-dir <dir>", "the folder that keeps runs (ITER_STORE_DIR, else .iterion)")
  );
}
function storeFolder(session, flag) {
  const named = flag ?? session.env["ITER_STORE_DIR"] ?? "";
  return named === "" ? ".iterion" : named;
}
function readPairs(pairs, flag) {
  return (pairs ?? []).map((pair) => {
    const equals = pair.indexOf("=");
    if (equals > 0) return [pair.slice(0, equals).trim(), pair.slice(equals + 1)];
    throw new Refusal("INPUT_INVALID", `\`${flag} ${pair}\` lacks a value.`, {
      hint: `write \`${flag} ${equals < 0 && pair !== "" ? pair : "name"}=value\``
    });
  });
}
function readTimeout(text2) {
  if (text2 === void 0) return void 0;
  const ms = parseDuration(text2.trim());
  if (ms !== void 0) return ms;
  throw new Refusal("INPUT_INVALID", `\`${text2}\` is no duration.`, {
    hint: "write it like `90s`, `30m` or `1h30m`"
  });
}

export {
  readDataFile,
  toPrintable,
  toPrintableLine,
  drawings,
  loopBounds,
  readScriptFile,
  lineOf,
  openStore,
  openWorld,
  loginName,
  collect,
  addStoreFlag,
  storeFolder,
  readPairs,
  readTimeout
};
