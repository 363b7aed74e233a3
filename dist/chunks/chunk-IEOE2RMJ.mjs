import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  listModels,
  readAnswer
} from "./chunk-UFBC2K4E.mjs";
import {
  applyRecipe,
  changeLimits,
  readRecipe
} from "./chunk-MVKURDAE.mjs";
import {
  claimActivation,
  createState,
  decisionField,
  defaultRunId,
  evolve,
  fold,
  formatVersion,
  isRunId,
  toMilliseconds,
  toTimestamp
} from "./chunk-FYZ45KON.mjs";
import {
  noLimits,
  writeLimits
} from "./chunk-XUHXFKF7.mjs";
import {
  checkOutput,
  decideCondition,
  fitInput,
  printCondition
} from "./chunk-VXOQT2IS.mjs";
import {
  evaluateMapping,
  resolvePath
} from "./chunk-MAU3BDHV.mjs";
import {
  isFields,
  isList
} from "./chunk-4QXECC3P.mjs";
import {
  Refusal,
  RunFailure,
  noUsage
} from "./chunk-2ZHFY3E5.mjs";

// src/core/engine/decide/place.ts
var nowhere = {};
function placeIn(work, branch, node, activation) {
  const path = iterationPath(work, branch, node);
  return {
    ...branch.id === "" ? {} : { branch_id: branch.id },
    node_id: node,
    ...activation === void 0 ? {} : { activation_id: activation },
    ...path === null ? {} : { iteration_path: path }
  };
}
function placeOf(activation) {
  const { branch, node, id, iterationPath: path } = activation;
  if (branch === "" && path === null) return { node_id: node, activation_id: id };
  return {
    ...branch === "" ? {} : { branch_id: branch },
    node_id: node,
    activation_id: id,
    ...path === null ? {} : { iteration_path: path }
  };
}
function createEvent(type, place, data = {}) {
  for (const _ in data) return { type, ...place, data };
  return { type, ...place };
}
function payload(entries) {
  const data = {};
  for (const key in entries) {
    const value = entries[key];
    if (value !== void 0) data[key] = value;
  }
  return data;
}
function iterationPath(work, branch, node) {
  const loops = work.loopsAround.get(node);
  if (!loops) return null;
  return loops.map((name) => `${name}=${branch.loops[name]?.count ?? 0}`).join(";");
}
function branchIdsFor(activation, targets) {
  const counts2 = /* @__PURE__ */ new Map();
  return targets.map((node) => {
    const count = (counts2.get(node) ?? 0) + 1;
    counts2.set(node, count);
    return count === 1 ? `${activation}.${node}` : `${activation}.${node}~${count}`;
  });
}
function activationIdFor(branch, node) {
  const count = branch.counts[node] ?? 0;
  return branch.id === "" ? `${node}#${count}` : `${branch.id}/${node}#${count}`;
}

// src/core/engine/journal.ts
var patience = 12;
function createJournal(options) {
  const { world, writer, state, runId, alone } = options;
  const { clock, redact } = world;
  let pending = [];
  let writing;
  let shared;
  let lastMs = state.seq < 0 ? 0 : toMilliseconds(state.timestamp);
  let stopped = false;
  let broken;
  const listeners = [];
  function record2(event) {
    if (stopped) return;
    lastMs = Math.max(lastMs, clock.now());
    const data = event.data && redact ? redact(event.data) : event.data;
    const stamped = stamp(event, { seq: state.seq + 1, ms: lastMs, runId, data });
    evolve(state, stamped);
    pending.push(stamped);
  }
  function durable() {
    if (stopped) return never;
    if (pending.length === 0 && !writing) return void 0;
    if (alone()) return flush();
    shared ??= waitForOthers().then(() => {
      shared = void 0;
      return flush();
    });
    return shared;
  }
  function flush() {
    if (stopped) return never;
    if (writing) return writing.then(flush);
    if (pending.length === 0) return void 0;
    const group = world.afterDurable ? pending.splice(0, 1) : pending;
    if (group === pending) pending = [];
    try {
      const done = writer.append(group);
      if (done) return awaitWrite(done, group);
      announce(world, group, state);
    } catch (error) {
      return breakDown(error);
    }
    return flush();
  }
  function awaitWrite(done, group) {
    const release = clock.hold?.();
    const finish2 = () => {
      writing = void 0;
      release?.();
    };
    writing = done.then(
      () => {
        finish2();
        try {
          announce(world, group, state);
          return void 0;
        } catch (error) {
          return breakDown(error);
        }
      },
      (error) => {
        finish2();
        return breakDown(error);
      }
    );
    return writing.then(flush);
  }
  function breakDown(error) {
    if (stopped) return never;
    stopped = true;
    broken = error;
    pending = [];
    for (const listener of listeners) listener();
    return never;
  }
  function settled() {
    const written = durable();
    if (written === void 0 || stopped) return Promise.resolve();
    return new Promise((resolve) => {
      listeners.push(resolve);
      void written.then(resolve);
    });
  }
  return {
    state,
    record: record2,
    durable,
    settled,
    breakDown(error) {
      void breakDown(error);
    },
    get broken() {
      return broken;
    },
    onBroken: (listener) => listeners.push(listener)
  };
}
var never = new Promise(() => void 0);
async function waitForOthers() {
  for (let turn = 0; turn < patience; turn++) await Promise.resolve();
}
function stamp(event, { seq, ms, runId, data }) {
  const stamped = {
    seq,
    timestamp: toTimestamp(ms),
    type: event.type,
    run_id: runId
  };
  if (event.branch_id !== void 0) stamped.branch_id = event.branch_id;
  if (event.node_id !== void 0) stamped.node_id = event.node_id;
  if (event.activation_id !== void 0) stamped.activation_id = event.activation_id;
  if (event.iteration_path !== void 0) stamped.iteration_path = event.iteration_path;
  if (data !== void 0) stamped.data = data;
  return stamped;
}
function announce(world, group, state) {
  for (const event of group) {
    world.models.observe?.(event);
    for (const reporter of world.reporters ?? []) {
      try {
        reporter.on(event, state);
      } catch {
        continue;
      }
    }
    world.afterDurable?.(event);
  }
}

// src/core/engine/lifecycle/cancel-run.ts
var patienceMs = 15e3;
async function cancelRun(world, options) {
  const { store } = world;
  refuseOver(fold((await store.read(options.runId)).events));
  let writer;
  try {
    writer = await store.acquire(options.runId);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "RUN_LOCKED") throw error;
    await store.requestCancel(options.runId, options);
    return awaitCancel(world, options.runId);
  }
  try {
    const state = fold((await store.read(options.runId)).events);
    refuseOver(state);
    const journal = createJournal({
      world,
      writer,
      state,
      runId: options.runId,
      alone: () => true
    });
    journal.record({
      type: "run_cancelled",
      data: payload({ reason: options.reason ?? "cancel", by: options.by })
    });
    await journal.settled();
    if (journal.broken !== void 0) throw journal.broken;
    return state;
  } finally {
    await writer.release();
  }
}
async function awaitCancel(world, runId) {
  const until = world.clock.now() + patienceMs;
  for (; ; ) {
    const state = fold((await world.store.read(runId)).events);
    if (state.status !== "running" || world.clock.now() >= until) return state;
    await world.clock.sleep(200);
  }
}
function refuseOver(state) {
  if (state.status === "finished" || state.status === "failed" || state.status === "cancelled") {
    throw new Refusal("RESUME_INVALID", `the run is ${state.status}: nothing to cancel`);
  }
}

// src/core/engine/decide/budget.ts
var warningShare = 0.8;
function decideBudget(state, now, place) {
  const { limits } = state;
  if (limits.maxTokens === void 0 && limits.maxCostUsd === void 0 && limits.maxDurationMs === void 0 && limits.maxIterations === void 0) {
    return none;
  }
  const gauges = readGauges(state, now);
  const over = gauges.find(
    (gauge) => gauge.dimension !== "iterations" && gauge.used >= gauge.limit
  );
  if (over) return exceed(over, place);
  const near = gauges.filter(
    (gauge) => gauge.used >= gauge.limit * warningShare && !state.warned.includes(`${gauge.dimension}:${gauge.limit}`)
  );
  return near.map((gauge) => createEvent("budget_warning", place, writeGauge(gauge)));
}
function exceedIterations(state, edges, activation) {
  const limit = state.limits.maxIterations;
  if (limit === void 0) return void 0;
  const used = state.spent.iterations;
  const opened = state.forks[activation.id]?.branches.length ?? 0;
  const more = edges.slice(opened).filter(({ edge }) => edge.loop !== null).length;
  if (more === 0 || used + more <= limit) return void 0;
  return exceed({ dimension: "iterations", unit: "traversals", used, limit }, placeOf(activation));
}
function remainingMs(state, now) {
  const limit = state.limits.maxDurationMs;
  return limit === void 0 ? void 0 : limit - workedMs(state, now);
}
function workedMs(state, now) {
  const since = now - toMilliseconds(state.timestamp);
  return state.spent.duration_ms + (state.status === "running" ? Math.max(0, since) : 0);
}
var none = [];
var flags = {
  tokens: "max_tokens",
  cost_usd: "max_cost_usd",
  duration: "max_duration",
  iterations: "max_iterations"
};
function readGauges(state, now) {
  const { limits, spent } = state;
  const gauges = [];
  if (limits.maxTokens !== void 0) {
    const used = spent.input_tokens + spent.output_tokens;
    gauges.push({ dimension: "tokens", unit: "tokens", used, limit: limits.maxTokens });
  }
  if (limits.maxCostUsd !== void 0) {
    gauges.push({
      dimension: "cost_usd",
      unit: "usd",
      used: spent.cost_usd,
      limit: limits.maxCostUsd
    });
  }
  if (limits.maxDurationMs !== void 0) {
    const used = workedMs(state, now);
    gauges.push({ dimension: "duration", unit: "ms", used, limit: limits.maxDurationMs });
  }
  if (limits.maxIterations !== void 0) {
    const limit = limits.maxIterations;
    gauges.push({ dimension: "iterations", unit: "traversals", used: spent.iterations, limit });
  }
  return gauges;
}
function exceed(gauge, place) {
  const flag = flags[gauge.dimension];
  return [
    createEvent("budget_exceeded", place, writeGauge(gauge)),
    createEvent("run_failed", place, {
      error: `the budget is used up: ${gauge.used} of ${gauge.limit} ${gauge.unit}`,
      code: "BUDGET_EXCEEDED",
      resumable: true,
      hint: `resume with a larger limit: \`--budget ${flag}=…\``
    })
  ];
}
function writeGauge({ dimension, used, limit, unit }) {
  return { dimension, used, limit, unit };
}

// src/core/engine/decide/failing.ts
function failBranch(work, state, branch, fault) {
  const place = placeIn(work, branch, fault.node, fault.activation);
  const said = describeFault(fault);
  if (branch.id === "") {
    const final = fault.code === "WORKFLOW_FAILED";
    return [
      ...final ? closeRun(work, state) : [],
      createEvent("run_failed", place, { ...said, resumable: !final })
    ];
  }
  const tolerated = nearestMeetings(work, state, branch, fault).some(
    (node) => toleratesFailures(work, node)
  );
  return [
    createEvent("branch_finished", place, {
      status: "failed",
      node: fault.node,
      ...said,
      tolerated
    })
  ];
}
function failActivation(work, state, activation) {
  const branch = state.branches[activation.branch];
  const fault = activation.failure;
  if (!branch || !fault) return [];
  return failBranch(work, state, branch, {
    ...toFault(fault),
    node: activation.node,
    activation: activation.id
  });
}
function failFork(work, state, fork) {
  const parent = state.branches[fork.parent];
  const first = brokenBranches(state, fork)[0];
  if (!parent || !first?.failure) return [];
  const cancelled = cancelBranches(work, state, fork, { andParked: false });
  if (cancelled.length > 0) return cancelled;
  const cause = toFault(first.failure);
  const node = parent.id === "" ? cause.node : fork.node;
  return failBranch(work, state, parent, { ...cause, node, fork: fork.id });
}
function failMeeting(work, state, fork, failure) {
  const parent = state.branches[fork.parent];
  if (!parent) return [];
  const cancelled = cancelBranches(work, state, fork, { andParked: false });
  if (cancelled.length > 0) return cancelled;
  return failBranch(work, state, parent, {
    code: "JOIN_FAILED",
    retryable: false,
    ...failure,
    fork: fork.id
  });
}
function closeRun(work, state) {
  return [...state.index.live].reverse().flatMap((id) => {
    const branch = state.branches[id];
    return branch ? [settle(work, branch)] : [];
  });
}
function failedFor(work, state, fork, node) {
  return fork.branches.flatMap((id) => {
    const branch = state.branches[id];
    const fault = branch?.failure;
    if (branch?.status !== "failed" || !fault) return [];
    const known = toFault(fault);
    if (!nearestMeetings(work, state, branch, known).includes(node)) return [];
    return [{ branch_id: id, node: known.node, code: fault.code, error: fault.message }];
  });
}
function toleratesFailures(work, node) {
  const strategy = work.nodes.get(node)?.await ?? "wait_all";
  return strategy !== "wait_all";
}
function describeFault(fault) {
  return payload({
    error: fault.message,
    code: fault.code,
    hint: fault.hint === "" ? void 0 : fault.hint,
    errors: fault.errors === void 0 || fault.errors.length === 0 ? void 0 : fault.errors.map(({ field, message }) => ({ field, message })),
    retry_at: fault.retryAt ?? void 0,
    fork: fault.fork
  });
}
function nearestMeetings(work, state, branch, fault) {
  const fork = branch.fork === null ? void 0 : state.forks[branch.fork];
  if (!fork) return [];
  return work.meetings(fork.node, fork.chosen).nearest(whereItFailed(work, state, branch, fault));
}
function whereItFailed(work, state, branch, fault) {
  const inner = fault.fork === void 0 ? void 0 : state.forks[fault.fork];
  if (inner) return inner.node;
  if (work.nodes.get(fault.node)?.kind !== "fail" || branch.activation === null) return fault.node;
  const arrival = state.activations[branch.activation]?.arrivals[0];
  return work.edges[arrival?.edge ?? -1]?.edge.from ?? fault.node;
}
function brokenBranches(state, fork) {
  return fork.branches.flatMap((id) => state.branches[id] ?? []).filter((branch) => branch.status === "failed" && !branch.tolerated).sort((a, b) => a.settled - b.settled);
}
function cancelBranches(work, state, fork, options) {
  return fork.branches.flatMap((id) => {
    const branch = state.branches[id];
    if (branch?.status !== "live") return [];
    if (!options.andParked && branch.token?.parked === true) return [];
    const inner = branch.activation === null ? void 0 : state.forks[branch.activation];
    return [
      ...inner && !inner.closed ? cancelBranches(work, state, inner, { andParked: true }) : [],
      cancelBranch(work, branch)
    ];
  });
}
function settle(work, branch) {
  if (branch.token?.parked !== true) return cancelBranch(work, branch);
  const { node } = branch.token;
  return createEvent("branch_finished", placeIn(work, branch, node), { status: "arrived", node });
}
function cancelBranch(work, branch) {
  return createEvent("branch_finished", placeIn(work, branch, standsAt(branch)), {
    status: "cancelled"
  });
}
function standsAt(branch) {
  if (branch.token) return branch.token.node;
  const activation = branch.activation ?? "";
  const name = activation.slice(activation.lastIndexOf("/") + 1);
  return name === "" ? branch.first : name.slice(0, name.lastIndexOf("#"));
}
function toFault(fault) {
  return {
    code: fault.code,
    message: fault.message,
    hint: fault.hint ?? "",
    retryable: fault.retryable,
    errors: fault.errors,
    node: fault.node ?? "",
    retryAt: fault.retryAt,
    ...fault.fork === null ? {} : { fork: fault.fork }
  };
}

