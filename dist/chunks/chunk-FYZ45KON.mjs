import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  noLimits,
  readLimits
} from "./chunk-XUHXFKF7.mjs";
import {
  isFields,
  isList
} from "./chunk-4QXECC3P.mjs";
import {
  Refusal,
  noUsage
} from "./chunk-2ZHFY3E5.mjs";

// src/core/run/dictionary.ts
function createDictionary() {
  return /* @__PURE__ */ Object.create(null);
}

// src/core/run/index-of-run.ts
function createIndex() {
  return {
    pending: /* @__PURE__ */ new Set(),
    idle: /* @__PURE__ */ new Set(),
    unrouted: /* @__PURE__ */ new Set(),
    failed: /* @__PURE__ */ new Set(),
    forks: /* @__PURE__ */ new Set(),
    gates: /* @__PURE__ */ new Set(),
    live: /* @__PURE__ */ new Set(),
    working: /* @__PURE__ */ new Set(),
    workspace: null,
    startable: false
  };
}
function rebuildIndex(state) {
  const { index } = state;
  for (const list of Object.values(index)) if (list instanceof Set) list.clear();
  index.workspace = null;
  index.startable = true;
  for (const branch of Object.values(state.branches)) {
    if (branch.status === "live") indexBranch(index, branch, state);
  }
  for (const fork of Object.values(state.forks)) if (!fork.closed) index.forks.add(fork.id);
  for (const interaction of Object.values(state.interactions)) {
    if (interaction.answeredAt === null) index.gates.add(interaction.id);
  }
}
function addPending(index, branch) {
  index.pending.add(branch);
  index.startable = true;
}
function releaseBranch(index, branch) {
  if (index.working.delete(branch.id)) index.startable = true;
  if (branch.activation !== null) releaseWorkspace(index, branch.activation);
}
function releaseWorkspace(index, activation) {
  if (index.workspace !== activation) return;
  index.workspace = null;
  index.startable = true;
}
function claimActivation(index, activation) {
  index.idle.delete(activation.id);
  index.pending.delete(activation.branch);
  if (activation.branch !== "") index.working.add(activation.branch);
  if (activation.mutating) index.workspace = activation.id;
}
function indexBranch(index, branch, state) {
  if (branch.id !== "") index.live.add(branch.id);
  const activation = branch.activation === null ? void 0 : state.activations[branch.activation];
  if (activation?.status === "failed" && !activation.restart) {
    index.failed.add(activation.id);
  } else if (branch.token !== null) {
    if (!branch.token.parked) index.pending.add(branch.id);
  } else if (activation?.status === "started" || activation?.restart === true) {
    index.pending.add(branch.id);
  } else if (activation?.status === "finished" && !activation.routed) {
    index.unrouted.add(activation.id);
  }
}

// src/core/run/timestamp.ts
var dayMs = 864e5;
var lastMs = Number.NaN;
var lastText = "";
function toTimestamp(ms) {
  if (ms === lastMs) return lastText;
  const days = Math.floor(ms / dayMs);
  lastText = `${dateOf(days)}T${timeOf(ms - days * dayMs)}Z`;
  lastMs = ms;
  return lastText;
}
function toMilliseconds(timestamp) {
  if (timestamp === lastText) return lastMs;
  const day = daysOf(digits(timestamp, 0, 4), digits(timestamp, 5, 2), digits(timestamp, 8, 2));
  const minutes = digits(timestamp, 11, 2) * 60 + digits(timestamp, 14, 2);
  return day * dayMs + (minutes * 60 + digits(timestamp, 17, 2)) * 1e3 + digits(timestamp, 20, 3);
}
function timeOf(ms) {
  const seconds = Math.floor(ms / 1e3);
  const minutes = Math.floor(seconds / 60);
  const clock = [Math.floor(minutes / 60), minutes % 60, seconds % 60].map((part) => pad(part, 2));
  return `${clock.join(":")}.${pad(ms % 1e3, 3)}`;
}
function dateOf(days) {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}
function daysOf(year, month, day) {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}
function digits(text, start, length) {
  let value = 0;
  for (let at = start; at < start + length; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}
function pad(value, length) {
  return String(value).padStart(length, "0");
}

// src/core/run/evolve/draft.ts
function readDraft(part) {
  return part;
}
function draftBranch(state, id) {
  const branch = state.branches[id];
  return branch && readDraft(branch);
}
function draftFork(state, id) {
  const fork = state.forks[id];
  return fork && readDraft(fork);
}
function draftActivation(state, event) {
  const activation = event.activation_id === void 0 ? void 0 : state.activations[event.activation_id];
  return activation && readDraft(activation);
}
function textOf(value) {
  return typeof value === "string" ? value : null;
}
function numberOf(value) {
  return typeof value === "number" ? value : null;
}
function fieldsOf(value) {
  return isFields(value) ? value : {};
}
function textsOf(value) {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}
function numbersOf(value) {
  return isList(value) ? value.filter((item) => typeof item === "number") : [];
}

// src/core/run/evolve/read-fault.ts
function readFault(event, data) {
  return {
    code: readCode(data["code"]),
    message: textOf(data["error"]) ?? "",
    node: event.node_id ?? null,
    branch: event.branch_id ?? "",
    hint: textOf(data["hint"]),
    retryable: data["retryable"] === true || data["resumable"] === true,
    errors: readErrors(data["errors"]),
    fork: textOf(data["fork"]),
    reason: textOf(data["reason"]),
    retryAt: textOf(data["retry_at"]),
    at: event.timestamp
  };
}
function readStepFailure(error) {
  const hint = textOf(error["hint"]);
  const redo = textOf(error["redo"]);
  const cause = textOf(error["cause"]);
  const retryAfterMs = numberOf(error["retry_after_ms"]);
  const statusCode = numberOf(error["status_code"]);
  return {
    code: readCode(error["code"]),
    message: textOf(error["message"]) ?? "",
    retryable: error["retryable"] === true,
    errors: readErrors(error["errors"]),
    ...hint === null ? {} : { hint },
    ...redo === null ? {} : { redo },
    ...cause === null ? {} : { cause },
    ...retryAfterMs === null ? {} : { retryAfterMs },
    ...statusCode === null ? {} : { statusCode }
  };
}
function readCode(value) {
  return textOf(value) ?? "EXECUTION_FAILED";
}
function readErrors(value) {
  if (!isList(value)) return [];
  return value.filter((entry) => isFields(entry)).map((entry) => ({
    field: textOf(entry["field"]),
    message: textOf(entry["message"]) ?? ""
  }));
}
function readFailedBranches(value) {
  if (!isList(value)) return [];
  return value.filter((entry) => isFields(entry)).map((entry) => ({
    branch_id: textOf(entry["branch_id"]) ?? "",
    node: textOf(entry["node"]) ?? "",
    code: textOf(entry["code"]) ?? "",
    error: textOf(entry["error"]) ?? ""
  }));
}
function readUsage(value) {
  if (!isFields(value)) return noUsage;
  const source = value["cost_source"];
  return {
    input_tokens: numberOf(value["input_tokens"]) ?? 0,
    output_tokens: numberOf(value["output_tokens"]) ?? 0,
    cache_read_tokens: numberOf(value["cache_read_tokens"]) ?? 0,
    cache_write_tokens: numberOf(value["cache_write_tokens"]) ?? 0,
    cost_usd: numberOf(value["cost_usd"]) ?? 0,
    cost_source: source === "computed" || source === "unknown" ? source : "reported"
  };
}
function addUsage(a, b) {
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
    cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
    cost_usd: addCost(a.cost_usd, b.cost_usd),
    cost_source: mergeSource(a, b)
  };
}
function addCost(a, b) {
  return Math.round((a + b) * 1e12) / 1e12;
}
function mergeSource(a, b) {
  if (a.cost_source === "unknown" || b.cost_source === "unknown") return "unknown";
  return a.cost_source === "computed" || b.cost_source === "computed" ? "computed" : "reported";
}

