import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  sayOutcome
} from "./chunk-CAY7TMXR.mjs";
import {
  openWorld
} from "./chunk-7XW2C6SK.mjs";
import {
  createControl
} from "./chunk-FWFO3LFK.mjs";
import {
  cancelRun
} from "./chunk-IEOE2RMJ.mjs";
import {
  listModels
} from "./chunk-UFBC2K4E.mjs";
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";

// src/cli/signals.ts
function catchSignals(session) {
  const { host, output } = session;
  const control = createControl();
  const controller = new AbortController();
  let asked;
  let interrupts = 0;
  function stop(wanted) {
    asked ??= wanted;
    control.stop(wanted);
    controller.abort();
  }
  function onInterrupt() {
    interrupts += 1;
    if (interrupts > 1) host.exit(exitCodes.cancelled);
    if (interrupts > 1 || asked !== void 0) return;
    output.note("cancelling the run; Ctrl-C again ends it at once");
    stop({ kind: "cancel", reason: "SIGINT" });
  }
  function onTerminate() {
    if (asked === void 0) stop({ kind: "interrupt", reason: "signal" });
  }
  const listeners = [
    ["SIGINT", onInterrupt],
    ["SIGTERM", onTerminate],
    ["SIGHUP", onTerminate]
  ];
  for (const [signal, listener] of listeners) host.on(signal, listener);
  return {
    control,
    signal: controller.signal,
    asked: () => asked,
    deliver: (signal) => listeners.find(([name]) => name === signal)?.[1](),
    release: () => {
      for (const [signal, listener] of listeners) host.off(signal, listener);
    }
  };
}

// src/cli/drive.ts
async function drive(session, request, work) {
  const signals = catchSignals(session);
  try {
    const { world, close } = await openWorld(session, { ...request, signals });
    let result;
    try {
      result = await work(world, signals);
      if (wasLeft(result, signals)) result = await cancelLeft(world, result);
    } finally {
      await close();
    }
    const { events } = await world.store.read(result.runId);
    const interrupted = signals.asked()?.kind === "interrupt";
    return sayOutcome(session, { result, events, folder: request.folder, interrupted });
  } finally {
    signals.release();
  }
}
function checkModels(graph, world) {
  for (const { model, node } of listModels(graph)) {
    const fault = world.models.check(model);
    if (fault !== void 0) throw cannotCall(node, fault);
  }
  for (const node of graph.nodes) {
    const backend = "delegate" in node ? node.delegate : null;
    const fault = typeof backend === "string" ? world.delegates.check(backend) : void 0;
    if (fault !== void 0) throw cannotCall(node.id, fault);
  }
}
function cannotCall(node, fault) {
  return new Refusal("INPUT_INVALID", `\`${node}\` can't run: ${fault.message}.`, {
    hint: fault.hint
  });
}
function wasLeft({ state }, signals) {
  return state.status === "paused_waiting_human" && signals.asked()?.kind === "cancel";
}
async function cancelLeft(world, result) {
  const state = await cancelRun(world, { runId: result.runId, reason: "SIGINT" });
  return { ...result, state };
}

export {
  catchSignals,
  drive,
  checkModels
};