// src/core/graph/traverse.ts
function waysOf(edges) {
  return collect(edges.map(({ from, to }) => [from, to]));
}
function waysBack(edges) {
  return collect(edges.map(({ from, to }) => [to, from]));
}
function reachable(ways, starts, stop = () => false) {
  const reached = new Set(starts);
  const open = [...reached];
  for (let node = open.pop(); node !== void 0; node = open.pop()) {
    for (const next of ways.get(node) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      if (!stop(next)) open.push(next);
    }
  }
  return reached;
}
function groupsOf(nodes, ways) {
  const known = /* @__PURE__ */ new Map();
  const pending = [];
  const waiting = /* @__PURE__ */ new Set();
  const groups = [];
  const path = [];
  const enter = (node) => {
    const visit = { node, index: known.size, low: known.size, next: 0 };
    known.set(node, visit);
    pending.push(visit);
    waiting.add(node);
    path.push(visit);
  };
  const leave = (visit) => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== void 0) parent.low = Math.min(parent.low, visit.low);
    if (visit.low !== visit.index) return;
    const group = pending.splice(pending.lastIndexOf(visit)).map(({ node }) => node);
    for (const node of group) waiting.delete(node);
    groups.push(group);
  };
  const step = (visit) => {
    const target = ways.get(visit.node)?.[visit.next];
    visit.next += 1;
    const seen = target === void 0 ? void 0 : known.get(target);
    if (target === void 0) leave(visit);
    else if (seen === void 0) enter(target);
    else if (waiting.has(target)) visit.low = Math.min(visit.low, seen.index);
  };
  for (const node of nodes) {
    if (!known.has(node)) enter(node);
    for (let visit = path.at(-1); visit !== void 0; visit = path.at(-1)) step(visit);
  }
  const order = new Map(nodes.map((node, index) => [node, index]));
  return groups.map((group) => group.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}
function collect(pairs) {
  const collected = /* @__PURE__ */ new Map();
  for (const [key, item] of pairs) {
    const items = collected.get(key);
    if (items === void 0) collected.set(key, [item]);
    else items.push(item);
  }
  return collected;
}

// src/core/engine/decide/gathering.ts
function parkedGroups(state, fork) {
  const groups = /* @__PURE__ */ new Map();
  for (const id of fork.branches) {
    const branch = state.branches[id];
    if (!branch?.token?.parked || branch.status === "failed" || branch.status === "cancelled") {
      continue;
    }
    const group = groups.get(branch.token.node);
    if (group) group.push(branch);
    else groups.set(branch.token.node, [branch]);
  }
  return [...groups].map(([node, branches]) => ({ node, branches }));
}
function readGroup(state, ids) {
  const branches = ids.flatMap((id) => state.branches[id] ?? []);
  return { node: branches[0]?.token?.node ?? "", branches };
}
function groupsThatGoOn(work, state, open) {
  const { fork, meetings, groups } = open;
  const unsettled = fork.branches.flatMap((id) => state.branches[id] ?? []).filter((branch) => branch.status === "live");
  const complete = groups.find(
    (group) => meetings.shared.has(group.node) && !unsettled.some(
      (branch) => !group.branches.includes(branch) && canCome(state, meetings, branch, group.node)
    )
  );
  if (complete) return [complete];
  if (fork.busy > 0) return [];
  const first = groups.filter((group) => {
    const beyond = reachable(work.forward, [group.node]);
    return groups.some((other) => other !== group && beyond.has(other.node));
  });
  return first.length > 0 ? first : groups;
}
function canCome(state, meetings, branch, target) {
  if (branch.token) {
    const { node, parked } = branch.token;
    if (node === target) return true;
    if (parked && meetings.common.has(node)) return false;
    return meetings.leadsTo(node, target);
  }
  const activation = branch.activation === null ? void 0 : state.activations[branch.activation];
  if (!activation) return meetings.leadsTo(branch.first, target) || branch.first === target;
  const inner = state.forks[activation.id];
  if (!inner || inner.closed) return meetings.leadsTo(activation.node, target);
  return inner.branches.some((id) => {
    const child = state.branches[id];
    const going = child?.status === "live" || child?.status === "arrived";
    return child !== void 0 && going && canCome(state, meetings, child, target);
  });
}

// src/core/engine/decide/require.ts
function requiredNames(work, node) {
  const found = work.nodes.get(node);
  const required = found && "require" in found ? found.require : null;
  if (!Array.isArray(required)) return [];
  return isList(required) ? required.filter((name) => typeof name === "string") : [];
}
function missingRequired(work, state, node, arrivals) {
  const names = requiredNames(work, node);
  if (names.length === 0) return [];
  return names.filter(
    (name) => !arrivals.some((arrival) => wasCompleted(work, state, { arrival, join: node, name }))
  );
}
function describeMissing(node, missing) {
  const names = missing.map((name) => `\`${name}\``).join(", ");
  return `\`${node}\` requires ${names}, which no branch that arrived has completed`;
}
function wasCompleted(work, state, asked) {
  const { arrival, join, name } = asked;
  let branch = state.branches[arrival.branch];
  while (branch) {
    if ((branch.visitsOf[name]?.length ?? 0) > 0) return true;
    const fork = branch.fork === null ? void 0 : state.forks[branch.fork];
    if (!fork || !work.meetings(fork.node, fork.chosen).isPoint(join)) return false;
    const parent = state.branches[fork.parent];
    if (parent?.fork == null) return false;
    branch = parent;
  }
  return false;
}

// src/core/engine/view.ts
function resolveReference(view, path) {
  switch (path[0]) {
    case "vars":
      return resolvePath(path.slice(1), view.state.vars);
    case "input":
      return resolvePath(path.slice(1), view.input);
    case "outputs":
      return resolveOutput(view, path[1] ?? "", path.slice(2));
    case "artifacts":
      return resolvePath(path.slice(2), lastPublication(view, path[1] ?? "")?.output ?? null);
    case "loop":
      return resolveLoop(view, path[1] ?? "", path.slice(2));
    case "run":
      return path[1] === "id" && path.length === 2 ? view.state.runId : null;
    case "github":
      return resolvePath(path.slice(1), view.state.start?.github ?? null);
    default:
      return null;
  }
}
function lastVisit(view, node) {
  return lastOf(view, (branch) => branch.visitsOf[node]);
}
function lastPublication(view, name) {
  return lastOf(view, (branch) => branch.publicationsOf[name]);
}
function visibleArtifacts(view) {
  const names = /* @__PURE__ */ new Set();
  for (const { branch } of lineage(view).reverse()) {
    for (const name of Object.keys(branch.publicationsOf)) names.add(name);
  }
  return [...names].flatMap((name) => {
    const publication = lastPublication(view, name);
    return publication ? [{ name, data: publication.output }] : [];
  });
}
function resolveOutput(view, node, rest2) {
  const [first] = rest2;
  if (first === "history") return resolvePath(rest2.slice(1), history(view, node));
  const visit = lastVisit(view, node);
  if (!visit) return null;
  const source = first?.startsWith("_") === true && Object.hasOwn(visit.meta, first);
  return resolvePath(rest2, source ? visit.meta : visit.output);
}
function resolveLoop(view, name, rest2) {
  const shape = view.work.loops.get(name);
  const loop = view.branch.loops[name];
  switch (rest2[0]) {
    case "iteration":
      return shape && rest2.length === 1 ? loop?.count ?? 0 : null;
    case "max":
      return shape && rest2.length === 1 ? shape.max : null;
    case "previous_output":
      return resolvePath(rest2.slice(1), loop?.previousOutput ?? null);
    default:
      return null;
  }
}
function history(view, node) {
  return lineage(view).reverse().flatMap(
    ({ branch, seen }) => (branch.visitsOf[node] ?? []).filter((place) => place < seen).map((place) => activationAt(view, branch.visits[place])?.output ?? null)
  );
}
function lineage(view) {
  const line = [];
  let branch = view.branch;
  let seen = view.seen ?? Infinity;
  while (branch) {
    line.push({ branch, seen });
    seen = branch.inherited;
    branch = branch.parent === null ? void 0 : view.state.branches[branch.parent];
  }
  return line;
}
function lastOf(view, placesIn) {
  let branch = view.branch;
  let seen = view.seen ?? Infinity;
  while (branch) {
    const place = lastBelow(placesIn(branch), seen);
    if (place !== void 0) return activationAt(view, branch.visits[place]);
    seen = branch.inherited;
    branch = branch.parent === null ? void 0 : view.state.branches[branch.parent];
  }
  return void 0;
}
function lastBelow(places, bound) {
  if (!places) return void 0;
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if ((places[middle] ?? Infinity) < bound) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}
function activationAt(view, visit) {
  return visit && view.state.activations[visit.activation];
}

// src/core/engine/work-graph/edges-of.ts
var noEdges = [];
function edgesOf(work, node) {
  return work.outgoing.get(node) ?? noEdges;
}

// src/core/engine/decide/choose-edge.ts
function chooseWay(work, state, activation) {
  const branch = state.branches[activation.branch];
  const { way } = activation;
  if (!branch || way.kind === "end") return none2(noEdge(activation.node, []));
  const view = { work, state, branch, input: activation.input };
  const all = edgesOf(work, activation.node);
  if (way.kind === "fork") return chooseFork(view, activation, named(all, way.edges));
  if (way.edge !== void 0) return chooseEdge(view, activation, named(all, [way.edge]));
  const port = way.port ?? "next";
  const ways = all.every(({ edge }) => edge.port === port) ? all : all.filter(({ edge }) => edge.port === port);
  return chooseEdge(view, activation, ways);
}
function isExhausted(work, branch, { edge }) {
  if (edge.loop === null) return false;
  const count = branch.loops[edge.loop]?.count ?? 0;
  return count >= (work.loops.get(edge.loop)?.max ?? 0);
}
function holds(view, output, { edge }) {
  if (edge.when === null) return true;
  const verdict = decideCondition(edge.when, {
    resolve: (path) => resolveReference(view, path),
    self: output
  });
  if ("holds" in verdict) return verdict.holds;
  return {
    code: "EXPRESSION_FAILED",
    message: `the condition of \`${edge.from} -> ${edge.to}\` cannot be evaluated: ${verdict.fault.message}`,
    hint: `look at \`when ${printCondition(edge.when)}\``,
    retryable: false
  };
}
function chooseEdge(view, activation, edges) {
  const passed = [];
  for (const conditional of [true, false]) {
    for (const edge of edges) {
      if (edge.edge.when !== null !== conditional) continue;
      const held = holds(view, activation.output, edge);
      if (typeof held === "object") return none2(held);
      const exhausted = held && isExhausted(view.work, view.branch, edge);
      if (held && !exhausted) return { kind: "edge", edge };
      passed.push({ edge, exhausted });
    }
  }
  return none2(noEdge(activation.node, passed));
}
function chooseFork(view, activation, edges) {
  const passed = [];
  const chosen = [];
  for (const edge of edges) {
    const held = holds(view, activation.output, edge);
    if (typeof held === "object") return none2(held);
    const exhausted = held && isExhausted(view.work, view.branch, edge);
    if (held && !exhausted) chosen.push(edge);
    else passed.push({ edge, exhausted });
  }
  if (chosen.length > 0) return { kind: "fork", edges: chosen };
  return none2(noEdge(activation.node, passed));
}
function noEdge(node, passed) {
  const loops = passed.filter(({ exhausted }) => exhausted).map(({ edge }) => edge.edge.loop ?? "");
  const reasons = passed.map(describe).join("; ");
  if (loops.length > 0) {
    return {
      code: "LOOP_EXHAUSTED",
      message: `\`${node}\` has no edge left to take: the loop \`${loops.join("`, `")}\` is used up`,
      hint: `${reasons}. Add an edge without a condition as a way out, or resume with \`--rearm ${loops[0] ?? ""}\``,
      retryable: false
    };
  }
  return {
    code: "NO_OUTGOING_EDGE",
    message: `\`${node}\` has no edge to take`,
    hint: reasons === "" ? "the node has no outgoing edge" : reasons,
    retryable: false
  };
}
function describe({ edge: { edge }, exhausted }) {
  const name = `\`${edge.from} -> ${edge.to}\``;
  if (exhausted) return `${name}: its loop \`${edge.loop ?? ""}\` is used up`;
  return edge.when === null ? `${name}: not taken` : `${name}: \`${printCondition(edge.when)}\` does not hold`;
}
function named(edges, indices) {
  return indices === void 0 ? edges : edges.filter(({ index }) => indices.includes(index));
}
function none2(failure) {
  return { kind: "none", failure };
}