// src/core/run/evolve/visits.ts
function appendVisit(branch, node, visit) {
  const places = visit.artifact ? listOf(branch.publicationsOf, visit.artifact.name) : listOf(branch.visitsOf, node);
  places.push(branch.visits.length);
  branch.visits.push(visit);
}
function appendVisits(state, branch, visits) {
  for (const visit of visits) {
    appendVisit(branch, state.activations[visit.activation]?.node ?? "", visit);
  }
}
function cutVisits(branch, length) {
  branch.visits.length = Math.min(branch.visits.length, length);
  for (const places of [branch.visitsOf, branch.publicationsOf]) {
    for (const [key, list] of Object.entries(places)) {
      places[key] = list.filter((place) => place < length);
    }
  }
}
function listOf(places, key) {
  const known = places[key];
  if (known) return known;
  const list = [];
  places[key] = list;
  return list;
}

// src/core/run/evolve/branch-facts.ts
function branchStarted(state, event, data) {
  const id = event.branch_id ?? "";
  const forkId = textOf(data["fork"]) ?? event.activation_id ?? "";
  const parent = draftBranch(state, textOf(data["parent"]) ?? "");
  if (id === "" || !parent || state.branches[id]) return;
  const fork = openFork(state, forkId, parent, data);
  state.branches[id] = {
    id,
    parent: parent.id,
    fork: forkId,
    first: event.node_id ?? "",
    opened: event.seq,
    status: "live",
    settled: -1,
    tolerated: false,
    failure: null,
    token: null,
    activation: null,
    visits: [],
    inherited: parent.visits.length,
    visitsOf: createDictionary(),
    publicationsOf: createDictionary(),
    loops: parent.loops,
    counts: createDictionary(),
    session: parent.session
  };
  fork.branches.push(id);
  fork.busy++;
  state.index.live.add(id);
  releaseBranch(state.index, parent);
}
function edgeSelected(state, event, data) {
  const source = draftActivation(state, event);
  const branch = draftBranch(state, event.branch_id ?? "");
  if (!source || !branch) return;
  if (textOf(data["loop"]) !== null) readDraft(state.spent).iterations++;
  branch.loops = countLoops(branch.loops, data, source.output);
  const parked = data["parks"] === true;
  branch.token = {
    node: textOf(data["to"]) ?? "",
    arrivals: [
      {
        edge: numberOf(data["edge"]),
        branch: branch.id,
        activation: source.id,
        seen: branch.visits.length
      }
    ],
    failed: null,
    parked,
    since: event.seq
  };
  if (source.branch === branch.id || isOpened(state, source.id)) {
    source.routed = true;
    state.index.unrouted.delete(source.id);
  }
  touchForks(state, branch);
  if (parked) park(state, branch);
  else addPending(state.index, branch.id);
}
function branchFinished(state, event, data) {
  const branch = draftBranch(state, event.branch_id ?? "");
  const fork = branch?.fork == null ? void 0 : draftFork(state, branch.fork);
  if (!branch || !fork) return;
  if (branch.status === "live" && branch.token?.parked !== true) fork.busy--;
  branch.status = readStatus(textOf(data["status"]));
  branch.settled = event.seq;
  branch.tolerated = data["tolerated"] === true;
  dropFromIndex(state, branch);
  if (branch.status === "ended") endPath(state, branch, textOf(data["fork"]));
  if (branch.status === "failed") {
    branch.failure = {
      ...readFault(event, data),
      node: textOf(data["node"]) ?? event.node_id ?? null
    };
    const inner = textOf(data["fork"]);
    if (inner !== null) markFailed(state, inner);
    if (!branch.tolerated) fork.broken++;
  }
  touchForks(state, branch);
}
function joinReady(state, event, data) {
  const fork = draftFork(state, textOf(data["fork"]) ?? "");
  const survivor = draftBranch(state, event.branch_id ?? "");
  if (!fork || !survivor) return;
  const gathering = data["gathering"] === true;
  const met = textsOf(data["branches"]).flatMap((id) => draftBranch(state, id) ?? []);
  const arrivals = met.flatMap((branch) => branch.token?.arrivals ?? []);
  const parked = !gathering && data["parks"] === true;
  for (const branch of met) branch.token = null;
  for (const id of gathering ? met.slice(1).map((branch) => branch.id) : fork.branches) {
    const branch = state.branches[id];
    const merged = branch?.status === "merged" && !gathering;
    if (branch && !merged) appendVisits(state, survivor, branch.visits);
  }
  survivor.session = null;
  survivor.token = {
    node: event.node_id ?? "",
    arrivals,
    failed: readFailedBranches(data["failed_branches"]),
    parked,
    since: event.seq
  };
  if (gathering) goOn(fork, survivor.id);
  else close(state, fork);
  releaseGroups(state, data, event.seq);
  touchForks(state, survivor);
  if (parked) park(state, survivor);
  else addPending(state.index, survivor.id);
}
function releaseGroups(state, data, seq) {
  if (!isList(data["released"])) return;
  for (const group of data["released"].map(textsOf)) {
    const branch = draftBranch(state, group[0] ?? "");
    const fork = branch?.fork == null ? void 0 : draftFork(state, branch.fork);
    if (!branch?.token || !fork) continue;
    if (group.length > 1) {
      fork.going.push(group);
    } else if (branch.token.parked) {
      branch.token = { ...branch.token, parked: false, since: seq };
      fork.busy++;
      addPending(state.index, branch.id);
    }
  }
}
function touchForks(state, branch) {
  let at = branch;
  while (at && at.fork !== null) {
    if (!state.forks[at.fork]?.closed) state.index.forks.add(at.fork);
    at = at.parent === null ? void 0 : state.branches[at.parent];
  }
}
function openFork(state, id, parent, data) {
  const known = draftFork(state, id);
  if (known) return known;
  const outer = parent.fork === null ? void 0 : state.forks[parent.fork];
  const fork = {
    id,
    parent: parent.id,
    node: textOf(data["from"]) ?? "",
    chosen: numbersOf(data["chosen"]),
    branches: [],
    depth: (outer?.depth ?? 0) + 1,
    closed: false,
    failed: false,
    going: [],
    busy: 0,
    broken: 0
  };
  state.forks[id] = fork;
  return readDraft(fork);
}
function isOpened(state, forkId) {
  const fork = state.forks[forkId];
  if (fork?.branches.length !== fork?.chosen.length) return false;
  const last = state.branches[fork?.branches.at(-1) ?? ""];
  return last?.token != null || last?.activation != null;
}
function countLoops(before, data, output) {
  const loop = textOf(data["loop"]);
  const rearmed = textsOf(data["rearmed"]);
  if (loop === null && rearmed.length === 0) return before;
  const loops = Object.assign(createDictionary(), before);
  for (const name of rearmed) loops[name] = { count: 0, previousOutput: null };
  if (loop !== null) {
    loops[loop] = { count: numberOf(data["iteration"]) ?? 0, previousOutput: output };
  }
  return loops;
}
function park(state, branch) {
  const fork = branch.fork === null ? void 0 : draftFork(state, branch.fork);
  if (fork) fork.busy--;
  state.index.pending.delete(branch.id);
  releaseBranch(state.index, branch);
}
function endPath(state, branch, inner) {
  const last = branch.activation === null ? void 0 : state.activations[branch.activation];
  if (last) readDraft(last).routed = true;
  const fork = inner === null ? void 0 : draftFork(state, inner);
  if (fork) close(state, fork);
}
function goOn(fork, survivor) {
  fork.busy++;
  fork.going = fork.going.filter((group) => group[0] !== survivor);
}
function close(state, fork) {
  fork.closed = true;
  state.index.forks.delete(fork.id);
}
function markFailed(state, id) {
  const fork = draftFork(state, id);
  if (!fork) return;
  fork.failed = true;
  state.index.forks.delete(id);
}
function dropFromIndex(state, branch) {
  const { index } = state;
  index.live.delete(branch.id);
  index.pending.delete(branch.id);
  releaseBranch(index, branch);
  if (branch.activation === null) return;
  index.idle.delete(branch.activation);
  index.unrouted.delete(branch.activation);
  index.failed.delete(branch.activation);
}
function readStatus(status) {
  const known = ["arrived", "merged", "ended", "failed", "cancelled"];
  return known.find((name) => name === status) ?? "cancelled";
}

