import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  addStoreFlag,
  lineOf,
  openStore,
  storeFolder,
  toPrintable,
  toPrintableLine
} from "./chunk-7XW2C6SK.mjs";
import {
  describeStatus,
  formatCost,
  formatCount,
  formatDuration,
  formatMoment,
  openGates,
  toActivationDocument,
  toInteractionDocument,
  toRunDocument,
  viewRun
} from "./chunk-UFBC2K4E.mjs";
import "./chunk-6QBDXAEX.mjs";
import {
  fold
} from "./chunk-FYZ45KON.mjs";
import "./chunk-XUHXFKF7.mjs";
import {
  Option
} from "./chunk-MQVUDFIN.mjs";
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import "./chunk-JDP3GVBO.mjs";
import "./chunk-VXOQT2IS.mjs";
import "./chunk-MAU3BDHV.mjs";
import "./chunk-5IMY7TMT.mjs";
import "./chunk-BYX33S23.mjs";
import "./chunk-YW7VNK3S.mjs";
import {
  isFields
} from "./chunk-4QXECC3P.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/inspect.ts
import { setTimeout as sleep } from "node:timers/promises";
var inspect = {
  declare(command, act) {
    command.option("--run-id <id>", "the run; without it all runs are listed").option("--events", "its events, one a line").option("--full", "outputs, artifacts and questions as a whole").option("--node <node>", "only the activations of a node").addOption(new Option("--follow", "wait for further events until the run stands still"));
    addStoreFlag(command);
    act(async (session) => {
      const flags = command.opts();
      const store = openStore(session, storeFolder(session, flags.storeDir));
      if (flags.runId === void 0) return listRuns(session, store);
      session.known["run_id"] = flags.runId;
      const shown = await readRun(store, flags.runId);
      if (flags.follow === true) return follow(session, store, flags.runId);
      return showRun(session, shown, flags);
    });
  }
};
async function readRun(store, runId) {
  const { events } = await store.read(runId);
  const state = fold(events);
  const interrupted = state.status === "running" && await store.holder(runId) === void 0;
  const view = viewRun(events, { interrupted });
  return { view, events, document: toRunDocument(state, { interrupted }), store };
}
async function listRuns(session, store) {
  const { output } = session;
  const shown = [];
  for (const runId of await store.list()) {
    try {
      shown.push(await readRun(store, runId));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      output.note(`${output.paint("yellow", "note:")} ${error.message}`, "warn");
    }
  }
  shown.sort((a, b) => a.view.createdAt < b.view.createdAt ? 1 : -1);
  output.document(shown.map(({ document }) => document));
  if (shown.length === 0) output.print(`There are no runs in ${store.location}.`);
  const width = Math.max(...shown.map(({ view }) => view.runId.length));
  for (const { view } of shown) {
    const facts = [view.runId.padEnd(width), formatMoment(view.createdAt), statusOf(view, output)];
    output.print([...facts, view.workflow, usageOf(view)].join("  "));
  }
  return exitCodes.done;
}
async function showRun(session, shown, flags) {
  const { output } = session;
  const { view, events, document } = shown;
  const activations = activationsOf(view, flags.node);
  const wantsNodes = flags.full === true || flags.node !== void 0;
  const artifacts = flags.full === true ? await readArtifacts(shown) : void 0;
  output.document({
    run: document,
    ...flags.events === true ? { events } : {},
    ...flags.full === true ? { interactions: view.gates.map((gate) => toInteractionDocument(gate, view.runId)) } : {},
    ...artifacts === void 0 ? {} : { artifacts },
    ...wantsNodes ? { nodes: activations.map(toActivationDocument) } : {}
  });
  for (const line of [...describeRun(view, output), ...describeOpenGates(events)]) {
    output.print(line);
  }
  output.print("");
  for (const { id, status, input, output: out, startedAt, finishedAt } of activations) {
    const took = finishedAt === null ? "" : formatDuration(Date.parse(finishedAt) - Date.parse(startedAt));
    output.print(`${markOf(status)} ${id}  ${status}${took === "" ? "" : `, ${took}`}`);
    if (wantsNodes) {
      output.print(block("in", input));
      output.print(block("out", out));
    }
  }
  for (const artifact of artifacts ?? []) output.print(`
${block("artifact", artifact)}`);
  if (flags.events === true) {
    output.print("");
    for (const event of events) output.print(eventLine(event));
  }
  return exitCodes.done;
}
async function follow(session, store, runId) {
  const { output } = session;
  const memory = { started: /* @__PURE__ */ new Map() };
  let said = 0;
  for (; ; ) {
    const held = await store.holder(runId) !== void 0;
    const { events } = await store.read(runId);
    for (const event of events.slice(said)) {
      const line = lineOf(event, memory);
      const time = new Date(event.timestamp).toTimeString().slice(0, 8);
      if (line?.level === "info" || line?.level === "warn" || line?.level === "error") {
        output.print(`${time} ${line.sign} ${line.text}`);
      }
    }
    said = events.length;
    if (!held) {
      output.document({ run: (await readRun(store, runId)).document, events });
      return exitCodes.done;
    }
    await sleep(250);
  }
}
function activationsOf(view, node) {
  if (node === void 0) return view.activations;
  const found = view.activations.filter((one) => one.node === node || one.id === node);
  if (found.length > 0) return found;
  const near = suggest(node, new Set(view.activations.map((one) => one.node)));
  throw new Refusal("INPUT_INVALID", `The run has not been at a node \`${node}\`.`, {
    hint: near === void 0 ? "`iter inspect --run-id …` lists its nodes" : `did you mean \`${near}\`?`
  });
}
async function readArtifacts({ view, store }) {
  const documents = [];
  for (const { path } of view.artifacts) {
    const text = await store.readFile(view.runId, path);
    const value = text === void 0 ? null : readValue(text);
    if (isFields(value)) documents.push(value);
  }
  return documents;
}
function readValue(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function describeRun(view, output) {
  const { failure } = view;
  return [
    `Run: ${view.runId}${view.simulated ? " (simulated: no model was called)" : ""}`,
    `Workflow: ${view.workflow} (${view.sourcePath})`,
    `Status: ${statusOf(view, output)}`,
    `Started: ${formatMoment(view.createdAt)}`,
    `Used: ${usageOf(view)}`,
    ...failure === null ? [] : [
      `Error: ${failure.code} at ${failure.node ?? "the run"}: ${toPrintableLine(failure.message)}`
    ],
    ...failure?.hint == null ? [] : [`Hint: ${toPrintableLine(failure.hint)}`]
  ];
}
function describeOpenGates(events) {
  return openGates(fold(events)).map(({ gate, nodeId, branchId, fields }) => {
    const names = fields.map(({ name, type }) => `${name} (${type})`).join(", ");
    return `Waiting: ${gate}, ${branchId === "" ? nodeId : `${branchId}/${nodeId}`} asks for ${names}`;
  });
}
function statusOf(view, output) {
  const style = view.status === "finished" ? "green" : view.status.startsWith("failed") ? "red" : "yellow";
  return output.paint(style, describeStatus(view), "stdout");
}
function usageOf({ durationMs, metrics, costKnown }) {
  return [
    formatDuration(durationMs),
    `${formatCount(metrics.totalTokens)} tokens`,
    formatCost(metrics.totalCostUsd, costKnown)
  ].join(", ");
}
function markOf(status) {
  return { started: "▶", waiting: "⏸", finished: "✓", failed: "✗" }[status];
}
function block(title, value) {
  const text = toPrintable(JSON.stringify(value, null, 2)).replaceAll("\n", "\n      ");
  return `    ${title}: ${text}`;
}
function eventLine(event) {
  const { seq, timestamp, type, branch_id: branch, node_id: node, data } = event;
  const place = [branch, node].filter((part) => part !== void 0).join("/");
  const text = data === void 0 ? "" : toPrintableLine(JSON.stringify(data));
  const cut = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return [String(seq).padStart(4), timestamp, type, place, cut].filter((part) => part !== "").join(" ");
}
export {
  inspect
};