// src/core/engine/decide/usage.ts
function writeUsage(usage) {
  return {
    input_tokens: usage.input_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: usage.cache_write_tokens,
    cost_usd: usage.cost_usd,
    cost_source: usage.cost_source
  };
}

// src/core/engine/decide/routing.ts
function routeActivation(work, state, activation) {
  const branch = state.branches[activation.branch];
  if (!branch) return [];
  if (activation.way.kind === "end") return endBranch(work, state, branch, activation);
  const fork = state.forks[activation.id];
  const choice = fork ? { kind: "fork", edges: fork.chosen.flatMap((at) => work.edges[at] ?? []) } : chooseWay(work, state, activation);
  switch (choice.kind) {
    case "none":
      return failBranch(work, state, branch, {
        ...choice.failure,
        node: activation.node,
        activation: activation.id
      });
    case "edge":
      return exceedIterations(state, [choice.edge], activation) ?? [
        selectEdge(work, state, activation, { edge: choice.edge, branch })
      ];
    case "fork":
      return exceedIterations(state, choice.edges, activation) ?? openBranches(work, state, activation, choice.edges);
  }
}
function endBranch(work, state, branch, activation) {
  const failed = activation.way.kind === "end" && activation.way.status === "fail";
  if (failed) {
    return failBranch(work, state, branch, {
      ...failureOfEnd(work, activation),
      node: activation.node,
      activation: activation.id
    });
  }
  if (branch.id !== "") {
    return [createEvent("branch_finished", placeOf(activation), { status: "ended" })];
  }
  return finishRun(work, state, activation.output);
}
function finishRun(work, state, output) {
  return [
    ...closeRun(work, state),
    { type: "run_finished", data: { output, usage: writeUsage(state.spent) } }
  ];
}
function failureOfEnd(work, activation) {
  const edge = work.edges[activation.arrivals[0]?.edge ?? -1]?.edge;
  const way = edge ? ` by \`${edge.from} -> ${edge.to}\`` : "";
  return {
    code: "WORKFLOW_FAILED",
    message: `the workflow ended at \`${activation.node}\`${way}`,
    hint: `this is final; ${edge ? `look at what \`${edge.from}\` said, and ` : ""}start a new run`,
    retryable: false
  };
}
function openBranches(work, state, activation, edges) {
  const parent = state.branches[activation.branch];
  if (!parent) return [];
  const chosen = edges.map(({ index }) => index);
  const targets = edges.map(({ edge }) => edge.to);
  const ids = branchIdsFor(activation.id, targets);
  return edges.flatMap((edge, at) => {
    const id = ids[at] ?? "";
    const known = state.branches[id];
    if (known && (known.token !== null || known.activation !== null)) return [];
    const branch = { ...parent, id, fork: activation.id, parent: parent.id };
    const selected = selectEdge(work, state, activation, { edge, branch, chosen });
    if (known) return [selected];
    const started = createEvent(
      "branch_started",
      { ...placeIn(work, branch, edge.edge.to), activation_id: activation.id },
      {
        fork: activation.id,
        parent: parent.id,
        from: edge.edge.from,
        to: edge.edge.to,
        edge: edge.index,
        chosen
      }
    );
    return [started, selected];
  });
}
function selectEdge(work, state, activation, { edge: { edge, index, enters }, branch, chosen }) {
  const rearmed = enters.filter((name) => {
    const loop = branch.loops[name];
    return loop !== void 0 && (loop.count !== 0 || loop.previousOutput !== null);
  });
  const meetings = chosen ? work.meetings(activation.node, chosen) : meetingsOf(work, state, branch);
  return createEvent(
    "edge_selected",
    placeOf(branch.id === activation.branch ? activation : { ...activation, branch: branch.id }),
    payload({
      from: edge.from,
      to: edge.to,
      edge: index,
      ...describeCondition(edge.when),
      loop: edge.loop ?? void 0,
      iteration: edge.loop === null ? void 0 : (branch.loops[edge.loop]?.count ?? 0) + 1,
      rearmed: rearmed.length === 0 ? void 0 : rearmed,
      parks: meetings?.isPoint(edge.to) === true ? true : void 0
    })
  );
}
function meetingsOf(work, state, branch) {
  const fork = branch.fork === null ? void 0 : state.forks[branch.fork];
  return fork && work.meetings(fork.node, fork.chosen);
}
function describeCondition(when) {
  if (when === null) return {};
  return "field" in when ? { condition: when.field, negated: when.not } : { expression: when.expression, negated: when.not };
}

// src/core/engine/decide/meeting.ts
var waits = { record: [], goOn: [] };
function decideFork(work, state, fork) {
  if (fork.failed || fork.branches.length < fork.chosen.length) return waits;
  if (fork.broken > 0) return record(failFork(work, state, fork));
  const meetings = work.meetings(fork.node, fork.chosen);
  if (fork.busy > 0 && meetings.shared.size === 0 && fork.going.length === 0) return waits;
  const [going] = fork.going;
  if (going) return gather(work, state, fork, readGroup(state, going));
  const groups = parkedGroups(state, fork);
  if (groups.length === 0) return fork.busy > 0 ? waits : decideEnd(work, state, fork);
  const [only] = groups;
  if (only && groups.length === 1 && fork.busy === 0 && meetings.common.has(only.node)) {
    return close(work, state, fork, only);
  }
  return goOn(work, state, fork, groupsThatGoOn(work, state, { fork, meetings, groups }));
}
function decideEnd(work, state, fork) {
  const parent = state.branches[fork.parent];
  const branches = branchesOf(state, fork);
  if (!parent || branches.some((branch) => branch.status === "live")) return waits;
  if (branches.some((branch) => branch.status === "ended")) {
    if (parent.id === "") return record(finishRun(work, state, {}));
    const place = placeIn(work, parent, fork.node);
    return record([createEvent("branch_finished", place, { status: "ended", fork: fork.id })]);
  }
  const node = nearestOf(work, fork, branches) ?? fork.node;
  return record(
    failMeeting(work, state, fork, {
      node,
      message: `no branch came to \`${node}\`: all of them failed`,
      hint: describeFailures(failedIn(state, fork))
    })
  );
}
function close(work, state, fork, group) {
  const parent = state.branches[fork.parent];
  if (!parent) return waits;
  const { node, branches } = group;
  const failed = [...inherited(branches), ...failedFor(work, state, fork, node)];
  const parks = parksAt(work, state, parent, node);
  const refused = refuseMeeting(work, state, fork, { ...group, failed, parks });
  if (refused) return refused;
  const arrived = branches.filter((branch) => branch.status === "live").map(
    (branch) => createEvent("branch_finished", placeIn(work, branch, node), { status: "arrived", node })
  );
  return record([
    ...arrived,
    createEvent(
      "join_ready",
      placeIn(work, parent, node),
      payload({
        ...describeMeeting(work, state, fork, { ...group, failed }),
        gathering: false,
        parks: parks ? true : void 0
      })
    )
  ]);
}
function goOn(work, state, fork, groups) {
  const several = groups.find((group) => group.branches.length > 1);
  const released = groups.filter((group) => group !== several).map((group) => group.branches.map((branch) => branch.id));
  if (several) return gather(work, state, fork, several, released);
  const [single] = groups;
  if (!single) return waits;
  for (const group of groups) {
    const failed = failedFor(work, state, fork, group.node);
    const refused = refuseMeeting(work, state, fork, { ...group, failed, parks: false });
    if (refused) return refused;
  }
  return { record: [], goOn: groups.flatMap((group) => group.branches.map(({ id }) => id)) };
}
function gather(work, state, fork, group, released = []) {
  const [survivor, ...others] = group.branches;
  if (!survivor) return waits;
  const failed = [...inherited(group.branches), ...failedFor(work, state, fork, group.node)];
  const refused = refuseMeeting(work, state, fork, { ...group, failed, parks: false });
  if (refused) return refused;
  const merged = others.filter((branch) => branch.status === "live").map(
    (branch) => createEvent("branch_finished", placeIn(work, branch, group.node), {
      status: "merged",
      node: group.node
    })
  );
  return record([
    ...merged,
    createEvent(
      "join_ready",
      placeIn(work, survivor, group.node),
      payload({
        ...describeMeeting(work, state, fork, { ...group, failed }),
        gathering: true,
        released: released.length === 0 ? void 0 : released
      })
    )
  ]);
}
function refuseMeeting(work, state, fork, meeting) {
  const { node, branches, failed } = meeting;
  const strategy = work.nodes.get(node)?.await ?? "wait_all";
  if (typeof strategy === "object" && branches.length < strategy.quorum) {
    const message = `\`${node}\` needs ${strategy.quorum} branches, but ${branches.length} came`;
    return record(
      failMeeting(work, state, fork, { node, message, hint: describeFailures(failed) })
    );
  }
  const arrivals = branches.flatMap((branch) => branch.token?.arrivals ?? []);
  const missing = meeting.parks ? [] : missingRequired(work, state, node, arrivals);
  if (missing.length === 0) return void 0;
  return record(
    failMeeting(work, state, fork, {
      node,
      message: describeMissing(node, missing),
      hint: describeFailures(failed)
    })
  );
}
function describeMeeting(work, state, fork, { node, branches, failed }) {
  const strategy = work.nodes.get(node)?.await ?? "wait_all";
  return {
    fork: fork.id,
    strategy: typeof strategy === "object" ? "quorum" : strategy,
    required: requiredNames(work, node),
    branches: branches.map((branch) => branch.id),
    failed_branches: failed.map((branch) => ({ ...branch })),
    ended_branches: branchesOf(state, fork).filter((branch) => branch.status === "ended").map((branch) => branch.id)
  };
}
function inherited(branches) {
  return branches.flatMap((branch) => branch.token?.failed ?? []);
}
function branchesOf(state, fork) {
  return fork.branches.flatMap((id) => state.branches[id] ?? []);
}
function parksAt(work, state, branch, node) {
  const fork = branch.fork === null ? void 0 : state.forks[branch.fork];
  return fork !== void 0 && work.meetings(fork.node, fork.chosen).isPoint(node);
}
function nearestOf(work, fork, branches) {
  const meetings = work.meetings(fork.node, fork.chosen);
  return branches.flatMap((branch) => meetings.nearest(branch.failure?.node ?? branch.first))[0];
}
function failedIn(state, fork) {
  return branchesOf(state, fork).flatMap(
    ({ id, failure }) => failure ? [{ branch_id: id, node: failure.node ?? "", code: failure.code, error: failure.message }] : []
  );
}
function describeFailures(failed) {
  const list = failed.map(
    ({ branch_id, node, code, error }) => `\`${branch_id}\` failed at \`${node}\` (${code}): ${error}`
  );
  return list.length === 0 ? "no branch failed" : list.join("; ");
}
function record(events) {
  return { record: events, goOn: [] };
}

// src/core/engine/decide/input.ts
function arrivedInput(work, state, token, failed) {
  const node = work.nodes.get(token.node);
  const keyed = work.kinds.get(node?.kind ?? "")?.keyedBySource === true;
  const brought = inSourceOrder(token.arrivals).map(
    (arrival) => bring(work, state, arrival, keyed)
  );
  const merged = withVariables(work, state, token, merge(brought));
  const value = failed.length === 0 ? merged.value : { ...toObject(merged), _failed_branches: failed.map(plain) };
  const schema = node?.input == null ? void 0 : work.schemas.get(node.input);
  return schema ? fitInput(schema, value) : { value };
}
function arrivingEdges(work, arrivals) {
  return arrivals.flatMap((arrival) => {
    const found = work.edges[arrival.edge ?? -1];
    return found ? [`${found.edge.from} -> ${found.edge.to}`] : [];
  });
}
function inSourceOrder(arrivals) {
  if (arrivals.length < 2) return arrivals;
  return [...arrivals].sort((a, b) => (a.edge ?? -1) - (b.edge ?? -1));
}
function bring(work, state, arrival, keyed) {
  const found = work.edges[arrival.edge ?? -1];
  if (!found) return { source: "", value: state.input };
  const source = found.edge.from;
  const mapped = mapEdge(work, state, arrival, found);
  if (mapped !== void 0) return { source, value: mapped };
  const output = arrival.activation === null ? null : state.activations[arrival.activation]?.output ?? null;
  return { source, value: keyed ? { [source]: output } : output };
}
function mapEdge(work, state, arrival, { edge }) {
  const branch = state.branches[arrival.branch];
  if (edge.with === null || !branch) return void 0;
  const input = arrival.activation === null ? null : state.activations[arrival.activation]?.input ?? null;
  const view = { work, state, branch, input, seen: arrival.seen };
  return evaluateMapping(edge.with, (path) => resolveReference(view, path));
}
function merge(brought) {
  const [first] = brought;
  if (first && brought.length === 1) return first;
  return { source: "", value: Object.assign({}, ...brought.map(toObject)) };
}
function toObject({ source, value }) {
  return isFields(value) ? value : { [source]: value };
}
function withVariables(work, state, token, brought) {
  const later = token.node === work.graph.entry && token.arrivals.some(({ edge }) => edge !== null);
  if (!later || !isFields(brought.value)) return brought;
  return { source: brought.source, value: { ...state.input, ...brought.value } };
}
function plain({ branch_id, node, code, error }) {
  return { branch_id, node, code, error };
}