// src/core/run/answers.ts
function decisionField(fields) {
  const bools = fields.filter((field) => field.type === "bool").map((field) => field.name);
  if (bools.includes("approved")) return "approved";
  return bools.length === 1 ? bools[0] : void 0;
}
function combineAnswers(fields, submissions) {
  const answers = submissions.at(-1)?.answers ?? {};
  const decision = decisionField(fields);
  if (decision === void 0) return answers;
  return {
    ...answers,
    [decision]: submissions.every((submission) => submission.answers[decision] === true)
  };
}

// src/core/run/evolve/human-facts.ts
function humanInputRequested(state, event, data) {
  const id = textOf(data["interaction_id"]) ?? "";
  const activation = draftActivation(state, event);
  const branch = draftBranch(state, event.branch_id ?? "");
  state.interactions[id] = {
    id,
    gate: textOf(data["gate"]) ?? "",
    nodeId: event.node_id ?? "",
    branchId: event.branch_id ?? "",
    activationId: event.activation_id ?? "",
    source: data["source"] === "agent" ? "agent" : "human",
    requestedAt: event.timestamp,
    answeredAt: null,
    instructions: textOf(data["instructions"]),
    questions: data["questions"] ?? null,
    fields: readFields(data["fields"]),
    minAnswers: numberOf(data["min_answers"]) ?? 1,
    proposal: data["proposal"] === void 0 ? null : fieldsOf(data["proposal"]),
    answers: null,
    submissions: []
  };
  state.index.gates.add(id);
  if (!activation || !branch) return;
  activation.status = "waiting";
  activation.asks = [...activation.asks, id];
  activation.usedMs += state.spent.duration_ms - (activation.runningSince ?? 0);
  activation.runningSince = null;
  releaseBranch(state.index, branch);
}
function humanAnswersRecorded(state, event, data) {
  const known = state.interactions[textOf(data["interaction_id"]) ?? ""];
  if (!known) return;
  const interaction = readDraft(known);
  const submission = {
    by: textOf(data["by"]) ?? "",
    via: textOf(data["via"]) ?? "",
    at: event.timestamp,
    answers: fieldsOf(data["answers"])
  };
  interaction.submissions = [...interaction.submissions, submission];
  if (data["closes"] !== true) return;
  interaction.answeredAt = event.timestamp;
  interaction.answers = combineAnswers(interaction.fields, interaction.submissions);
  state.index.gates.delete(interaction.id);
  const activation = state.activations[interaction.activationId];
  if (activation?.status !== "waiting") return;
  const draft = readDraft(activation);
  draft.status = "started";
  draft.runningSince = state.spent.duration_ms;
  if (state.branches[activation.branch]?.status === "live") {
    addPending(state.index, activation.branch);
  }
}
function readFields(value) {
  if (!isList(value)) return [];
  return value.filter((field) => isFields(field)).map((field) => ({
    name: textOf(field["name"]) ?? "",
    type: textOf(field["type"]) ?? "string",
    ...field["enum"] === void 0 ? {} : { enum: textsOf(field["enum"]) },
    ...field["optional"] === true ? { optional: true } : {}
  }));
}

// src/core/run/evolve/step-facts.ts
function logicalName(recorded) {
  const tilde = recorded.lastIndexOf("~");
  return tilde === -1 ? recorded : recorded.slice(0, tilde);
}
function stepStarted(state, event, data) {
  const activation = draftActivation(state, event);
  if (!activation) return;
  const step = draftStep(activation, textOf(data["step"]) ?? "");
  step.attempts = numberOf(data["attempt"]) ?? step.attempts + 1;
  if (step.failures.length > 0) {
    activation.runningSince = state.spent.duration_ms;
    activation.usedMs = 0;
  }
}
function stepFinished(state, event, data) {
  const activation = draftActivation(state, event);
  if (!activation) return;
  const step = draftStep(activation, textOf(data["step"]) ?? "");
  if (isFields(data["error"])) {
    const failure = readStepFailure(data["error"]);
    step.failures = [...step.failures, { failure, at: event.timestamp }];
  } else {
    step.finished = true;
    step.result = data["result"] ?? null;
  }
  if (data["usage"] !== void 0) charge(state, activation, readUsage(data["usage"]));
}
function charge(state, activation, usage) {
  const spent = readDraft(state.spent);
  spent.input_tokens += usage.input_tokens;
  spent.output_tokens += usage.output_tokens;
  spent.cache_read_tokens += usage.cache_read_tokens;
  spent.cache_write_tokens += usage.cache_write_tokens;
  spent.cost_usd = addCost(spent.cost_usd, usage.cost_usd);
  spent.cost_source = addUsage(spent, usage).cost_source;
  activation.usage = addUsage(activation.usage, usage);
  const tokens = usage.input_tokens + usage.output_tokens;
  const known = state.metered[activation.node];
  if (!known || tokens > known.tokens || usage.cost_usd > known.costUsd) {
    state.metered[activation.node] = {
      tokens: Math.max(tokens, known?.tokens ?? 0),
      costUsd: Math.max(usage.cost_usd, known?.costUsd ?? 0)
    };
  }
}
function draftStep(activation, recorded) {
  const name = logicalName(recorded);
  const known = activation.steps[name];
  if (known) return readDraft(known);
  const step = {
    name: recorded,
    attempts: 0,
    finished: false,
    result: null,
    failures: []
  };
  activation.steps[name] = step;
  return readDraft(step);
}