// src/core/engine/decide/session.ts
function chooseSession(wanted, branch, activation) {
  const { mode, carrier } = wanted;
  const opened = {
    id: activation,
    parent: null,
    branch: branch.id,
    carrier,
    native: null
  };
  const found = branch.session?.carrier === carrier ? branch.session : null;
  switch (mode) {
    case "fresh":
    case "artifacts_only":
      return { session: opened };
    case "inherit_if_available":
      return { session: found === null ? opened : goOnWith(found, opened) };
    case "inherit":
      return found === null ? unavailable(mode) : { session: goOnWith(found, opened) };
    case "fork":
      return found === null ? unavailable(mode) : { session: copyOf(found, opened) };
  }
}
function goOnWith(found, opened) {
  return found.branch === opened.branch ? found : copyOf(found, opened);
}
function copyOf(found, opened) {
  return { ...opened, parent: found.id, native: found.native };
}
function unavailable(mode) {
  return {
    failure: {
      code: "SESSION_UNAVAILABLE",
      message: `there is no conversation that \`session: ${mode}\` could go on with`,
      hint: "use `session: inherit_if_available` to begin a new one where there is none",
      retryable: false
    }
  };
}

// src/core/engine/decide/starting.ts
function startBranch(work, state, branch, released = []) {
  const extra = released.length === 0 ? {} : { released };
  const failed = branch.activation === null ? void 0 : state.activations[branch.activation];
  if (failed?.restart === true && failed.attempt > 0) return startAgain(work, state, failed);
  const token = branch.token;
  if (!token) throw new Error(`The branch "${branch.id}" has nothing to start.`);
  const id = activationIdFor(branch, token.node);
  const place = placeIn(work, branch, token.node, id);
  const prepared = prepare(work, state, { branch, token, id });
  if ("failure" in prepared) {
    return refuse(place, prepared.failure, arrivingEdges(work, token.arrivals), extra);
  }
  return createEvent("node_started", place, {
    kind: work.nodes.get(token.node)?.kind ?? "",
    attempt: 1,
    ...prepared.data,
    ...extra
  });
}
function prepare(work, state, { branch, token, id }) {
  const unmet = token.failed === null ? missingRequired(work, state, token.node, token.arrivals) : [];
  if (unmet.length > 0) return { failure: joinFailure(token.node, unmet) };
  const input = arrivedInput(work, state, token, failedHere(work, state, branch, token));
  if ("errors" in input) return { failure: inputFailure(work, token, input.errors) };
  const started = startKind(work, state, branch, { token, input: input.value });
  if ("failure" in started) return started;
  const wanted = started.session;
  const chosen = wanted && chooseSession(wanted, branch, id);
  if (chosen && "failure" in chosen) return chosen;
  return {
    data: payload({
      input: input.value,
      ...started.data,
      session: wanted && chosen ? writeSession(wanted.mode, chosen.session) : void 0,
      mutating: work.nodes.get(token.node)?.mutates === true ? true : void 0
    })
  };
}
function failedHere(work, state, branch, token) {
  if (token.failed !== null) return token.failed;
  const fork = branch.fork === null ? void 0 : state.forks[branch.fork];
  const meets = fork && work.meetings(fork.node, fork.chosen).isPoint(token.node);
  return meets ? failedFor(work, state, fork, token.node) : [];
}
function startKind(work, state, branch, { token, input }) {
  const node = work.nodes.get(token.node);
  const kind = work.kinds.get(node?.kind ?? "");
  if (!node || !kind) return { failure: unknownNode(token.node) };
  if (!kind.start) return {};
  const view = { work, state, branch, input };
  const edges = edgesOf(work, node.id);
  try {
    return kind.start({
      node,
      input,
      memory: state.memory[node.id] ?? null,
      edges: edges.map(({ edge, index }) => ({ edge, index })),
      isOpen(index) {
        const edge = work.edges[index];
        if (!edge || isExhausted(work, branch, edge)) return false;
        const held = holds(view, input, edge);
        if (typeof held === "object") throw new RunFailure(held);
        return held;
      },
      resolve: (path) => resolveReference(view, path)
    });
  } catch (error) {
    if (error instanceof RunFailure) return { failure: error.failure };
    throw error;
  }
}
function startAgain(work, state, failed) {
  const branch = state.branches[failed.branch];
  const place = branch ? placeIn(work, branch, failed.node, failed.id) : {};
  return createEvent("node_started", place, {
    ...without(failed.started, "released"),
    attempt: failed.attempt + 1,
    input: failed.input
  });
}
function without(fields, name) {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}
function refuse(place, failure, edges, extra) {
  return createEvent("node_failed", place, {
    ...payload({
      error: failure.message,
      code: failure.code,
      retryable: failure.retryable,
      attempt: 0,
      hint: failure.hint,
      errors: failure.errors?.map(({ field, message }) => ({ field, message })),
      edges: edges.length === 0 ? void 0 : edges
    }),
    ...extra
  });
}
function inputFailure(work, token, errors) {
  const edges = arrivingEdges(work, token.arrivals).map((edge) => `\`${edge}\``);
  const fields = errors.map(({ field, message }) => `${field ?? "the input"} ${message}`);
  return {
    code: "SCHEMA_VALIDATION",
    message: `the input of \`${token.node}\` does not fit its schema: ${fields.join("; ")}`,
    hint: edges.length === 0 ? "look at the variables" : `look at what ${edges.join(", ")} brings`,
    retryable: false,
    errors
  };
}
function joinFailure(node, missing) {
  return {
    code: "JOIN_FAILED",
    message: describeMissing(node, missing),
    hint: "the branch that came did not run it",
    retryable: false
  };
}
function unknownNode(node) {
  return {
    code: "EXECUTION_FAILED",
    message: `nobody knows how to run \`${node}\``,
    hint: "its kind is not one of those that this version has",
    retryable: false
  };
}
function writeSession(mode, session) {
  return payload({
    mode,
    id: session.id,
    parent: session.parent ?? void 0,
    carrier: session.carrier === "model" ? void 0 : session.carrier,
    native: session.native ?? void 0
  });
}

// src/core/engine/decide/slots.ts
function startPending(work, state, free) {
  const { index } = state;
  const perform = [...index.idle];
  if (!index.startable) return { record: [], perform };
  index.startable = false;
  const record2 = [];
  const room = createRoom(work, state, free);
  for (const branch of inOrder(state)) {
    if (!room.admits(branch)) continue;
    const activation = cutOff(state, branch);
    if (activation) perform.push(activation.id);
    else record2.push(startBranch(work, state, branch));
    room.take(branch);
  }
  return { record: record2, perform };
}
function startReleased(work, state, { branches, free }) {
  const room = createRoom(work, state, free);
  for (const id of branches) {
    const branch = state.branches[id];
    if (!branch || !room.admits(branch)) continue;
    const others = branches.filter((other) => other !== id).map((other) => [other]);
    return { record: [startBranch(work, state, branch, others)], perform: [] };
  }
  return { record: [], perform: [] };
}
function createRoom(work, state, free) {
  const { index, limits } = state;
  let places = (limits.maxParallelBranches ?? Infinity) - index.working.size;
  let workspace = free && index.workspace === null;
  return {
    admits(branch) {
      if (needsPlace(state, branch) && places <= 0) return false;
      return workspace || !mutates(work, state, branch);
    },
    take(branch) {
      if (needsPlace(state, branch)) places--;
      if (mutates(work, state, branch)) workspace = false;
    }
  };
}
function inOrder(state) {
  const pending = [];
  for (const id of state.index.pending) {
    const branch = state.branches[id];
    if (branch) pending.push(branch);
  }
  if (pending.length < 2) return pending;
  const limited = state.limits.maxParallelBranches !== void 0;
  const rank = (branch) => cutOff(state, branch) ? 0 : limited && needsPlace(state, branch) ? 2 : 1;
  const since = (branch) => rank(branch) === 1 ? branch.token?.since ?? branch.opened : branch.opened;
  return pending.sort((a, b) => rank(a) - rank(b) || since(a) - since(b));
}
function needsPlace(state, branch) {
  return branch.id !== "" && !state.index.working.has(branch.id);
}
function cutOff(state, branch) {
  if (branch.token || branch.activation === null) return void 0;
  const activation = state.activations[branch.activation];
  return activation?.status === "started" ? activation : void 0;
}
function mutates(work, state, branch) {
  const activation = cutOff(state, branch);
  if (activation) return activation.mutating;
  const node = branch.token?.node ?? (branch.activation === null ? void 0 : state.activations[branch.activation]?.node);
  return node !== void 0 && work.nodes.get(node)?.mutates === true;
}

// src/core/engine/decide/decide.ts
function decide(work, state, moment) {
  if (state.status !== "running") return nothing;
  const { index } = state;
  const limited = decideBudget(state, moment.now, nowhere);
  if (limited.length > 0) return toRecord(limited);
  for (const id of index.failed) {
    const activation = state.activations[id];
    if (activation) return toRecord(failActivation(work, state, activation));
  }
  for (const id of index.unrouted) {
    const activation = state.activations[id];
    if (activation) return toRecord(routeActivation(work, state, activation));
  }
  const free = moment.workspaceBusy !== true;
  const met = decideForks(work, state, free);
  if (met) return met;
  if (moment.stopping === true) return nothing;
  const started = startPending(work, state, free);
  if (started.record.length > 0 || started.perform.length > 0) return started;
  return moment.inFlight === 0 ? decidePause(state) : nothing;
}
var nothing = { record: [], perform: [] };
function decideForks(work, state, free) {
  const { index } = state;
  if (index.forks.size === 0) return void 0;
  const open = [...index.forks].flatMap((id) => state.forks[id] ?? []);
  open.sort((a, b) => b.depth - a.depth);
  for (const fork of open) {
    const { record: record2, goOn: goOn2 } = decideFork(work, state, fork);
    if (record2.length > 0) return toRecord(record2);
    const started = goOn2.length > 0 ? startReleased(work, state, { branches: goOn2, free }) : nothing;
    if (started.record.length > 0) return started;
    if (goOn2.length === 0) index.forks.delete(fork.id);
  }
  return void 0;
}
function decidePause(state) {
  const gates = [...state.index.gates].flatMap((id) => state.interactions[id] ?? []).filter((gate) => state.branches[gate.branchId]?.status === "live");
  const [first] = gates;
  const activation = first && state.activations[first.activationId];
  if (!activation) {
    throw new Error(`The run "${state.runId}" stands still: nothing to do and nobody to ask.`);
  }
  return toRecord([
    createEvent("run_paused", placeOf(activation), {
      interactions: gates.map((gate) => gate.id),
      gates: gates.map((gate) => gate.gate)
    })
  ]);
}
function toRecord(record2) {
  return { record: record2, perform: [] };
}

// src/core/engine/perform/ledger.ts
function createLedger(state) {
  const inFlight = /* @__PURE__ */ new Set();
  const queue = [];
  function estimate(node) {
    const most = state.metered[node];
    return { tokens: most?.tokens ?? 0, costUsd: most?.costUsd ?? 0 };
  }
  function fits(reserve) {
    if (inFlight.size === 0) return true;
    let { tokens, costUsd } = reserve;
    for (const other of inFlight) {
      tokens += other.tokens;
      costUsd += other.costUsd;
    }
    const { spent, limits } = state;
    const used = spent.input_tokens + spent.output_tokens;
    return used + tokens <= (limits.maxTokens ?? Infinity) && spent.cost_usd + costUsd <= (limits.maxCostUsd ?? Infinity);
  }
  return {
    reserve(node) {
      const reserve = estimate(node);
      if (queue.length === 0 && fits(reserve)) {
        inFlight.add(reserve);
        return reserve;
      }
      return new Promise((resolve) => queue.push({ node, admit: resolve }));
    },
    settle(reserve) {
      inFlight.delete(reserve);
      for (let next = queue[0]; next !== void 0; next = queue[0]) {
        const wanted = estimate(next.node);
        if (!fits(wanted)) return;
        queue.shift();
        inFlight.add(wanted);
        next.admit(wanted);
      }
    }
  };
}

// src/core/engine/run.ts
function signalOf(flight) {
  flight.controller ??= new AbortController();
  if (flight.dropped) flight.controller.abort();
  return flight.controller.signal;
}
function counts(run, flight) {
  return !flight.dropped && run.state.status === "running" && run.journal.broken === void 0;
}
function dropFlight(run, flight) {
  if (flight.dropped) return;
  flight.dropped = true;
  run.flights.delete(flight.id);
  flight.controller?.abort();
  if (flight.mutating && flight.effect) keepWorkspace(run, flight.effect);
}
function leaveFlight(run, flight) {
  flight.dropped = true;
  run.flights.delete(flight.id);
  run.wake();
}
function keepWorkspace(run, effect) {
  run.strays.add(effect);
  void effect.then(() => {
    run.strays.delete(effect);
    run.state.index.startable = true;
    run.wake();
  });
}

// src/core/engine/answers.ts
function recordedAnswer(state, gate, given) {
  const count = gate.submissions.length + 1;
  const decision = decisionField(gate.fields);
  const refused = decision !== void 0 && given.answers[decision] === false;
  return createEvent("human_answers_recorded", placeOfGate(state, gate), {
    interaction_id: gate.id,
    answers: given.answers,
    by: given.by,
    via: given.via,
    count,
    needed: gate.minAnswers,
    closes: refused || count >= gate.minAnswers
  });
}
function rejectedAnswer(state, gate, given) {
  return createEvent("human_answers_rejected", placeOfGate(state, gate), {
    interaction_id: gate.id,
    by: given.by,
    via: given.via,
    errors: given.errors.map(({ field, message }) => ({ field, message }))
  });
}
function placeOfGate(state, gate) {
  const activation = state.activations[gate.activationId];
  return activation ? placeOf(activation) : { node_id: gate.nodeId };
}

// src/core/engine/perform/informing.ts
var longest = 65536;
var sign = "…[truncated]";
function shorten(data) {
  let short;
  for (const key in data) {
    const value = data[key] ?? null;
    const cut = shortenValue(value);
    if (cut !== value) (short ??= { ...data })[key] = cut;
  }
  return short ?? data;
}
function shortenValue(value) {
  if (typeof value === "string") return value.length > longest ? cutText(value) : value;
  if (isFields(value)) return shorten(value);
  if (!isList(value)) return value;
  const items = value.map(shortenValue);
  return items.some((item, at) => item !== value[at]) ? items : value;
}
function cutText(text) {
  const unit = text.charCodeAt(longest - 1);
  const inPair = unit >= 55296 && unit <= 56319;
  return text.slice(0, inPair ? longest - 1 : longest) + sign;
}

// src/core/engine/perform/failures.ts
function toFailure(error) {
  if (error instanceof RunFailure) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "EXECUTION_FAILED",
    message: message === "" ? "the node stopped with an error" : message,
    retryable: false,
    ...error instanceof Error && error.stack !== void 0 ? { cause: error.stack } : {}
  };
}
function writeFailure(failure) {
  return {
    ...failure.data,
    ...payload({
      code: failure.code,
      message: failure.message,
      retryable: failure.retryable,
      hint: failure.hint,
      errors: writeErrors(failure),
      redo: failure.redo,
      cause: failure.cause,
      retry_after_ms: failure.retryAfterMs,
      status_code: failure.statusCode
    })
  };
}
function writeNodeFailure(failure, attempt) {
  return payload({
    ...failure.data,
    error: failure.message,
    code: failure.code,
    retryable: failure.retryable,
    attempt,
    hint: failure.hint,
    errors: writeErrors(failure),
    redo: failure.redo,
    cause: failure.cause
  });
}
function writeErrors({ errors }) {
  if (errors === void 0 || errors.length === 0) return void 0;
  return errors.map(({ field, message }) => ({ field, message }));
}

// src/core/engine/perform/attempt.ts
var graceMs = 1e4;
function attemptEffect(attempt, work) {
  const { run, flight, activation } = attempt;
  const limit = run.work.nodes.get(activation.node)?.timeoutMs ?? null;
  if (limit === null) {
    return track(run, flight, settle2(work, contextOf(attempt, signalOf(flight))));
  }
  return attemptInTime(attempt, work, limit);
}
function contextOf({ run, site }, signal) {
  const { clock } = run.world;
  const began = clock.now();
  return { site, signal, elapsedMs: () => clock.now() - began };
}
async function attemptInTime(attempt, work, limitMs) {
  const { run, flight, activation } = attempt;
  const { clock } = run.world;
  const inner = new AbortController();
  const over = new AbortController();
  const outer = signalOf(flight);
  const stop = () => inner.abort();
  outer.addEventListener("abort", stop, { once: true });
  if (outer.aborted) stop();
  const left = Math.max(0, limitMs - usedMs(run, activation));
  const late = clock.sleep(left, over.signal).then(
    async () => {
      inner.abort();
      await clock.sleep(graceMs, over.signal).catch(() => void 0);
      return timedOut(activation, limitMs);
    },
    () => new Promise(() => void 0)
  );
  try {
    const effect = track(run, flight, settle2(work, contextOf(attempt, inner.signal)));
    const outcome = await Promise.race([effect, late]);
    const ranOut = inner.signal.aborted && !outer.aborted;
    return ranOut && !outcome.ok ? timedOut(activation, limitMs) : outcome;
  } finally {
    over.abort();
    outer.removeEventListener("abort", stop);
  }
}
function usedMs(run, activation) {
  const worked = workedMs(run.state, run.world.clock.now());
  return activation.usedMs + worked - (activation.runningSince ?? worked);
}
async function settle2(work, context) {
  try {
    return { ok: true, step: await work(context) };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}
function track(run, flight, effect) {
  const tracked = effect.then((outcome) => {
    run.effects.delete(tracked);
    if (flight.effect === tracked) flight.effect = null;
    return outcome;
  });
  run.effects.add(tracked);
  flight.effect = tracked;
  return tracked;
}
function timedOut(activation, limitMs) {
  return {
    ok: false,
    failure: {
      code: "TIMEOUT",
      message: `\`${activation.node}\` took longer than its \`timeout\` of ${limitMs / 1e3} s`,
      hint: "raise `timeout`, or give the node `retry`",
      retryable: true
    }
  };
}

// src/core/engine/perform/retry.ts
var classes = {
  RATE_LIMITED: { max: 3, delayMs: 4e3, factor: 2 },
  PROVIDER_UNAVAILABLE: { max: 5, delayMs: 1e3, factor: 2 },
  NETWORK: { max: 5, delayMs: 1e3, factor: 2 },
  DELEGATE_CRASHED: { max: 2, delayMs: 1e3, factor: 2 },
  TIMEOUT: { max: 0, delayMs: 1e3, factor: 2 },
  TOOL_FAILED: { max: 0, delayMs: 1e3, factor: 2 },
  EXECUTION_FAILED: { max: 0, delayMs: 1e3, factor: 2 }
};
var longestWaitMs = 6e5;
function planRetry(node, attempts) {
  const known = classes[attempts.code];
  if (!known) return { retry: false };
  const own = node.retry ?? void 0;
  const { max, delayMs, factor } = own ?? known;
  const ceiling = own?.maxDelayMs ?? Infinity;
  const asked = attempts.retryAfterMs ?? 0;
  if (asked > longestWaitMs) return { retry: false, laterMs: asked };
  if (attempts.failed > max) return asked > 0 ? { retry: false, laterMs: asked } : { retry: false };
  const planned = Math.min(delayMs * factor ** (attempts.failed - 1), ceiling);
  const wait = asked > 0 ? Math.max(asked, own ? planned : 0) : planned;
  return { retry: true, delayMs: Math.round(wait * jitter(attempts)) };
}
function retryEvent(step) {
  if (step.startsWith("model:")) return "llm_retry";
  return step.startsWith("delegate:") ? "delegate_retry" : "tool_retry";
}
function jitter({ seed, failed }) {
  if (seed === null) return 1;
  let hash = failed;
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash, 31) + seed.charCodeAt(at) | 0;
  return 0.8 + (hash >>> 0) % 1e3 / 2500;
}

// src/core/engine/perform/step.ts
async function makeStep(place, work) {
  const { run, flight, activation } = place;
  for (; ; ) {
    const step = activation.steps[place.name];
    if (step?.finished === true) return step.result;
    if (step && step.failures.length > 0) await rest(place, step);
    const reserve = isMetered(place) ? await reserveFor(place) : void 0;
    const begun = begin(place, reserve);
    if (!begun) return giveBack(run, reserve);
    const written = run.journal.durable();
    if (written) await written;
    if (!counts(run, flight)) return giveBack(run, reserve);
    const outcome = await attemptEffect({ run, flight, activation, site: siteOf(place) }, work);
    if (reserve) run.ledger.settle(reserve);
    if (!counts(run, flight)) return never;
    finish(place, outcome);
    if (!counts(run, flight)) return never;
  }
}
async function rest(place, step) {
  const { clock } = place.run.world;
  const plan = planFor(place, step);
  const last = step.failures.at(-1);
  if (!last) return;
  if (!plan.retry) throw new RunFailure(withRetryTime(last.failure, last.at, plan));
  const left = toMilliseconds(last.at) + plan.delayMs - clock.now();
  if (left > 0) await whileResting(place, clock.sleep(left, signalOf(place.flight)));
}
function planFor({ run, node, recorded, activation }, step) {
  const last = step.failures.at(-1);
  if (!last) return { retry: false };
  return planRetry(node, {
    code: last.failure.code,
    failed: step.failures.length,
    retryAfterMs: last.failure.retryAfterMs ?? null,
    seed: run.state.start?.simulated === true ? null : `${activation.id}/${recorded}`
  });
}
function withRetryTime(failure, at, plan) {
  const later = plan.retry ? void 0 : plan.laterMs;
  if (later === void 0) return failure;
  return { ...failure, data: { retry_at: toTimestamp(toMilliseconds(at) + later) } };
}
function isMetered({ run, name }) {
  const { maxTokens, maxCostUsd } = run.state.limits;
  if (maxTokens === void 0 && maxCostUsd === void 0) return false;
  return name.startsWith("model:") || name.startsWith("delegate:");
}
async function reserveFor(place) {
  const reserve = place.run.ledger.reserve(place.activation.node);
  return reserve instanceof Promise ? whileResting(place, reserve) : reserve;
}
function begin(place, reserve) {
  const { run, flight, activation, name, recorded } = place;
  if (!counts(run, flight)) return false;
  if (run.stopReason !== null) {
    dropFlight(run, flight);
    run.wake();
    return false;
  }
  const reserves = reserve !== void 0 && (reserve.tokens > 0 || reserve.costUsd > 0);
  run.journal.record(
    createEvent("step_started", placeOf(activation), {
      step: recorded,
      key: keyOf(place),
      attempt: (activation.steps[name]?.attempts ?? 0) + 1,
      ...reserves ? { reserve: { tokens: reserve.tokens, cost_usd: reserve.costUsd } } : {}
    })
  );
  return true;
}
function finish(place, outcome) {
  const { run, activation, name, recorded } = place;
  const usage = outcome.ok ? outcome.step.usage : outcome.failure.usage;
  run.journal.record(
    createEvent("step_finished", placeOf(activation), {
      step: recorded,
      attempt: activation.steps[name]?.attempts ?? 1,
      ...outcome.ok ? { result: outcome.step.result } : { error: writeFailure(outcome.failure) },
      ...usage ? { usage: writeUsage(usage) } : {}
    })
  );
  run.checkBudget(activation);
  const step = activation.steps[name];
  const plan = !outcome.ok && step ? planFor(place, step) : void 0;
  if (outcome.ok || !step || plan?.retry !== true || !counts(run, place.flight)) return;
  const { message, code, statusCode } = outcome.failure;
  run.journal.record(
    createEvent(
      retryEvent(name),
      placeOf(activation),
      payload({
        step: recorded,
        attempt: step.attempts,
        delay_ms: plan.delayMs,
        error: message,
        code,
        status_code: statusCode
      })
    )
  );
}
async function whileResting({ flight }, waiting) {
  flight.resting = true;
  try {
    return await waiting;
  } catch (error) {
    if (flight.dropped) return await never;
    throw error;
  } finally {
    flight.resting = false;
  }
}
function giveBack(run, reserve) {
  if (reserve) run.ledger.settle(reserve);
  return never;
}
function siteOf(place) {
  const { run, activation, name, recorded } = place;
  return {
    runId: run.runId,
    nodeId: activation.node,
    branchId: activation.branch,
    activationId: activation.id,
    step: recorded,
    key: keyOf(place),
    attempt: activation.steps[name]?.attempts ?? 1
  };
}
function keyOf({ run, activation, recorded }) {
  return `${run.runId}/${activation.id}/${recorded}`;
}