// src/core/run/evolve/node-facts.ts
var next = { kind: "next" };
var nothing = {};
function nodeStarted(state, event, data) {
  const branch = draftBranch(state, event.branch_id ?? "");
  const id = event.activation_id ?? "";
  if (!branch) return;
  const attempt = numberOf(data["attempt"]) ?? 1;
  const known = state.activations[id];
  const activation = readDraft(
    known && attempt > 1 ? known : createActivation(branch, event, data, branch.token)
  );
  if (attempt > 1) startAgain(activation);
  else consumeToken(state, branch, activation.node);
  state.activations[id] = activation;
  branch.activation = id;
  activation.attempt = attempt;
  activation.status = "started";
  activation.input = data["input"] ?? null;
  activation.started = data;
  activation.mutating = data["mutating"] === true;
  activation.session = readSession(data["session"], branch.id) ?? null;
  activation.runningSince = state.spent.duration_ms;
  activation.usedMs = 0;
  releaseGroups(state, data, event.seq);
  state.index.pending.delete(branch.id);
  state.index.idle.add(id);
  if (branch.id !== "") state.index.working.add(branch.id);
  if (activation.mutating) state.index.workspace = id;
}
function nodeFinished(state, event, data) {
  const activation = draftActivation(state, event);
  const branch = draftBranch(state, event.branch_id ?? "");
  if (!activation || !branch) return;
  activation.status = "finished";
  activation.output = data["output"] ?? null;
  activation.meta = readMeta(data);
  activation.way = readWay(data["outcome"]);
  activation.steps = createDictionary();
  activation.runningSince = null;
  if (data["memory"] !== void 0) state.memory[activation.node] = data["memory"];
  branch.session = readSession(data["session"], branch.id) ?? branch.session;
  appendVisit(branch, activation.node, { activation: activation.id });
  if (activation.artifact) {
    appendVisit(branch, activation.node, {
      activation: activation.id,
      artifact: activation.artifact
    });
  }
  state.index.idle.delete(activation.id);
  state.index.unrouted.add(activation.id);
  releaseWorkspace(state.index, activation.id);
}
function nodeFailed(state, event, data) {
  const branch = draftBranch(state, event.branch_id ?? "");
  const id = event.activation_id ?? "";
  if (!branch) return;
  const activation = readDraft(
    state.activations[id] ?? createActivation(branch, event, data, branch.token)
  );
  state.activations[id] = activation;
  branch.activation = id;
  activation.status = "failed";
  activation.restart = false;
  activation.failure = readFault(event, data);
  activation.redo = textOf(data["redo"]);
  activation.runningSince = null;
  releaseGroups(state, data, event.seq);
  if (branch.token?.parked === true) leaveMeeting(state, branch);
  state.index.pending.delete(branch.id);
  state.index.idle.delete(id);
  state.index.failed.add(id);
  releaseWorkspace(state.index, id);
}
function artifactWritten(state, event, data) {
  const activation = draftActivation(state, event);
  const version = numberOf(data["version"]) ?? 0;
  state.artifacts[event.node_id ?? ""] = version + 1;
  if (activation) activation.artifact = { name: textOf(data["publish"]) ?? "", version };
}
function createActivation(branch, event, data, token) {
  return {
    id: event.activation_id ?? "",
    node: event.node_id ?? "",
    kind: textOf(data["kind"]) ?? "",
    branch: branch.id,
    status: "started",
    attempt: 0,
    input: null,
    arrivals: token?.arrivals ?? [],
    started: nothing,
    session: null,
    mutating: false,
    output: null,
    meta: nothing,
    way: next,
    routed: false,
    failure: null,
    restart: false,
    steps: createDictionary(),
    redo: null,
    redos: 0,
    asks: [],
    artifact: null,
    usage: noUsage,
    usedMs: 0,
    runningSince: null,
    iterationPath: event.iteration_path ?? null,
    loopsBefore: branch.loops,
    visitsBefore: branch.visits.length
  };
}
function consumeToken(state, branch, node) {
  branch.counts[node] = (branch.counts[node] ?? 0) + 1;
  if (branch.token?.parked === true) leaveMeeting(state, branch);
  branch.token = null;
}
function leaveMeeting(state, branch) {
  const fork = branch.fork === null ? void 0 : draftFork(state, branch.fork);
  if (fork) fork.busy++;
  if (branch.token) branch.token = { ...branch.token, parked: false };
}
function startAgain(activation) {
  const refused = activation.redo === null ? null : logicalName(activation.redo);
  const steps = createDictionary();
  for (const [name, step] of Object.entries(activation.steps)) {
    if (name === refused) break;
    steps[name] = { ...step, failures: [] };
  }
  if (refused !== null) activation.redos++;
  activation.steps = steps;
  activation.redo = null;
  activation.restart = false;
  activation.failure = null;
}
function readMeta(data) {
  const meta = fieldsOf(data["meta"]);
  if (data["_tokens"] === void 0) return meta;
  return { ...meta, _tokens: data["_tokens"], _cost_usd: data["_cost_usd"] ?? 0 };
}
function readWay(value) {
  if (!isFields(value)) return next;
  if (value["kind"] === "end") {
    return { kind: "end", status: value["status"] === "fail" ? "fail" : "done" };
  }
  if (value["kind"] === "fork") {
    return value["edges"] === void 0 ? { kind: "fork" } : { kind: "fork", edges: numbersOf(value["edges"]) };
  }
  const port = textOf(value["port"]);
  const edge = numberOf(value["edge"]);
  return {
    kind: "next",
    ...port === null ? {} : { port },
    ...edge === null ? {} : { edge }
  };
}
function readSession(value, branch) {
  if (!isFields(value)) return void 0;
  return {
    id: textOf(value["id"]) ?? "",
    parent: textOf(value["parent"]),
    branch,
    carrier: textOf(value["carrier"]) ?? "model",
    native: textOf(value["native"])
  };
}

// src/core/run/evolve/run-facts.ts
function runStarted(state, event, data) {
  state.runId = event.run_id;
  state.status = "running";
  state.createdAt = event.timestamp;
  state.processes = 1;
  state.epoch = readEpoch(data);
  state.start = {
    workflow: textOf(data["workflow"]) ?? "",
    language: data["language"] === "flow" ? "flow" : "iter",
    engineVersion: textOf(data["engine_version"]) ?? "",
    env: textsOf(data["env"]),
    preset: textOf(data["preset"]),
    recipe: data["recipe"] === void 0 ? null : fieldsOf(data["recipe"]),
    simulated: data["simulated"] === true,
    script: data["script"] === void 0 ? null : fieldsOf(data["script"]),
    replayOf: textOf(data["replay_of"]),
    github: fieldsOf(data["github"])
  };
  state.source = readSource(data["source"] ?? null, state.source);
  state.vars = fieldsOf(data["vars"]);
  state.input = fieldsOf(data["input"]);
  state.limits = readLimits(data["budget"], noLimits);
  state.branches[""] = createMainBranch(textOf(data["entry"]) ?? "", event.seq);
  addPending(state.index, "");
}
function runPaused(state) {
  state.status = "paused_waiting_human";
}
function runFinished(state, event, data) {
  state.status = "finished";
  state.output = data["output"] ?? null;
  state.finishedAt = event.timestamp;
}
function runFailed(state, event, data) {
  const fault = readFault(event, data);
  state.status = data["resumable"] === false ? "failed" : "failed_resumable";
  state.failure = fault;
  state.finishedAt = event.timestamp;
  const fork = fault.fork === null ? void 0 : draftFork(state, fault.fork);
  if (fork) fork.failed = true;
}
function runCancelled(state, event) {
  state.status = "cancelled";
  state.finishedAt = event.timestamp;
}
function budgetWarning(state, _event, data) {
  const limit = numberOf(data["limit"]) ?? 0;
  state.warned.push(`${textOf(data["dimension"]) ?? ""}:${limit}`);
}
function budgetExceeded(state, _event, data) {
  state.exceeded = readDimension(textOf(data["dimension"]) ?? "");
}
function readEpoch(data) {
  return numberOf(fieldsOf(data["writer"])["epoch"]) ?? 0;
}
function readSource(value, before) {
  const source = fieldsOf(value);
  return {
    path: textOf(source["path"]) ?? before.path,
    text: textOf(source["text"]) ?? before.text,
    sha256: textOf(source["sha256"]) ?? before.sha256,
    hash: textOf(source["hash"]) ?? before.hash
  };
}
function readDimension(name) {
  const dimensions = ["tokens", "cost_usd", "duration", "iterations"];
  return dimensions.find((dimension) => dimension === name) ?? null;
}
function createMainBranch(entry, seq) {
  return {
    id: "",
    parent: null,
    fork: null,
    first: entry,
    opened: seq,
    status: "live",
    settled: -1,
    tolerated: false,
    failure: null,
    token: {
      node: entry,
      arrivals: [{ edge: null, branch: "", activation: null, seen: 0 }],
      failed: null,
      parked: false,
      since: seq
    },
    activation: null,
    visits: [],
    inherited: 0,
    visitsOf: createDictionary(),
    publicationsOf: createDictionary(),
    loops: createDictionary(),
    counts: createDictionary(),
    session: null
  };
}