// src/core/engine/perform/context.ts
function createContext(performing) {
  const { run, flight, activation, branch, node, session } = performing;
  const { work, state, world } = run;
  const view = { work, state, branch, input: activation.input };
  const names = /* @__PURE__ */ new Set();
  let asked = 0;
  function step(name, effect) {
    if (names.has(name)) throw new Error(`The step "${name}" of "${activation.id}" is made twice.`);
    names.add(name);
    const recorded = activation.redos > 0 ? `${name}~${activation.redos}` : name;
    return readResult(makeStep({ run, flight, activation, node, name, recorded }, effect));
  }
  function ask(question) {
    const at = asked;
    asked += 1;
    if (activation.asks[at] === void 0 && counts(run, flight)) {
      openGate(run, activation, question);
    }
    const gate = state.interactions[activation.asks[at] ?? ""];
    if (gate?.answers) return Promise.resolve(toAnswer(gate, gate.answers));
    leaveFlight(run, flight);
    return never;
  }
  return {
    graph: work.graph,
    node,
    runId: run.runId,
    activationId: activation.id,
    branchId: activation.branch,
    input: activation.input,
    started: activation.started,
    get edges() {
      return edgesOf(work, node.id);
    },
    ports: world,
    get signal() {
      return signalOf(flight);
    },
    memory: state.memory[node.id] ?? null,
    session,
    pricesMatter: state.limits.maxCostUsd !== void 0 && state.limits.unknownPrice === "error",
    usage: () => activation.usage,
    schema: (name) => name == null ? void 0 : work.schemas.get(name),
    prompt: (name) => name == null ? void 0 : work.prompts.get(name)?.text,
    artifacts: () => visibleArtifacts(view),
    resolve: (path) => resolveReference(view, path),
    step,
    ask,
    inform(type, data) {
      if (counts(run, flight)) {
        run.journal.record(createEvent(type, placeOf(activation), shorten(data)));
      }
    }
  };
}
function openGate(run, activation, question) {
  const { state, journal, world } = run;
  const count = Object.keys(state.interactions).length + 1;
  const again = activation.asks.length === 0 ? "" : `_${activation.asks.length + 1}`;
  const place = activation.id.replaceAll("/", "_").replaceAll("#", "-");
  const id = `${run.runId}_${place}${again}`;
  journal.record(
    createEvent(
      "human_input_requested",
      placeOf(activation),
      payload({
        interaction_id: id,
        gate: `g${count}`,
        questions: question.questions,
        instructions: question.instructions,
        fields: question.fields.map(
          ({ name, type, enum: allowed, optional }) => payload({ name, type, enum: allowed, optional: optional === true ? true : void 0 })
        ),
        min_answers: question.minAnswers,
        source: question.source,
        proposal: question.proposal,
        backend: question.backend
      })
    )
  );
  const gate = state.interactions[id];
  if (!gate) return;
  for (const given of world.answerAtOnce?.(gate) ?? []) {
    journal.record(recordedAnswer(state, gate, given));
  }
}
function toAnswer(gate, answers) {
  return { answers, submissions: gate.submissions.map((submission) => ({ ...submission })) };
}
async function readResult(result) {
  return await result;
}

// src/core/engine/perform/sessions.ts
function openSession(run, activation) {
  const ref = activation.session;
  if (!ref) return null;
  let kept = null;
  let before = 0;
  return {
    ref,
    mode: readMode(activation.started["session"]),
    id: ref.id,
    parent: ref.parent,
    native: ref.native,
    async load() {
      const messages = await loadMessages(run, activation, ref);
      before = messages.length;
      return messages;
    },
    keep(conversation) {
      kept = conversation;
    },
    kept: () => kept,
    before: () => before
  };
}
function sessionPath(id) {
  return `sessions/${id.replaceAll("/", "_").replaceAll("#", "-")}.json`;
}
function writeSessionFile(ref, stored) {
  const { conversation, activation, before } = stored;
  const head = { id: ref.id, parent: ref.parent };
  const share = { activation, before };
  if (ref.carrier !== "model") {
    const backend = ref.carrier;
    return {
      ...head,
      kind: "delegate",
      backend,
      native_id: conversation.native,
      files: [],
      ...share
    };
  }
  return {
    ...head,
    kind: "model",
    provider: conversation.provider,
    model: conversation.model,
    messages: conversation.messages.map(toPlain),
    ...share
  };
}
async function loadMessages(run, activation, ref) {
  const source = ref.parent !== null && ref.id === activation.id ? ref.parent : ref.id;
  if (source === activation.id || ref.carrier !== "model") return [];
  const known = run.conversations.get(source) ?? await readStored(run, source);
  if (!known) {
    run.journal.record(
      createEvent("session_lost", placeOf(activation), {
        session_id: source,
        reason: "its file is gone"
      })
    );
    return [];
  }
  const { messages } = known.conversation;
  return known.activation === activation.id ? messages.slice(0, known.before) : messages;
}
async function readStored(run, id) {
  const release = run.world.clock.hold?.();
  try {
    const text = await run.world.store.readFile(run.runId, sessionPath(id));
    return text === void 0 ? void 0 : readSessionFile(text);
  } finally {
    release?.();
  }
}
function readSessionFile(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return void 0;
  }
  const fields = file;
  if (!isFields(fields) || !isList(fields["messages"])) return void 0;
  const { provider, model, activation, before, messages } = fields;
  return {
    conversation: {
      messages,
      provider: typeof provider === "string" ? provider : null,
      model: typeof model === "string" ? model : null,
      native: null
    },
    activation: typeof activation === "string" ? activation : "",
    before: typeof before === "number" ? before : 0
  };
}
function readMode(value) {
  const mode = isFields(value) ? value["mode"] : void 0;
  const modes = [
    "inherit",
    "inherit_if_available",
    "fork",
    "artifacts_only"
  ];
  return modes.find((name) => name === mode) ?? "fresh";
}
function toPlain(message) {
  switch (message.role) {
    case "user":
      return { role: "user", text: message.text };
    case "assistant": {
      const toolCalls = message.toolCalls.map(({ id, name, input }) => ({ id, name, input }));
      const native = message.native && { native: { ...message.native } };
      return { role: "assistant", text: message.text, toolCalls, ...native };
    }
    case "tool":
      return { role: "tool", results: message.results.map((result) => ({ ...result })) };
  }
}

// src/core/engine/perform/finish.ts
function finishActivation(performing, outcome) {
  const { run, node, activation } = performing;
  const schema = node.output == null ? void 0 : run.work.schemas.get(node.output);
  const errors = schema ? checkOutput(schema, outcome.output) : [];
  if (errors.length > 0) {
    failPerformed(performing, misfit(node.id, errors));
    return void 0;
  }
  const publishes = node.publish != null && activation.artifact === null;
  if (!publishes && !keepsFile(performing)) {
    recordFinish(performing, outcome);
    return void 0;
  }
  return storeFiles(performing, outcome);
}
function failPerformed({ run, flight, activation }, failure) {
  if (!counts(run, flight)) return;
  run.journal.record(
    createEvent("node_failed", placeOf(activation), writeNodeFailure(failure, activation.attempt))
  );
}
async function storeFiles(performing, outcome) {
  const { run, flight, node, activation } = performing;
  const written = run.journal.durable();
  if (written) await written;
  if (!counts(run, flight)) return;
  if (keepsFile(performing)) await storeSession(performing);
  if (node.publish != null && activation.artifact === null) await publish(performing, outcome);
  if (counts(run, flight)) recordFinish(performing, outcome);
}
function recordFinish(performing, outcome) {
  const { run, activation, session } = performing;
  rememberSession(performing);
  const { usage } = activation;
  const metered = usage !== noUsage;
  run.journal.record(
    createEvent("node_finished", placeOf(activation), {
      output: outcome.output,
      ...payload({
        meta: outcome.meta,
        memory: outcome.memory,
        session: session ? writeRef(performing) : void 0,
        outcome: writeWay(outcome),
        _tokens: metered ? usage.input_tokens + usage.output_tokens : void 0,
        _cost_usd: metered ? usage.cost_usd : void 0
      }),
      ...outcome.data
    })
  );
}
function writeWay(outcome) {
  switch (outcome.kind) {
    case "end":
      return { kind: "end", status: outcome.status };
    case "fork":
      return payload({ kind: "fork", edges: outcome.edges });
    case "next":
      if (outcome.port === void 0 && outcome.edge === void 0) return void 0;
      return payload({ kind: "next", port: outcome.port, edge: outcome.edge });
  }
}
function writeRef({ session }) {
  if (!session) return void 0;
  const { ref } = session;
  return payload({
    mode: session.mode,
    id: ref.id,
    parent: ref.parent ?? void 0,
    carrier: ref.carrier === "model" ? void 0 : ref.carrier,
    native: session.kept()?.native ?? void 0
  });
}
function keepsFile({ run, session }) {
  return run.work.keepsSessions && session?.kept() != null;
}
function storedConversation(performing) {
  const conversation = performing.session?.kept();
  if (!conversation) return void 0;
  const before = performing.session?.before() ?? 0;
  return { conversation, activation: performing.activation.id, before };
}
function rememberSession(performing) {
  const stored = storedConversation(performing);
  if (!stored || !performing.session || !performing.run.work.keepsSessions) return;
  performing.run.conversations.set(performing.session.id, stored);
}
async function storeSession(performing) {
  const { run, session } = performing;
  const stored = storedConversation(performing);
  if (!stored || !session) return;
  await writeJson(run, sessionPath(session.id), writeSessionFile(session.ref, stored));
}
async function publish(performing, outcome) {
  const { run } = performing;
  const turn = run.publishing.then(() => publishNow(performing, outcome));
  run.publishing = turn.catch(() => void 0);
  await turn;
}
async function publishNow(performing, { output }) {
  const { run, flight, node, activation } = performing;
  if (!counts(run, flight) || node.publish == null) return;
  const version = run.state.artifacts[node.id] ?? 0;
  const path = `artifacts/${node.id}/${version}.json`;
  const content = await writeJson(run, path, {
    run_id: run.runId,
    node_id: node.id,
    version,
    publish: node.publish,
    activation_id: activation.id,
    data: output,
    written_at: toTimestamp(run.world.clock.now())
  });
  if (!counts(run, flight)) return;
  run.journal.record(
    createEvent("artifact_written", placeOf(activation), {
      publish: node.publish,
      version,
      path,
      sha256: run.world.sha256(content)
    })
  );
}
async function writeJson(run, path, document) {
  const { redact, clock } = run.world;
  const value = redact ? redact(document) : document;
  const content = `${JSON.stringify(value, null, 2)}
`;
  const release = clock.hold?.();
  try {
    await run.writer.writeFile(path, content);
  } finally {
    release?.();
  }
  return content;
}
function misfit(node, errors) {
  const list = errors.map(
    ({ field, message }) => field === null ? `it ${message}` : `\`${field}\` ${message}`
  );
  return {
    code: "SCHEMA_VALIDATION",
    message: `the output of \`${node}\` does not fit its schema: ${list.join("; ")}`,
    hint: "change the schema, or what the node gives",
    retryable: false,
    errors
  };
}

// src/core/engine/perform/perform.ts
function performActivation(run, id) {
  const activation = run.state.activations[id];
  const branch = activation && run.state.branches[activation.branch];
  const node = activation && run.work.nodes.get(activation.node);
  const kind = node && run.work.kinds.get(node.kind);
  if (!activation || !branch || !node || !kind) {
    throw new Error(`The activation "${id}" cannot be performed.`);
  }
  const flight = {
    id,
    mutating: activation.mutating,
    controller: null,
    effect: null,
    dropped: false,
    resting: false
  };
  run.flights.set(id, flight);
  const session = openSession(run, activation);
  const performing = { run, flight, activation, branch, node, session };
  try {
    const outcome = kind.run(createContext(performing));
    if (outcome instanceof Promise) void follow(performing, outcome);
    else end(performing, finishActivation(performing, outcome));
  } catch (error) {
    fail(performing, error);
  }
}
async function follow(performing, outcome) {
  try {
    const result = await outcome;
    if (!counts(performing.run, performing.flight)) return;
    const stored = finishActivation(performing, result);
    if (stored) await stored;
    land(performing);
  } catch (error) {
    fail(performing, error);
  }
}
function end(performing, stored) {
  if (!stored) {
    land(performing);
    return;
  }
  stored.then(
    () => land(performing),
    (error) => fail(performing, error)
  );
}
function fail(performing, error) {
  if (error instanceof Refusal) performing.run.journal.breakDown(error);
  else failPerformed(performing, toFailure(error));
  land(performing);
}
function land({ run, flight }) {
  if (run.flights.get(flight.id) === flight) run.flights.delete(flight.id);
  run.wake();
}

// src/core/engine/drive.ts
var graceMs2 = 1e4;
function createDriver(options) {
  const { world, state, control } = options;
  const { clock } = world;
  let turning = false;
  let again = false;
  let ended;
  let bug;
  let stopped = null;
  let early;
  const journal = createJournal({ ...options, alone: () => run.flights.size < 2 });
  const run = {
    runId: options.runId,
    work: options.work,
    world,
    writer: options.writer,
    state,
    journal,
    ledger: createLedger(state),
    flights: /* @__PURE__ */ new Map(),
    effects: /* @__PURE__ */ new Set(),
    strays: /* @__PURE__ */ new Set(),
    conversations: /* @__PURE__ */ new Map(),
    publishing: Promise.resolve(),
    stopReason: null,
    checkBudget(activation) {
      if (state.status !== "running") return;
      const events = decideBudget(state, clock.now(), placeOf(activation));
      for (const event of events) journal.record(event);
      if (events.length > 0) turn();
    },
    wake: turn
  };
  journal.onBroken(turn);
  control?.onStop(stop);
  options.writer.onCancelRequest(({ reason = "cancel", by }) => {
    stop({ kind: "cancel", reason, ...by === void 0 ? {} : { by } });
  });
  function turn() {
    again = true;
    if (turning || !ended) return;
    turning = true;
    try {
      while (again && isGoing()) {
        again = false;
        advance(run);
      }
    } catch (error) {
      bug = { error };
    }
    turning = false;
    if (isGoing()) settle3();
    else ended();
  }
  function isGoing() {
    return state.status === "running" && journal.broken === void 0 && bug === void 0;
  }
  function settle3() {
    void journal.durable();
    clock.idle?.();
  }
  function stop(asked) {
    if (!ended) early = asked;
    if (!ended || state.status !== "running") return;
    stopped = asked;
    if (asked.kind === "soft") {
      run.stopReason = asked.reason;
      for (const flight of run.flights.values()) if (flight.resting) dropFlight(run, flight);
    } else {
      journal.record(stopEvent(asked));
    }
    turn();
  }
  async function drive() {
    const timers = new AbortController();
    const over = new Promise((resolve) => {
      ended = resolve;
    });
    if (early) stop(early);
    watchTime(run, options.timeoutMs, timers.signal);
    turn();
    await over;
    ended = void 0;
    timers.abort();
    await windDown(run);
    if (bug) throw bug.error;
    if (journal.broken !== void 0) throw toError(journal.broken);
    return state;
  }
  return { run, drive, stopped: () => stopped };
}
function advance(run) {
  const { state, work, journal, world } = run;
  const launch = [];
  for (; ; ) {
    const decision = decide(work, state, {
      now: world.clock.now(),
      inFlight: run.flights.size + launch.length,
      stopping: run.stopReason !== null,
      workspaceBusy: run.strays.size > 0
    });
    for (const id of decision.perform) {
      const activation = state.activations[id];
      if (activation) claimActivation(state.index, activation);
      launch.push(id);
    }
    for (const event of decision.record) journal.record(event);
    if (decision.record.some((event) => event.type === "branch_finished")) dropSettled(run);
    if (decision.record.length === 0) break;
  }
  if (state.status !== "running" || journal.broken !== void 0) return;
  for (const id of launch) performActivation(run, id);
  if (run.stopReason !== null && run.flights.size === 0) {
    journal.record(stopEvent({ kind: "interrupt", reason: run.stopReason }));
  }
}
function dropSettled(run) {
  for (const flight of [...run.flights.values()]) {
    const activation = run.state.activations[flight.id];
    const branch = activation && run.state.branches[activation.branch];
    if (branch?.status !== "live") dropFlight(run, flight);
  }
}
function watchTime(run, timeoutMs, signal) {
  const { state, journal, world } = run;
  const { clock } = world;
  const left = remainingMs(state, clock.now());
  if (left !== void 0) void watchBudget(run, left, signal);
  if (timeoutMs === void 0) return;
  clock.sleep(timeoutMs, signal).then(
    () => {
      if (state.status !== "running") return;
      journal.record({
        type: "run_failed",
        data: {
          error: `the invocation took longer than its timeout of ${timeoutMs / 1e3} s`,
          code: "TIMEOUT",
          resumable: true,
          hint: "resume it, with a larger `--timeout` if need be"
        }
      });
      run.wake();
    },
    () => void 0
  );
}
async function watchBudget(run, left, signal) {
  const { state, journal, world } = run;
  const { clock } = world;
  try {
    for (let rest2 = left; rest2 !== void 0 && rest2 > 0; ) {
      await clock.sleep(rest2, signal);
      rest2 = remainingMs(state, clock.now());
    }
  } catch {
    return;
  }
  if (state.status !== "running") return;
  for (const event of decideBudget(state, clock.now(), nowhere)) journal.record(event);
  run.wake();
}
async function windDown(run) {
  const { journal, world } = run;
  for (const flight of [...run.flights.values()]) dropFlight(run, flight);
  await journal.settled();
  if (run.effects.size === 0) return;
  const enough = new AbortController();
  const late = world.clock.sleep(graceMs2, enough.signal).catch(() => void 0);
  world.clock.idle?.();
  await Promise.race([Promise.allSettled([...run.effects]), late]);
  enough.abort();
}
function stopEvent(stop) {
  if (stop.kind === "cancel") {
    const by = stop.by === void 0 ? {} : { by: stop.by };
    return createEvent("run_cancelled", nowhere, { reason: stop.reason, ...by });
  }
  return createEvent("run_failed", nowhere, {
    error: `the run was interrupted (${stop.reason})`,
    code: "INTERRUPTED",
    resumable: true,
    reason: stop.reason,
    hint: "resume it; nothing in it has failed"
  });
}
function toError(broken) {
  if (broken instanceof Error) return broken;
  return new Refusal("STORE_FAILED", String(broken));
}

// src/core/engine/work-graph/loops.ts
function shapeLoops(graph) {
  return new Map(
    graph.loops.map(({ name, max }) => [name, { name, max, body: bodyOf(graph, name) }])
  );
}
function bodyOf(graph, name) {
  const own = graph.edges.filter((edge) => edge.loop === name);
  const direct = graph.edges.filter((edge) => edge.loop === null || edge.loop === name);
  const inDirect = cycleNodes(graph, direct, own);
  const cycle = inDirect.size > 0 ? inDirect : cycleNodes(graph, graph.edges, own);
  const heads = headsOf(graph, cycle);
  const inner = [...cycle].filter((node) => !heads.has(node));
  const around = reachable(waysBack(graph.edges), inner, (node) => heads.has(node));
  const body = new Set(cycle);
  for (const node of around) if (!heads.has(node)) body.add(node);
  return body;
}
function cycleNodes(graph, edges, own) {
  const ids = graph.nodes.map((node) => node.id);
  const groups = groupsOf(ids, waysOf(edges));
  const groupOf = new Map(groups.flatMap((group, index) => group.map((node) => [node, index])));
  const cyclic = /* @__PURE__ */ new Set();
  for (const { from, to } of own) {
    if (groupOf.get(from) === groupOf.get(to)) cyclic.add(groupOf.get(from));
  }
  return new Set(groups.filter((_, index) => cyclic.has(index)).flat());
}
function headsOf(graph, cycle) {
  if (cycle.has(graph.entry)) return /* @__PURE__ */ new Set([graph.entry]);
  const reached = reachable(waysOf(graph.edges), [graph.entry], (node) => cycle.has(node));
  return new Set([...cycle].filter((node) => reached.has(node)));
}

// src/core/engine/work-graph/meetings.ts
function findMeetings(work, router, chosen) {
  const firsts = firstNodes(work, router, chosen);
  const common = commonNodes(work, firsts);
  const stops = (node) => node === router || common.has(node);
  const shared = sharedNodes(work, firsts, { common, stops });
  const reaches = /* @__PURE__ */ new Map();
  const nearest = /* @__PURE__ */ new Map();
  const targets = (node) => work.ways.get(node) ?? [];
  const isPoint = (node) => common.has(node) || shared.has(node);
  return {
    common,
    shared,
    isPoint,
    leadsTo(node, target) {
      const known = reaches.get(node) ?? walk(work.ways, targets(node), stops);
      reaches.set(node, known);
      return known.has(target);
    },
    nearest(node) {
      const known = nearest.get(node) ?? [...walk(work.ways, targets(node), (at) => at === router || isPoint(at))].filter(isPoint);
      nearest.set(node, known);
      return known;
    }
  };
}
function firstNodes(work, router, chosen) {
  const edges = chosen.length === 1 ? edgesOf(work, router) : chosen.map((at) => work.edges[at]);
  return edges.flatMap((found) => found?.edge.to ?? []);
}
function commonNodes(work, firsts) {
  let common;
  for (const first of new Set(firsts)) {
    const reached = reachable(work.forward, [first]);
    common = (common ?? [...reached]).filter((node) => reached.has(node));
  }
  return new Set(common?.filter((node) => node !== "done" && node !== "fail"));
}
function sharedNodes(work, firsts, fork) {
  const meeting = work.graph.nodes.filter(
    (node) => node.await != null && !fork.common.has(node.id)
  );
  if (meeting.length === 0) return /* @__PURE__ */ new Set();
  const counts2 = /* @__PURE__ */ new Map();
  for (const first of firsts) {
    const reached = walk(work.ways, [first], fork.stops);
    for (const { id } of meeting) {
      if (reached.has(id)) counts2.set(id, (counts2.get(id) ?? 0) + 1);
    }
  }
  return new Set([...counts2].filter(([, count]) => count >= 2).map(([id]) => id));
}
function walk(ways, starts, stops) {
  const reached = /* @__PURE__ */ new Set();
  const open = [...starts];
  for (let at = open.pop(); at !== void 0; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    if (!stops(at)) open.push(...ways.get(at) ?? []);
  }
  return reached;
}

// src/core/engine/work-graph/work-graph.ts
function createWorkGraph(graph, kinds) {
  const loops = shapeLoops(graph);
  const edges = graph.edges.map((edge, index) => ({ index, edge, enters: entered(edge, loops) }));
  const known = /* @__PURE__ */ new Map();
  const ofChoice = /* @__PURE__ */ new WeakMap();
  function meetingsOf2(router, chosen) {
    const key = `${router} ${chosen.join(" ")}`;
    const found = known.get(key) ?? findMeetings(work, router, chosen);
    known.set(key, found);
    return found;
  }
  const work = {
    graph,
    kinds: new Map(kinds.map((kind) => [kind.name, kind])),
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    schemas: new Map(graph.schemas.map((schema) => [schema.name, schema])),
    prompts: new Map(graph.prompts.map((prompt) => [prompt.name, prompt])),
    edges,
    outgoing: bySource(edges),
    loops,
    loopsAround: aroundNodes(loops),
    ways: waysOf(graph.edges),
    forward: waysOf(graph.edges.filter((edge) => edge.loop === null)),
    keepsSessions: graph.nodes.some(continuesSession),
    meetings(router, chosen) {
      const found = ofChoice.get(chosen) ?? meetingsOf2(router, chosen);
      ofChoice.set(chosen, found);
      return found;
    }
  };
  return work;
}
function entered(edge, loops) {
  const names = [];
  for (const { name, body } of loops.values()) {
    if (name !== edge.loop && body.has(edge.to) && !body.has(edge.from)) names.push(name);
  }
  return names;
}
function aroundNodes(loops) {
  const around = /* @__PURE__ */ new Map();
  const largestFirst = [...loops.values()].sort((a, b) => b.body.size - a.body.size);
  for (const { name, body } of largestFirst) {
    for (const node of body) {
      const names = around.get(node);
      if (names) names.push(name);
      else around.set(node, [name]);
    }
  }
  return around;
}
function bySource(edges) {
  const outgoing = /* @__PURE__ */ new Map();
  for (const found of edges) {
    const list = outgoing.get(found.edge.from);
    if (list) list.push(found);
    else outgoing.set(found.edge.from, [found]);
  }
  return outgoing;
}
function continuesSession(node) {
  const session = "session" in node ? node.session : null;
  return session === "inherit" || session === "inherit_if_available" || session === "fork";
}

// src/core/engine/lifecycle/files.ts
async function writeCaches(world, writer, state, work) {
  const interactions = Object.values(state.interactions).map(
    (gate) => interactionFile(world, state, gate)
  );
  const release = world.clock.hold?.();
  try {
    for (const file of [...interactions, ...world.caches?.(state, work.graph) ?? []]) {
      await writer.writeFile(file.path, file.content);
    }
  } finally {
    release?.();
  }
}
function interactionFile(world, state, gate) {
  const document = {
    id: gate.id,
    run_id: state.runId,
    gate: gate.gate,
    node_id: gate.nodeId,
    branch_id: gate.branchId,
    activation_id: gate.activationId,
    source: gate.source,
    requested_at: gate.requestedAt,
    answered_at: gate.answeredAt,
    instructions: gate.instructions,
    questions: gate.questions,
    fields: gate.fields.map((field) => ({ ...field })),
    min_answers: gate.minAnswers,
    ...gate.proposal === null ? {} : { proposal: gate.proposal },
    answers: gate.answers,
    submissions: gate.submissions.map((submission) => ({ ...submission }))
  };
  const value = world.redact ? world.redact(document) : document;
  return {
    path: `interactions/${gate.id}.json`,
    content: `${JSON.stringify(value, null, 2)}
`
  };
}

// src/core/engine/lifecycle/session.ts
async function driveOn(session) {
  const { world, writer, driver } = session;
  const { run } = driver;
  let state = await driver.drive();
  while (state.status === "paused_waiting_human" && await askPeople(session)) {
    run.journal.record({
      type: "run_resumed",
      data: { resumed_from: "paused", writer: describeWriter(world, writer) }
    });
    state = await driver.drive();
  }
  await writeCaches(world, writer, state, run.work);
  return {
    runId: run.runId,
    state,
    graph: run.work.graph,
    stopped: driver.stopped(),
    rejected: []
  };
}
function describeWriter(world, writer) {
  return { epoch: writer.epoch, pid: world.process.pid, host: world.process.host };
}
function openGates(state) {
  return [...state.index.gates].flatMap((id) => state.interactions[id] ?? []).filter((gate) => state.branches[gate.branchId]?.status === "live");
}
function checkAnswer(gate, given, source) {
  if (gate.submissions.some((submission) => submission.by === given.by)) {
    return { errors: [{ field: null, message: `${given.by} has answered already` }] };
  }
  return readAnswer(gate.fields, given.answers, source);
}
async function askPeople({ world, driver }) {
  const { state, journal } = driver.run;
  let closed = false;
  for (const gate of world.human ? openGates(state) : []) {
    await askPerson(world, driver, gate);
    closed ||= state.interactions[gate.id]?.answeredAt !== null;
  }
  await journal.settled();
  if (journal.broken !== void 0) throw journal.broken;
  return closed;
}
async function askPerson(world, { run }, gate) {
  const { state, journal } = run;
  let mistakes = [];
  for (; ; ) {
    const release = world.clock.hold?.();
    const given = await world.human?.ask(gate, mistakes);
    release?.();
    if (given === void 0 || given === "later") return;
    const checked = checkAnswer(gate, given, "text");
    if ("value" in checked) {
      journal.record(recordedAnswer(state, gate, { ...given, answers: checked.value }));
      return;
    }
    mistakes = checked.errors;
    journal.record(rejectedAnswer(state, gate, { ...given, errors: mistakes }));
  }
}