// src/core/run/evolve/resume-fact.ts
function runResumed(state, event, data) {
  const revived = textsOf(data["revived"]).flatMap((id) => draftBranch(state, id) ?? []);
  rearm(state, revived, textsOf(data["rearm"]));
  for (const branch of revived) revive(branch);
  state.status = "running";
  const epoch = readEpoch(data);
  if (epoch !== state.epoch) state.processes++;
  state.epoch = epoch;
  state.finishedAt = null;
  state.failure = null;
  state.exceeded = null;
  state.limits = readLimits(data["budget"], state.limits);
  if (data["source"] !== void 0) state.source = readSource(data["source"], state.source);
  if (data["vars"] !== void 0) state.vars = fieldsOf(data["vars"]);
  for (const branch of Object.values(state.branches)) restartFailed(state, branch);
  renumberEdges(state, data["edges"]);
  const from = textOf(data["from"]);
  if (from !== null) goBack(state, from, event.seq);
  recountForks(state);
  rebuildIndex(state);
}
function revive(branch) {
  branch.status = "live";
  branch.settled = -1;
  branch.tolerated = false;
  branch.failure = null;
}
function restartFailed(state, branch) {
  if (branch.status !== "live" || branch.activation === null) return;
  const activation = state.activations[branch.activation];
  if (activation?.status === "failed") readDraft(activation).restart = true;
}
function rearm(state, revived, loops) {
  if (loops.length === 0) return;
  const failed = revived.filter((branch) => branch.status === "failed");
  const main = draftBranch(state, "");
  for (const branch of failed.length > 0 || !main ? failed : [main]) {
    const counts = Object.assign(createDictionary(), branch.loops);
    for (const name of loops) {
      counts[name] = { count: 0, previousOutput: counts[name]?.previousOutput ?? null };
    }
    branch.loops = counts;
  }
}
function goBack(state, id, seq) {
  const activation = state.activations[id];
  const branch = activation && draftBranch(state, activation.branch);
  if (!activation || !branch) return;
  branch.token = {
    node: activation.node,
    arrivals: activation.arrivals,
    failed: null,
    parked: false,
    since: seq
  };
  branch.activation = null;
  branch.loops = activation.loopsBefore;
  cutVisits(branch, activation.visitsBefore);
  for (const fork of Object.values(state.forks)) {
    if (fork.parent === branch.id && !fork.closed) readDraft(fork).closed = true;
  }
}
function renumberEdges(state, places) {
  if (!isList(places)) return;
  const placeOf = (edge) => {
    const place = places[edge];
    return typeof place === "number" ? place : -1;
  };
  const moved = (arrivals) => arrivals.map(
    (arrival) => arrival.edge === null ? arrival : { ...arrival, edge: placeOf(arrival.edge) }
  );
  for (const branch of Object.values(state.branches)) {
    const { token } = branch;
    if (token) readDraft(branch).token = { ...token, arrivals: moved(token.arrivals) };
  }
  for (const fork of Object.values(state.forks)) readDraft(fork).chosen = fork.chosen.map(placeOf);
  for (const activation of Object.values(state.activations)) {
    readDraft(activation).arrivals = moved(activation.arrivals);
  }
}
function recountForks(state) {
  for (const fork of Object.values(state.forks)) {
    const branches = fork.branches.flatMap((id) => state.branches[id] ?? []);
    const draft = readDraft(fork);
    draft.busy = branches.filter(
      (branch) => branch.status === "live" && branch.token?.parked !== true
    ).length;
    draft.broken = branches.filter(
      (branch) => branch.status === "failed" && !branch.tolerated
    ).length;
    if (draft.broken === 0) draft.failed = false;
  }
}

// src/core/run/evolve/evolve.ts
var changes = {
  run_started: runStarted,
  run_resumed: runResumed,
  run_paused: runPaused,
  run_finished: runFinished,
  run_failed: runFailed,
  run_cancelled: runCancelled,
  branch_started: branchStarted,
  branch_finished: branchFinished,
  join_ready: joinReady,
  edge_selected: edgeSelected,
  node_started: nodeStarted,
  step_started: stepStarted,
  step_finished: stepFinished,
  node_finished: nodeFinished,
  node_failed: nodeFailed,
  artifact_written: artifactWritten,
  human_input_requested: humanInputRequested,
  human_answers_recorded: humanAnswersRecorded,
  budget_warning: budgetWarning,
  budget_exceeded: budgetExceeded
};
var nothing2 = {};
function evolve(state, event) {
  const draft = readDraft(state);
  if (event.timestamp !== draft.timestamp) {
    const passed = toMilliseconds(event.timestamp) - toMilliseconds(draft.timestamp);
    if (draft.seq >= 0 && draft.status === "running" && event.type !== "run_resumed" && passed > 0) {
      readDraft(draft.spent).duration_ms += passed;
    }
    draft.timestamp = event.timestamp;
  }
  draft.seq = event.seq;
  changes[event.type]?.(draft, event, event.data ?? nothing2);
  return state;
}
function createState() {
  return {
    runId: "",
    status: "running",
    seq: -1,
    timestamp: "1970-01-01T00:00:00.000Z",
    createdAt: "",
    finishedAt: null,
    start: null,
    source: { path: "", text: "", sha256: "", hash: "" },
    vars: {},
    input: {},
    limits: noLimits,
    spent: { ...noUsage, duration_ms: 0, iterations: 0 },
    branches: createDictionary(),
    forks: createDictionary(),
    activations: createDictionary(),
    memory: createDictionary(),
    interactions: createDictionary(),
    artifacts: createDictionary(),
    metered: createDictionary(),
    warned: [],
    exceeded: null,
    failure: null,
    output: null,
    processes: 0,
    epoch: 0,
    index: createIndex()
  };
}
function fold(events) {
  const state = createState();
  for (const event of events) evolve(state, event);
  return state;
}

// src/core/run/run-id.ts
var form = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
function isRunId(text) {
  return form.test(text) && !text.includes("..");
}
function defaultRunId(ms, suffix) {
  const time = toTimestamp(ms).slice(0, 19).replaceAll(/[-:]/g, "");
  return `run_${time}_${suffix}`;
}

// src/core/report/escape.ts
var hidden = /[\p{Cc}\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0D\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E01EF}]/gu;
var lineEnds = /\r\n?|[\n\u2028\u2029]/g;
var entities = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "\\": "&#92;"
};
function escapeInline(text) {
  return clean(text.replaceAll(lineEnds, " ")).replaceAll(/[&<>|\\]/g, (character) => entities[character] ?? character).replaceAll(/[`*[\]~$]/g, "\\$&").replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_").replaceAll(/@(?=[\p{L}\p{N}_-])/gu, "@​").replaceAll(/(?<![\p{L}\p{N}_&])#(?=\d)/gu, "#​").trim();
}
function escapeCode(text) {
  const plain = clean(text.replaceAll(lineEnds, " ")).replaceAll("|", "¦").replaceAll("\\", "⧵");
  const longest = Math.max(0, ...Array.from(plain.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = plain === "" || /^[` ]|[` ]$/.test(plain) ? " " : "";
  return `${fence}${padding}${plain}${padding}${fence}`;
}
function escapeQuote(text, limit) {
  const lines = cut(text, limit).split(lineEnds).map((line) => `> ${escapeLineStart(escapeInline(line))}`.trimEnd());
  return lines.map((line, index) => line === ">" || (lines[index + 1] ?? ">") === ">" ? line : `${line}  `).join("\n");
}
function escapeBlock(text, limit, language = "text") {
  const plain = cut(text, limit).split(lineEnds).map((line) => clean(line.replaceAll("	", "    "))).join("\n");
  const longest = Math.max(2, ...Array.from(plain.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}
${plain}
${fence}`;
}
function cut(text, limit) {
  if (text.length <= limit) return text;
  const point = text.codePointAt(limit - 2) ?? 0;
  return `${text.slice(0, point > 65535 ? limit - 2 : limit - 1)}…`;
}
function clean(text) {
  return text.replaceAll("	", " ").replaceAll(hidden, "");
}
function escapeLineStart(line) {
  return line.replace(
    /^(?:[-+=#/]|\d+[.)])/,
    (start) => start.length === 1 ? `\\${start}` : `${start.slice(0, -1)}\\${start.slice(-1)}`
  );
}

// src/adapters/stores/file/atomic.ts
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs";
import { dirname } from "node:path";

// src/adapters/stores/file/paths.ts
import { join } from "node:path";

// src/core/run/run-path.ts
function isRunPath(path) {
  return path.split("/").every(isPart);
}
function isPart(part) {
  return part !== "" && part !== "." && !part.includes("..") && !/[\\\0]/.test(part);
}

// src/adapters/stores/file/paths.ts
var modes = { directory: 448, file: 384 };
var logName = "events.jsonl";
var lockName = ".lock";
var cancelName = "cancel";
var reserved = [logName, lockName, cancelName];
function runDirectory(runsDirectory, runId) {
  if (isRunId(runId)) return join(runsDirectory, runId);
  throw new Refusal("INPUT_INVALID", `\`${runId}\` can't be the id of a run.`, {
    hint: "use letters, digits, `.`, `_` and `-`, at most 128 of them, the first one a letter or digit, without `..`"
  });
}
function runFile(directory, path) {
  const parts = path.split("/");
  if (isRunPath(path) && !reserved.includes(parts[0] ?? "")) return join(directory, ...parts);
  throw new Refusal(
    "STORE_FAILED",
    `\`${path.replaceAll("\0", "\\0")}\` can't be a file of a run.`,
    {
      hint: "a part of a path has no separators, no `..` and no NUL"
    }
  );
}

// src/adapters/stores/file/atomic.ts
var written = 0;
function writeAtomically(path, content) {
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: modes.directory });
  written += 1;
  const temporary = `${path}.${process.pid}-${written}.tmp`;
  try {
    const file = openSync(temporary, "wx", modes.file);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(directory);
}
function syncDirectory(directory) {
  if (process.platform === "win32") return;
  const folder = openSync(directory, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

// src/adapters/stores/file/failure.ts
var reasons = {
  ENOSPC: ["no space is left on the device", "free some space"],
  EDQUOT: ["the disk quota is used up", "free some space"],
  EFBIG: ["the file would be larger than allowed", "raise the limit on file sizes"],
  EROFS: ["the file system is read-only", "choose another folder with --store-dir"],
  EACCES: [
    "permission is denied",
    "change its permissions, or choose another folder with --store-dir"
  ],
  EPERM: [
    "permission is denied",
    "change its permissions, or choose another folder with --store-dir"
  ],
  ENOTDIR: ["a file stands where a folder is needed", "choose another folder with --store-dir"],
  EEXIST: ["a file stands where a folder is needed", "choose another folder with --store-dir"],
  EISDIR: ["a folder stands where a file is needed", "move that folder away"],
  ENAMETOOLONG: ["a name is too long for the file system", "choose a shorter name"],
  EMFILE: ["too many files are open", "raise the limit on open files"],
  ENFILE: ["too many files are open", "raise the limit on open files"],
  EIO: ["the disk reports an error", "check the disk"]
};
function errorCode(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function storeFailed(error, path, doing) {
  if (error instanceof Refusal) return error;
  const code = errorCode(error) ?? "unknown error";
  const [reason, remedy] = reasons[code] ?? [
    error instanceof Error ? error.message : String(error),
    "check the folder"
  ];
  const verb = doing === "read" ? "read" : "written";
  return new Refusal("STORE_FAILED", `The store can't be ${verb}: ${reason} (${code}, ${path}).`, {
    hint: `${remedy}; what was recorded before is safe, and a run goes on with \`iter resume\``,
    cause: error
  });
}
function guarded(path, doing, work) {
  try {
    return work();
  } catch (error) {
    throw storeFailed(error, path, doing);
  }
}

// src/adapters/stores/file/file.ts
import {
  existsSync as existsSync3,
  mkdirSync as mkdirSync3,
  readFileSync as readFileSync4,
  readdirSync as readdirSync2,
  rmSync as rmSync2,
  rmdirSync,
  statSync as statSync2
} from "node:fs";
import { join as join6 } from "node:path";

// src/adapters/stores/file/append.ts
import { closeSync as closeSync3, fdatasyncSync, fstatSync as fstatSync2, ftruncateSync, openSync as openSync3, writeSync } from "node:fs";
import { join as join4 } from "node:path";

// src/adapters/stores/file/blobs.ts
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join as join2 } from "node:path";
var inlineLimit = 256 * 1024;
function mayHoldReference(line) {
  return line.includes('"$blob"') || line.includes('"$same"');
}
function withBlobs(directory, data) {
  return mapFields(data, (value) => outline(directory, value));
}
function outline(directory, value) {
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" && isLarge(value) ? writeBlob(directory, value) : value;
  }
  if (isFields(value) && ("$blob" in value || "$same" in value)) return writeBlob(directory, value);
  const inner = isFields(value) ? mapFields(value, (item) => outline(directory, item)) : value.map((item) => outline(directory, item));
  return isLarge(inner) ? writeBlob(directory, value) : inner;
}
function isLarge(value) {
  return Buffer.byteLength(JSON.stringify(value)) > inlineLimit;
}
function writeBlob(directory, value) {
  const text = JSON.stringify(value);
  const hash = createHash("sha256").update(text).digest("hex");
  const path = join2(directory, "blobs", `${hash}.json`);
  if (!existsSync(path)) writeAtomically(path, text);
  return { $blob: hash, bytes: Buffer.byteLength(text) };
}
var BrokenReference = class extends Error {
};
function withValues(directory, data, earlier) {
  if (typeof data !== "object" || data === null) return data;
  if (!isFields(data)) return data.map((item) => withValues(directory, item, earlier));
  const { $blob: blob, $same: same } = data;
  if (typeof blob === "string") return readBlob(directory, blob);
  if (isFields(same)) return readSame(same, earlier);
  return mapFields(data, (item) => withValues(directory, item, earlier));
}
function readBlob(directory, hash) {
  const path = join2("blobs", `${hash}.json`);
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new BrokenReference(`\`${hash}\` names no blob`);
  let text;
  try {
    text = readFileSync(join2(directory, path), "utf8");
  } catch {
    throw new BrokenReference(`${path} can't be read`);
  }
  const value = readValue(text);
  if (value === void 0) throw new BrokenReference(`${path} isn't JSON`);
  const actual = createHash("sha256").update(JSON.stringify(value)).digest("hex");
  if (actual !== hash) throw new BrokenReference(`${path} holds something else than its name says`);
  return value;
}
function readSame(same, earlier) {
  const { seq, key } = same;
  const event = typeof seq === "number" ? earlier[seq] : void 0;
  if (event === void 0 || typeof key !== "string") {
    throw new BrokenReference(`no earlier event has seq ${JSON.stringify(seq ?? null)}`);
  }
  let value = event.data;
  for (const part of key.split(".")) value = memberOf(value, part);
  if (value === void 0) throw new BrokenReference(`event ${event.seq} has no \`${key}\``);
  return value;
}
function memberOf(value, part) {
  if (Array.isArray(value)) return readItem(value, part);
  return isFields(value) && Object.hasOwn(value, part) ? value[part] : void 0;
}
function readItem(list, part) {
  return /^\d+$/.test(part) ? list[Number(part)] : void 0;
}
function readValue(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function mapFields(fields, change) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]));
}

// src/adapters/stores/file/read-log.ts
import { closeSync as closeSync2, fstatSync, openSync as openSync2, readFileSync as readFileSync2, readSync } from "node:fs";
import { join as join3 } from "node:path";

// src/core/run/events.ts
var formatVersion = 1;

// src/adapters/stores/file/read-log.ts
var newline = 10;
function readLog(directory) {
  const path = join3(directory, logName);
  const bytes = readFileSync2(path);
  const events = [];
  let [start, line, ignoredLines] = [0, 0, 0];
  while (start < bytes.length) {
    line += 1;
    const end = bytes.indexOf(newline, start);
    const text = end < 0 ? "" : bytes.toString("utf8", start, end);
    const event = readEvent(text);
    const isLast = end < 0 || end === bytes.length - 1;
    if (event === void 0 && isLast) break;
    if (event === void 0) throw corrupt(path, line, "is not an event");
    if (event.seq > events.length) throw corrupt(path, line, gap(events.length, event.seq));
    if (event.seq < events.length) ignoredLines += 1;
    else {
      if (event.seq === 0) refuseNewer(event);
      const whole = mayHoldReference(text) ? resolve(directory, event, events, line) : event;
      events.push(whole);
      if (event.type === "log_repaired") ignoredLines = 0;
    }
    start = end + 1;
  }
  return { events, repaired: { droppedBytes: bytes.length - start, ignoredLines } };
}
function wholeLength(file) {
  const size = fstatSync(file).size;
  for (let reach = 64 * 1024; ; reach *= 4) {
    const from = Math.max(0, size - reach);
    const tail = Buffer.alloc(size - from);
    readSync(file, tail, 0, tail.length, from);
    const end = tail.lastIndexOf(newline);
    const start = end < 1 ? -1 : tail.lastIndexOf(newline, end - 1);
    if (from > 0 && start < 0) continue;
    if (end < 0) return 0;
    const last = readEvent(tail.toString("utf8", start + 1, end));
    const torn = last === void 0 && end === tail.length - 1;
    return from + (torn ? start + 1 : end + 1);
  }
}
function hasEvents(directory) {
  let file;
  try {
    file = openSync2(join3(directory, logName), "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
  try {
    return firstLineEnds(file);
  } finally {
    closeSync2(file);
  }
}
function firstLineEnds(file) {
  const chunk = Buffer.alloc(64 * 1024);
  const size = fstatSync(file).size;
  for (let at = 0, read = 1; at < size && read > 0; at += read) {
    read = readSync(file, chunk, 0, chunk.length, at);
    if (chunk.subarray(0, read).includes(newline)) return true;
  }
  return false;
}
function readEvent(text) {
  let event;
  try {
    event = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof event !== "object" || event === null) return void 0;
  return Number.isInteger(event.seq) && typeof event.type === "string" ? event : void 0;
}
function resolve(directory, event, earlier, line) {
  try {
    const data = withValues(directory, event.data ?? {}, earlier);
    return isFields(data) ? { ...event, data } : event;
  } catch (error) {
    if (!(error instanceof BrokenReference)) throw error;
    throw corrupt(
      join3(directory, logName),
      line,
      `refers to a value that is gone: ${error.message}`
    );
  }
}
function refuseNewer(event) {
  const version = event.data?.["format_version"];
  if (typeof version !== "number" || version <= formatVersion) return;
  throw new Refusal(
    "FORMAT_TOO_NEW",
    `The log of run \`${event.run_id}\` has format ${version}; this version of iter reads up to ${formatVersion}.`,
    { hint: "use the version of iter that wrote it, or a newer one" }
  );
}
function gap(expected, found) {
  return `has seq ${found} where ${expected} is next`;
}
function corrupt(path, line, what) {
  return new Refusal("LOG_CORRUPT", `The log is damaged: ${path}:${line} ${what}.`, {
    hint: "nothing was changed; restore the file from a copy, or start a new run"
  });
}

// src/adapters/stores/file/append.ts
function openLog(directory, lock) {
  const path = join4(directory, logName);
  const file = openSync3(path, "a+", modes.file);
  let size = fstatSync2(file).size;
  let isNew = size === 0;
  let torn = true;
  let failure;
  let busy = false;
  let waiting = [];
  function check() {
    if (failure !== void 0) throw failure;
    if (lock.isFenced() || fstatSync2(file).size !== size) {
      failure = fenced(path);
      throw failure;
    }
  }
  function write(text) {
    check();
    try {
      if (torn) size = cutTornLine(file);
      torn = false;
      writeWhole(file, text);
      fdatasyncSync(file);
      if (isNew) syncDirectory(directory);
      isNew = false;
      size += Buffer.byteLength(text);
    } catch (error) {
      failure = storeFailed(error, path, "write");
      putBack(file, size);
      throw failure;
    }
  }
  function flush() {
    const group = waiting;
    [waiting, busy] = [[], false];
    if (group.length === 0) return;
    try {
      write(group.map(({ text }) => text).join(""));
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const { resolve: resolve2 } of group) resolve2();
  }
  return {
    check,
    append(events) {
      const text = guarded(directory, "write", () => linesOf(directory, events));
      if (busy) {
        return new Promise((resolve2, reject) => waiting.push({ text, resolve: resolve2, reject }));
      }
      busy = true;
      setImmediate(flush);
      write(text);
      return void 0;
    },
    close() {
      flush();
      closeSync3(file);
    }
  };
}
function writeWhole(file, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
function cutTornLine(file) {
  const whole = wholeLength(file);
  if (whole < fstatSync2(file).size) ftruncateSync(file, whole);
  return whole;
}
function putBack(file, size) {
  try {
    ftruncateSync(file, size);
  } catch {
  }
}
function fenced(path) {
  return new Refusal("FENCED", `Another process has taken over the run (${path}).`, {
    hint: "this process has stopped and wrote nothing more; look at the run with `iter inspect`"
  });
}
function linesOf(directory, events) {
  let text = "";
  for (const event of events) text += `${lineOf(directory, event)}
`;
  return text;
}
function lineOf(directory, event) {
  const line = JSON.stringify(ordered(event));
  const large = line.length > inlineLimit / 3 && Buffer.byteLength(line) > inlineLimit;
  if (event.data === void 0 || !(large || mayHoldReference(line))) return line;
  return JSON.stringify(ordered({ ...event, data: withBlobs(directory, event.data) }));
}
function ordered(event) {
  return {
    seq: event.seq,
    timestamp: event.timestamp,
    type: event.type,
    run_id: event.run_id,
    branch_id: event.branch_id,
    node_id: event.node_id,
    activation_id: event.activation_id,
    iteration_path: event.iteration_path,
    data: event.data
  };
}

// src/adapters/stores/file/lock.ts
import {
  closeSync as closeSync4,
  existsSync as existsSync2,
  mkdirSync as mkdirSync2,
  openSync as openSync4,
  readFileSync as readFileSync3,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync as writeFileSync2
} from "node:fs";
import { hostname } from "node:os";
import { join as join5 } from "node:path";
var touchEveryMs = 5e3;
var staleAfterMs = 3e4;
function takeLock(directory, runId) {
  const locks = join5(directory, lockName);
  mkdirSync2(locks, { recursive: true, mode: modes.directory });
  const last = lastEpoch(locks);
  const holder = holderOf(locks, last);
  if (holder !== void 0) throw locked(runId, holder);
  const entry = {
    epoch: last + 1,
    pid: process.pid,
    host: hostname(),
    at: (/* @__PURE__ */ new Date()).toISOString()
  };
  const path = join5(locks, nameOf(entry.epoch));
  if (!createExclusively(path, entry)) {
    throw locked(runId, holderOf(locks, entry.epoch) ?? { ...entry, ageMs: 0 });
  }
  return hold(locks, path, entry);
}
function currentHolder(directory) {
  const locks = join5(directory, lockName);
  return holderOf(locks, lastEpoch(locks));
}
function hold(locks, path, entry) {
  const next2 = join5(locks, nameOf(entry.epoch + 1));
  const timer = setInterval(() => touch(path), touchEveryMs);
  timer.unref();
  return {
    epoch: entry.epoch,
    isFenced: () => existsSync2(next2),
    release: () => {
      clearInterval(timer);
      if (!existsSync2(next2)) markReleased(path, entry);
    }
  };
}
function markReleased(path, entry) {
  try {
    writeAtomically(path, jsonOf({ ...entry, released: true }));
  } catch {
  }
}
function touch(path) {
  const now = /* @__PURE__ */ new Date();
  try {
    utimesSync(path, now, now);
  } catch {
  }
}
function createExclusively(path, entry) {
  let file;
  try {
    file = openSync4(path, "wx", modes.file);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync2(file, jsonOf(entry));
  } finally {
    closeSync4(file);
  }
  return true;
}
function lastEpoch(locks) {
  let names;
  try {
    names = readdirSync(locks);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 0;
    throw error;
  }
  return Math.max(0, ...names.filter((name) => /^\d{4,}$/.test(name)).map(Number));
}
function holderOf(locks, epoch) {
  if (epoch === 0) return void 0;
  const path = join5(locks, nameOf(epoch));
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === void 0) return void 0;
  const ageMs = Math.max(0, Date.now() - file.mtimeMs);
  const entry = readEntry(path) ?? { epoch, pid: 0, host: "", at: "" };
  if (entry.released === true || ageMs > staleAfterMs || isGone(entry)) return void 0;
  return { epoch, pid: entry.pid, host: entry.host, ageMs: Math.round(ageMs) };
}
function isGone(entry) {
  if (entry.pid === 0 || entry.host !== hostname()) return false;
  if (entry.pid === process.pid) return Date.parse(entry.at) < startOfThisProcess() - 1e3;
  try {
    process.kill(entry.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}
function startOfThisProcess() {
  return Date.now() - process.uptime() * 1e3;
}
function readEntry(path) {
  try {
    const entry = JSON.parse(readFileSync3(path, "utf8"));
    return typeof entry.pid === "number" && typeof entry.host === "string" ? entry : void 0;
  } catch {
    return void 0;
  }
}
function locked(runId, holder) {
  const who = `process ${holder.pid} on ${holder.host}`;
  const seconds = Math.round(holder.ageMs / 1e3);
  return new Refusal(
    "RUN_LOCKED",
    `Run \`${runId}\` is being written by ${who}, last seen ${seconds} s ago.`,
    { hint: `wait for it, stop it, or \`iter cancel --run-id ${runId}\`` }
  );
}
function nameOf(epoch) {
  return String(epoch).padStart(4, "0");
}
function jsonOf(entry) {
  return `${JSON.stringify(entry, null, 2)}
`;
}

// src/adapters/stores/file/file.ts
var lookForCancelEveryMs = 1e3;
function createFileStore(folder, location = folder) {
  const runs = join6(folder, "runs");
  const directoryOf = (runId) => runDirectory(runs, runId);
  const at = (runId, doing, work) => settled(() => {
    const directory = directoryOf(runId);
    return guarded(directory, doing, () => work(directory));
  });
  return {
    location,
    list: () => settled(() => guarded(runs, "read", () => listRuns(runs))),
    exists: (runId) => at(runId, "read", hasEvents),
    read: (runId) => at(runId, "read", (directory) => {
      if (!hasEvents(directory)) throw notFound(location, runId);
      return readLog(directory);
    }),
    readFile: (runId, path) => at(runId, "read", (directory) => readText(directory, path)),
    create: (runId) => at(runId, "write", (directory) => {
      if (hasEvents(directory)) throw runExists(location, runId);
      mkdirSync3(directory, { recursive: true, mode: modes.directory });
      syncDirectory(runs);
      const lock = takeLock(directory, runId);
      if (!hasEvents(directory)) return createWriter(directory, lock);
      lock.release();
      throw runExists(location, runId);
    }),
    acquire: (runId) => at(runId, "write", (directory) => {
      if (!hasEvents(directory)) throw notFound(location, runId);
      return createWriter(directory, takeLock(directory, runId));
    }),
    holder: (runId) => at(runId, "read", currentHolder),
    requestCancel: (runId, request) => at(runId, "write", (directory) => {
      if (!hasEvents(directory)) throw notFound(location, runId);
      writeAtomically(join6(directory, cancelName), `${JSON.stringify(request ?? {}, null, 2)}
`);
    })
  };
}
function createWriter(directory, lock) {
  rmSync2(join6(directory, cancelName), { force: true });
  const log = openLog(directory, lock);
  const timers = [];
  let released = false;
  return {
    epoch: lock.epoch,
    append: (events) => log.append(events),
    writeFile: (path, content) => settled(
      () => guarded(directory, "write", () => {
        log.check();
        writeAtomically(runFile(directory, path), content);
      })
    ),
    onCancelRequest(listener) {
      timers.push(watchCancel(directory, listener));
    },
    release: () => settled(() => {
      if (released) return;
      released = true;
      for (const timer of timers) clearInterval(timer);
      guarded(directory, "write", () => letGo(directory, log, lock));
    })
  };
}
function letGo(directory, log, lock) {
  log.close();
  if (hasEvents(directory) || lock.isFenced()) lock.release();
  else removeEmptyRun(directory);
}
function removeEmptyRun(directory) {
  rmSync2(join6(directory, lockName), { recursive: true, force: true });
  const log = join6(directory, logName);
  if (statSync2(log, { throwIfNoEntry: false })?.size === 0) rmSync2(log);
  if (readdirSync2(directory).length === 0) rmdirSync(directory);
}
function watchCancel(directory, listener) {
  const path = join6(directory, cancelName);
  const timer = setInterval(() => {
    if (!existsSync3(path)) return;
    const request = readRequest(path);
    rmSync2(path, { force: true });
    listener(request);
  }, lookForCancelEveryMs);
  timer.unref();
  return timer;
}
function readRequest(path) {
  try {
    const { reason, by } = JSON.parse(readFileSync4(path, "utf8"));
    return {
      ...typeof reason === "string" ? { reason } : {},
      ...typeof by === "string" ? { by } : {}
    };
  } catch {
    return {};
  }
}
function listRuns(runs) {
  return readdirIfThere(runs).filter((name) => isRunId(name) && hasEvents(join6(runs, name))).sort();
}
function readdirIfThere(path) {
  try {
    return readdirSync2(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
function readText(directory, path) {
  try {
    return readFileSync4(runFile(directory, path), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return void 0;
    throw error;
  }
}
function notFound(folder, runId) {
  return new Refusal("RUN_NOT_FOUND", `There is no run \`${runId}\` in ${folder}.`, {
    hint: "list the runs with `iter inspect`, or name another store with --store-dir"
  });
}
function runExists(folder, runId) {
  return new Refusal("RUN_EXISTS", `There is already a run \`${runId}\` in ${folder}.`, {
    hint: `go on with it by \`iter resume --run-id ${runId}\`, or leave --run-id out`
  });
}
function settled(work) {
  return new Promise((resolve2) => resolve2(work()));
}

export {
  claimActivation,
  toTimestamp,
  toMilliseconds,
  decisionField,
  evolve,
  createState,
  fold,
  formatVersion,
  isRunId,
  defaultRunId,
  escapeInline,
  escapeCode,
  escapeQuote,
  escapeBlock,
  cut,
  writeAtomically,
  storeFailed,
  createFileStore
};