// src/core/engine/lifecycle/answers.ts
function matchAnswers(state, options) {
  const open = openGates(state);
  return (options.answers ?? []).map((answer) => ({
    gate: findGate(open, answer),
    given: { answers: answer.answers, by: options.by ?? "", via: options.via ?? "api" },
    text: answer.text === true
  }));
}
function readAnswers(state, matched) {
  const wrong = [];
  const right = [];
  for (const match of matched) {
    const { gate, given, text } = match;
    const checked = checkAnswer(gate, given, text ? "text" : "data");
    if ("errors" in checked) wrong.push({ match, errors: checked.errors });
    else right.push({ gate, given: { ...given, answers: checked.value } });
  }
  if (wrong.length > 0) {
    return {
      rejected: wrong.map(({ match, errors }) => ({ gate: match.gate.gate, errors })),
      record: wrong.map(
        ({ match: { gate, given }, errors }) => rejectedAnswer(state, gate, { by: given.by, via: given.via, errors })
      )
    };
  }
  return {
    rejected: [],
    record: right.map(({ gate, given }) => recordedAnswer(state, gate, given))
  };
}
function findGate(open, { gate: name }) {
  const found = name === null ? open : open.filter((gate) => namesOf(gate).includes(name));
  const [only] = found;
  if (only && found.length === 1) return only;
  const choices = open.map((gate) => `\`${gate.gate}\` (${placeOf2(gate)})`).join(", ");
  const what = name === null ? "no gate is named" : `\`${name}\` names no open gate`;
  const several = found.length > 1 ? `${name ?? "the answer"} may mean several gates` : what;
  throw new Refusal("ANSWER_INVALID", several, {
    hint: choices === "" ? "no gate is open" : `open: ${choices}`
  });
}
function namesOf(gate) {
  return [gate.gate, gate.nodeId, placeOf2(gate), gate.id];
}
function placeOf2(gate) {
  return gate.branchId === "" ? gate.nodeId : `${gate.branchId}/${gate.nodeId}`;
}

// src/core/engine/lifecycle/go-back.ts
function goBackTo(work, state, node) {
  const found = Object.values(state.activations).filter((activation) => activation.node === node && stands(state, activation)).at(-1);
  if (!found) {
    throw new Refusal("RESUME_INVALID", `\`${node}\` has not run in a branch that still stands`, {
      hint: "`--from` takes a node that has run; `inspect --run-id … --full` lists them"
    });
  }
  const closed = Object.values(state.forks).find(
    (fork) => fork.closed && fork.parent === found.branch && isAfter(state, fork.id, found)
  );
  if (closed) {
    throw new Refusal(
      "RESUME_INVALID",
      `between \`${node}\` and now the fork of \`${closed.node}\` has closed`,
      { hint: `go back to a node behind \`${closed.node}\`'s meeting point` }
    );
  }
  const open = Object.values(state.forks).filter(
    (fork) => !fork.closed && fork.parent === found.branch
  );
  return {
    activation: found.id,
    node,
    record: open.flatMap((fork) => cancelBranches(work, state, fork, { andParked: true }))
  };
}
function stands(state, activation) {
  return state.branches[activation.branch]?.status === "live";
}
function isAfter(state, id, other) {
  const ids = Object.keys(state.activations);
  return ids.indexOf(id) >= ids.indexOf(other.id);
}

// src/core/engine/lifecycle/resume-source.ts
function resumeSource(state, options) {
  const { source, compile, force } = options;
  if (source === void 0 || source.text === state.source.text) {
    return { graph: withRecipe(state, compile(state.source)), limits: state.limits };
  }
  const graph = compile(source);
  const recorded = compile(state.source);
  if (graph.hash === recorded.hash) {
    return { graph: withRecipe(state, graph), limits: state.limits };
  }
  if (force !== true) {
    throw new Refusal(
      "SOURCE_CHANGED",
      `\`${source.path}\` is not the workflow that the run was started with`,
      {
        hint: "leave the file out to go on with the recorded text, or take the new one with `--force`"
      }
    );
  }
  return forceSource(state, { recorded, graph: withRecipe(state, graph), source });
}
function refuseBudget(state, limits) {
  if (state.failure?.code !== "BUDGET_EXCEEDED" || state.exceeded === null) return;
  const { spent } = state;
  const [used, limit, name] = {
    tokens: [spent.input_tokens + spent.output_tokens, limits.maxTokens, "max_tokens"],
    cost_usd: [spent.cost_usd, limits.maxCostUsd, "max_cost_usd"],
    duration: [spent.duration_ms, limits.maxDurationMs, "max_duration"],
    iterations: [spent.iterations, limits.maxIterations, "max_iterations"]
  }[state.exceeded];
  if (limit === void 0 || limit > used) return;
  throw new Refusal("RESUME_INVALID", `the budget is used up: ${used} of ${limit}`, {
    hint: `give it more: \`--budget ${name}=…\``
  });
}
function withRecipe(state, graph) {
  const content = state.start?.recipe?.["content"];
  const read = content === void 0 ? void 0 : readRecipe(content);
  if (!read || "errors" in read) return graph;
  const applied = applyRecipe(graph, read.recipe);
  return "errors" in applied ? graph : applied.graph;
}
function forceSource(state, { recorded, graph, source }) {
  const edges = renumber(recorded, graph);
  refuseMissing(state, graph, edges);
  const { path, text, sha256 } = source;
  return {
    graph,
    limits: graph.budget ?? noLimits,
    forced: {
      forced: true,
      source: { path, text, sha256, hash: graph.hash },
      vars: { ...defaultsOf(graph), ...state.vars },
      edges
    }
  };
}
function defaultsOf(graph) {
  const entries = graph.vars.flatMap(
    ({ name, default: value }) => value === void 0 ? [] : [[name, value]]
  );
  return Object.fromEntries(entries);
}
function refuseMissing(state, graph, edges) {
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  const loops = new Set(graph.loops.map((loop) => loop.name));
  const missing = /* @__PURE__ */ new Set();
  for (const { node, kind } of Object.values(state.activations)) {
    if (kinds.get(node) !== kind && kind !== "") missing.add(`node \`${node}\``);
  }
  for (const { token, loops: counts2 } of Object.values(state.branches)) {
    if (token && !kinds.has(token.node)) missing.add(`node \`${token.node}\``);
    for (const name of Object.keys(counts2)) if (!loops.has(name)) missing.add(`loop \`${name}\``);
  }
  for (const fork of Object.values(state.forks)) {
    const gone = !fork.closed && fork.chosen.some((edge) => edges[edge] == null);
    if (gone) missing.add(`an edge of the open fork \`${fork.id}\``);
  }
  if (missing.size === 0) return;
  throw new Refusal("RESUME_INVALID", `the new text lacks ${[...missing].join(", ")}`, {
    hint: "what the run has begun must stay in the file, with the same kind"
  });
}
function renumber(recorded, graph) {
  const places = /* @__PURE__ */ new Map();
  graph.edges.forEach(({ from, to }, index) => {
    const key = `${from} -> ${to}`;
    places.set(key, [...places.get(key) ?? [], index]);
  });
  return recorded.edges.map(({ from, to }) => places.get(`${from} -> ${to}`)?.shift() ?? null);
}

// src/core/engine/lifecycle/revive.ts
function revivedBranches(state) {
  return Object.values(state.forks).filter((fork) => fork.failed && !fork.closed).filter((fork) => state.branches[fork.parent]?.status === "live").flatMap((fork) => reviveFork(state, fork));
}
function restartNode(state, revived) {
  for (const id of ["", ...revived]) {
    const activation = state.activations[state.branches[id]?.activation ?? ""];
    if (activation?.status === "failed") return activation.node;
  }
  return void 0;
}
function reviveFork(state, fork) {
  return fork.branches.flatMap((id) => {
    const branch = state.branches[id];
    const back = branch?.status === "cancelled" || branch?.status === "failed" && fork.failed;
    if (!branch || !back) return [];
    const inner = branch.activation === null ? void 0 : state.forks[branch.activation];
    return [id, ...inner && !inner.closed ? reviveFork(state, inner) : []];
  });
}

// src/core/engine/lifecycle/resume-run.ts
async function resumeRun(world, options) {
  const before = await world.store.read(options.runId);
  refuseOver2(fold(before.events));
  const writer = await world.store.acquire(options.runId);
  try {
    const { events } = await world.store.read(options.runId);
    const state = fold(events);
    refuseOver2(state);
    for (const event of events) world.models.observe?.(event);
    return await resumeWith({ world, writer, state, options, repaired: before.repaired });
  } finally {
    await writer.release();
  }
}
async function resumeWith(resuming) {
  const { world, writer, state, options } = resuming;
  const source = resumeSource(state, options);
  const limits = changedLimits(source, options);
  refuseBudget(state, limits);
  const work = createWorkGraph(source.graph, world.kinds);
  const back = options.from === void 0 ? void 0 : goBackTo(work, state, options.from);
  const given = matchAnswers(state, options);
  const driver = createDriver({ ...options, world, writer, work, state });
  const { journal } = driver.run;
  for (const event of repairs(resuming)) journal.record(event);
  const read = readAnswers(state, given);
  for (const event of read.record) journal.record(event);
  const waiting = state.status === "paused_waiting_human" && state.index.pending.size === 0;
  if (read.rejected.length > 0 || waiting && back === void 0) {
    await journal.settled();
    if (journal.broken !== void 0) throw journal.broken;
    await writeCaches(world, writer, state, work);
    return unchanged(resuming, source, read.rejected);
  }
  for (const event of back?.record ?? []) journal.record(event);
  journal.record({
    type: "run_resumed",
    data: describeResume(resuming, { source, limits, back })
  });
  return driveOn({ world, writer, driver });
}
function describeResume({ world, writer, state, options }, { source, limits, back }) {
  const revived = revivedBranches(state);
  const changed = changedKeys(state.limits, limits);
  return payload({
    resumed_from: resumedFrom(state),
    restart_node: back?.node ?? restartNode(state, revived),
    writer: describeWriter(world, writer),
    budget: Object.keys(changed).length === 0 ? void 0 : changed,
    rearm: options.rearm === void 0 || options.rearm.length === 0 ? void 0 : options.rearm,
    revived: revived.length === 0 ? void 0 : revived,
    ...source.forced ?? {},
    from: back?.activation
  });
}
function refuseOver2(state) {
  if (state.status !== "finished" && state.status !== "failed") return;
  throw new Refusal("RESUME_INVALID", `the run is ${state.status} and cannot go on`, {
    hint: "start a new run"
  });
}
function changedLimits(source, options) {
  const changed = changeLimits(source.limits, options.budget ?? {});
  if ("errors" in changed) {
    throw new Refusal("INPUT_INVALID", "a limit is not right", { errors: changed.errors });
  }
  return changed.limits;
}
function changedKeys(before, after) {
  const old = writeLimits(before);
  const entries = Object.entries(writeLimits(after)).filter(([name, value]) => old[name] !== value);
  return Object.fromEntries(entries);
}
function resumedFrom(state) {
  switch (state.status) {
    case "paused_waiting_human":
      return "paused";
    case "cancelled":
      return "cancelled";
    case "running":
      return "interrupted";
    default:
      return "failed";
  }
}
function repairs({ repaired }) {
  const { droppedBytes, ignoredLines } = repaired;
  if (droppedBytes === 0 && ignoredLines === 0) return [];
  return [
    {
      type: "log_repaired",
      data: payload({
        dropped_bytes: droppedBytes > 0 ? droppedBytes : void 0,
        ignored_lines: ignoredLines > 0 ? ignoredLines : void 0
      })
    }
  ];
}
function unchanged({ state, options }, source, rejected) {
  return { runId: options.runId, state, graph: source.graph, stopped: null, rejected };
}

// src/core/run/prices.ts
function checkPrices(graph, limits, hasPrice) {
  if (limits.maxCostUsd === void 0 || limits.unknownPrice === "ignore") return void 0;
  const unknown = listModels(graph).filter(({ model }) => !hasPrice(model));
  if (unknown.length === 0) return void 0;
  const names = unknown.map(({ model, node }) => `\`${model}\` of \`${node}\``).join(", ");
  return new Refusal(
    "UNKNOWN_PRICE",
    `\`max_cost_usd\` is set, but there is no known price for ${names}.`,
    { hint: "write `unknown_price: ignore` in the budget, or add the price to `prices.json`" }
  );
}

// src/core/engine/lifecycle/start-run.ts
async function startRun(world, plan, options = {}) {
  const runId = options.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
  if (!isRunId(runId)) {
    throw new Refusal("INPUT_INVALID", `\`${runId}\` is no id of a run`, {
      hint: "use letters, digits, `.`, `_` and `-`, at most 128"
    });
  }
  const unpriced = checkPrices(plan.graph, plan.limits, (model) => world.models.hasPrice(model));
  if (unpriced) throw unpriced;
  const work = createWorkGraph(plan.graph, world.kinds);
  const writer = await world.store.create(runId);
  try {
    const driver = createDriver({
      ...options,
      world,
      writer,
      work,
      runId,
      state: createState()
    });
    driver.run.journal.record({
      type: "run_started",
      data: describeStart(plan, world, writer, options)
    });
    return await driveOn({ world, writer, driver });
  } finally {
    await writer.release();
  }
}
function describeStart(plan, world, writer, options) {
  const { graph, source } = plan;
  return payload({
    workflow: graph.name,
    language: graph.language,
    format_version: formatVersion,
    engine_version: world.engineVersion,
    source: { path: source.path, text: source.text, sha256: source.sha256, hash: graph.hash },
    vars: plan.vars,
    input: plan.input,
    env: plan.env,
    preset: plan.preset,
    recipe: plan.recipe,
    budget: writeLimits(plan.limits),
    simulated: plan.simulated,
    script: plan.script && { ...plan.script },
    replay_of: options.replayOf,
    writer: describeWriter(world, writer),
    github: options.github,
    entry: graph.entry
  });
}

export {
  cancelRun,
  resumeRun,
  checkPrices,
  startRun
};
