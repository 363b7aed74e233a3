import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  noScript,
  nothingUsed
} from "./chunk-VLHKPJPE.mjs";
import {
  evaluateExpression,
  groupBy,
  isBare,
  isTrue,
  listPaths,
  parseExpression,
  resolverOf
} from "./chunk-MAU3BDHV.mjs";
import {
  isFields,
  isList,
  toText
} from "./chunk-4QXECC3P.mjs";
import {
  RunFailure
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/adapters/simulator/graph-map.ts
function createGraphMap(graph) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = groupBy(graph.edges, ({ from }) => from);
  const distances = distancesToDone(graph);
  const distance = (id) => distances.get(id) ?? Number.POSITIVE_INFINITY;
  return {
    graph,
    node: (id) => nodes.get(id),
    edges: (id) => edges.get(id) ?? [],
    distance,
    nearest: (some) => some.toSorted((a, b) => compare(distance(a.to), distance(b.to)))
  };
}
function propertyOf(node, name) {
  return node === void 0 ? void 0 : readProperties(node)[name];
}
function outputFields({ graph }, node) {
  return graph.schemas.find(({ name }) => name === node?.output)?.fields;
}
function readProperties(node) {
  return node;
}
function distancesToDone(graph) {
  const incoming = groupBy(graph.edges, ({ to }) => to);
  const distances = new Map(
    graph.nodes.filter(({ kind }) => kind === "done").map(({ id }) => [id, 0])
  );
  for (const [id, distance] of distances) {
    for (const { from } of incoming.get(id) ?? []) {
      if (!distances.has(from)) distances.set(from, distance + 1);
    }
  }
  return distances;
}
function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

// src/adapters/simulator/expression-reader.ts
function createExpressionReader(graph) {
  const trees = /* @__PURE__ */ new Map();
  const vars = Object.fromEntries(
    graph.vars.map(({ name, default: value }) => [name, value ?? null])
  );
  const loop = Object.fromEntries(
    graph.loops.map(({ name, max }) => [name, { iteration: 0, max }])
  );
  function treeOf(expression) {
    if (!trees.has(expression)) {
      const parsed = parseExpression(expression);
      trees.set(expression, "expression" in parsed ? parsed.expression : void 0);
    }
    return trees.get(expression);
  }
  return {
    fields(expression, source) {
      const tree = treeOf(expression);
      return tree === void 0 ? [] : listPaths(tree).flatMap((path) => fieldOf(path, source));
    },
    holds(expression, source, output) {
      const tree = treeOf(expression);
      if (tree === void 0) return false;
      const resolve = resolverOf({ vars, loop, outputs: { [source]: output } });
      const evaluation = evaluateExpression(tree, { resolve, self: output });
      return "value" in evaluation && isTrue(evaluation.value);
    }
  };
}
function fieldOf(path, source) {
  const [first, node, field] = path.path;
  if (isBare(path)) return first === void 0 ? [] : [first];
  return first === "outputs" && node === source && field !== void 0 ? [field] : [];
}

// src/adapters/simulator/tally.ts
function nodeList(key) {
  return `node ${key}`;
}
function toolList(name) {
  return `tool ${name}`;
}
function createTally(script) {
  const results = /* @__PURE__ */ new Map();
  const flights = /* @__PURE__ */ new Map();
  const toolNames2 = /* @__PURE__ */ new Map();
  function keyOf({ nodeId, branchId, activationId }) {
    const inBranch = branchId === "" ? nodeId : `${branchId}/${nodeId}`;
    return [activationId, inBranch, nodeId].find((key) => script.nodes.has(key));
  }
  function listOf(event, step) {
    const call = /^tool:(\d+)\.(\d+)/.exec(step);
    if (call) {
      const name = toolNames2.get(stepId(event.activation_id, step));
      return name === void 0 ? void 0 : toolList(name);
    }
    const [nodeId, branchId] = [event.node_id ?? "", event.branch_id ?? ""];
    const key = keyOf({ nodeId, branchId, activationId: event.activation_id ?? "" });
    return key === void 0 ? void 0 : nodeList(key);
  }
  return {
    keyOf,
    begin(site, list) {
      const inFlight = [...flights.values()].filter((other) => other === list).length;
      flights.set(stepId(site.activationId, site.step), list);
      return (results.get(list) ?? 0) + inFlight;
    },
    abandon(site) {
      flights.delete(stepId(site.activationId, site.step));
    },
    observe(event) {
      if (event.type !== "step_finished") return;
      const step = event.data?.["step"];
      if (typeof step !== "string") return;
      const id = stepId(event.activation_id, step);
      const list = flights.get(id) ?? listOf(event, step);
      flights.delete(id);
      if (list !== void 0) results.set(list, (results.get(list) ?? 0) + 1);
      for (const [callStep, name] of toolCalls(step, event.data?.["result"])) {
        toolNames2.set(stepId(event.activation_id, callStep), name);
      }
    }
  };
}
function stepId(activationId, step) {
  return `${activationId ?? ""}/${step}`;
}
function toolCalls(step, result2) {
  const [, turn, again = ""] = /^model:(\d+)(~\d+)?$/.exec(step) ?? [];
  if (turn === void 0 || !isFields(result2)) return [];
  const calls = result2["toolCalls"];
  if (!isList(calls)) return [];
  return calls.flatMap((call, index) => {
    const name = isFields(call) ? call["name"] : void 0;
    return typeof name === "string" ? [[`tool:${turn}.${index}${again}`, name]] : [];
  });
}

// src/adapters/simulator/stage.ts
function createStage(props) {
  const { script, clock, pricing } = props;
  const tally = createTally(script);
  function hasPrice(model) {
    return model.startsWith("simulate/") || (pricing?.hasPrice(model) ?? false);
  }
  function usageOf(usage, model) {
    const { cost_usd, ...tokens } = usage ?? nothingUsed;
    if (cost_usd !== void 0) return { ...tokens, cost_usd, cost_source: "reported" };
    const computed = model === null ? void 0 : pricing?.cost(model, tokens);
    if (computed !== void 0) {
      return { ...tokens, cost_usd: computed, cost_source: "computed" };
    }
    const known = usage === void 0 || model === null || hasPrice(model);
    return { ...tokens, cost_usd: 0, cost_source: known ? "reported" : "unknown" };
  }
  async function wait(site, ms, signal) {
    try {
      signal.throwIfAborted();
      if (ms > 0) await clock.sleep(ms, signal);
    } catch (error) {
      tally.abandon(site);
      throw error;
    }
  }
  async function play(site, call) {
    call.signal.throwIfAborted();
    const key = tally.keyOf(site);
    if (key === void 0) {
      if (script.auto || call.optional) return void 0;
      throw exhausted(site.nodeId, 0);
    }
    const items = script.nodes.get(key) ?? [];
    const index = tally.begin(site, nodeList(key));
    const item = itemAt(items, index);
    if (item === void 0) {
      if (script.auto) return void 0;
      throw exhausted(key, index);
    }
    await wait(site, item.durationMs, call.signal);
    if (item.reply.kind !== "error") return item;
    const usage = usageOf(item.usage, call.model);
    throw new RunFailure({ ...item.reply.failure, usage });
  }
  return { ...props, tally, play, wait, usageOf, hasPrice };
}
function itemAt(items, index) {
  const last = items.at(-1);
  return items[index] ?? (last?.repeat === true ? last : void 0);
}
function exhausted(key, index) {
  return new RunFailure({
    code: "SCRIPT_EXHAUSTED",
    message: `the script has no item ${index} for \`${key}\``,
    hint: `add an item under \`${key}\`, give its last one \`repeat: true\`, or set \`auto: true\``,
    retryable: false,
    data: { key, index }
  });
}
function unfit(site, message, hint) {
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `${message} (node \`${site.nodeId}\`, step \`${site.step}\`)`,
    hint,
    retryable: false
  });
}

// src/adapters/simulator/steer.ts
var mostCombinations = 64;
function steer(map, nodeId, steering) {
  const choice = choiceBehind(map, nodeId, steering.fields);
  const wanted = map.nearest(choice.edges).find((edge) => plainValues(choice, edge) !== void 0);
  const plain = (wanted && plainValues(choice, wanted)) ?? {};
  const combinations = combine(triedFields(choice, steering, plain)).map((values) => ({
    ...values,
    ...plain
  }));
  if (wanted === void 0) return combinations[0] ?? {};
  const judge = (accept) => combinations.find((values) => accept({ ...steering.usual, ...values }));
  return judge((output) => takes(choice, steering.reader, output).includes(wanted)) ?? judge((output) => holds(wanted, choice, steering.reader, output)) ?? combinations[0] ?? {};
}
function choiceBehind(map, nodeId, fields) {
  let source = nodeId;
  const passed = /* @__PURE__ */ new Set();
  for (; ; ) {
    const next = passedOn(map, source);
    if (next === void 0 || passed.has(next)) break;
    passed.add(next);
    source = next;
  }
  const forks = source !== nodeId && propertyOf(map.node(source), "mode") === "fan_out_all";
  const flags = fields.filter(({ type }) => type === "bool" || type === "json");
  return { source, edges: map.edges(source), forks, flags: new Set(flags.map(({ name }) => name)) };
}
function passedOn(map, nodeId) {
  const [edge, ...others] = map.edges(nodeId);
  if (edge === void 0 || others.length > 0 || edge.when !== null || edge.with !== null) {
    return void 0;
  }
  const target = map.node(edge.to);
  if (target?.kind !== "router" || propertyOf(target, "mode") === "llm") return void 0;
  return target.id;
}
function plainValues(choice, wanted) {
  const values = {};
  for (const edge of choice.edges) {
    const demanded = edge === wanted;
    if (!demanded && choice.forks) continue;
    if (!demand(values, choice.flags, { edge, holds: demanded })) return void 0;
    if (demanded && edge.when !== null) break;
  }
  return values;
}
function demand(values, flags, { edge: { when }, holds: holds2 }) {
  if (when === null || !("field" in when)) return true;
  const value = holds2 !== when.not;
  if (!flags.has(when.field)) return !value;
  if (Object.hasOwn(values, when.field)) return values[when.field] === value;
  values[when.field] = value;
  return true;
}
function triedFields(choice, { fields, reader }, settled) {
  const read = new Set(
    choice.edges.flatMap(
      ({ when }) => when && "expression" in when ? reader.fields(when.expression, choice.source) : []
    )
  );
  return fields.flatMap(({ name, type }) => {
    const values = triedValues[type];
    return read.has(name) && !Object.hasOwn(settled, name) && values ? [[name, values]] : [];
  });
}
var triedValues = {
  bool: [true, false],
  int: [0, 1, 10, 100],
  float: [0, 1, 10, 100]
};
function combine(fields) {
  let combinations = [{}];
  for (const [name, values] of fields.toReversed()) {
    combinations = values.flatMap((value) => combinations.map((others) => ({ [name]: value, ...others }))).slice(0, mostCombinations);
  }
  return combinations;
}
function takes(choice, reader, output) {
  const holding = choice.edges.filter((edge) => holds(edge, choice, reader, output));
  if (choice.forks) return holding;
  const conditional = holding.find(({ when }) => when !== null);
  return conditional ? [conditional] : holding;
}
function holds({ when }, choice, reader, output) {
  if (when === null) return true;
  if ("expression" in when) {
    return reader.holds(when.expression, choice.source, output) !== when.not;
  }
  const value = output[when.field] ?? false;
  return value === !when.not;
}

// src/adapters/simulator/made-up.ts
function makeUpAnswer(map, reader, call) {
  const node = map.node(call.nodeId);
  if (call.schema === null) return call.nodeId;
  if (node?.kind === "router") return chooseTargets(map, node);
  const answer2 = fill(map, reader, call.nodeId, readFields(call.schema));
  const asksPerson = propertyOf(node, "interaction") === "llm_or_human";
  return asksPerson && "needs_human_input" in answer2 ? { ...answer2, needs_human_input: false } : answer2;
}
function makeUpOutput(map, reader, nodeId) {
  const fields = outputFields(map, map.node(nodeId));
  return fields === void 0 ? "" : JSON.stringify(fill(map, reader, nodeId, fields));
}
function fill(map, reader, nodeId, fields) {
  const usual = Object.fromEntries(fields.map((field) => [field.name, usualValue(nodeId, field)]));
  return { ...usual, ...steer(map, nodeId, { fields, usual, reader }) };
}
function usualValue(nodeId, { name, type, enum: words }) {
  switch (type) {
    case "bool":
      return true;
    case "int":
    case "float":
      return 1;
    case "string":
      return words?.[0] ?? `${nodeId}.${name}`;
    case "string[]":
      return [];
    case "json":
      return {};
  }
}
function chooseTargets(map, node) {
  const edges = map.edges(node.id);
  const reasoning = `${node.id}.reasoning`;
  if (propertyOf(node, "multi") === true) {
    return { selected_routes: [...new Set(edges.map(({ to }) => to))], reasoning };
  }
  return { selected_route: map.nearest(edges)[0]?.to ?? "", reasoning };
}
function readFields(schema) {
  const properties = schema["properties"];
  if (!isFields(properties)) return [];
  return Object.entries(properties).map(([name, property]) => {
    const { type, enum: words } = isFields(property) ? property : {};
    const texts = isList(words) ? words.filter((word) => typeof word === "string") : [];
    return { name, type: typeOf(type), ...texts.length > 0 && { enum: texts } };
  });
}
function typeOf(type) {
  return typeof type === "string" ? fieldTypes[type] ?? "json" : "json";
}
var fieldTypes = {
  boolean: "bool",
  integer: "int",
  number: "float",
  string: "string",
  array: "string[]"
};

// src/adapters/simulator/delegates.ts
function createSimulatedDelegates(stage) {
  async function execute(task, options) {
    const { site, model } = task;
    const sessionId = sessionOf(task);
    options.onEvent("delegate_started", startOf(task));
    const item = await stage.play(site, { signal: options.signal, model }).catch((error) => {
      if (error instanceof RunFailure) options.onEvent("delegate_error", errorOf(task, error));
      throw error;
    });
    const said2 = item ? answer(task, item) : madeUp(stage, task);
    const usage = stage.usageOf(item?.usage, model);
    if (item?.reply.kind === "calls") reportCalls(task, item.reply, options);
    options.onEvent("delegate_finished", endOf(task, { usage, item, text: said2.text, sessionId }));
    return { ...said2, sessionId, model, usage };
  }
  return { execute, check: () => void 0 };
}
function answer({ site, schema, mayAsk }, { reply }) {
  switch (reply.kind) {
    case "output":
      return said(toText(reply.value), schema === null ? void 0 : reply.value);
    case "text":
    case "calls":
      return said(reply.text);
    case "ask": {
      if (!mayAsk) {
        throw unfit(site, "the delegate may not ask", "give the node `interaction: human`");
      }
      const { text, fields } = reply;
      return { text: "", structured: void 0, question: { text, ...fields && { fields } } };
    }
    case "process":
      throw unfit(
        site,
        "the script's item is for a command, but a delegate was called",
        "say what it answers with `output` or `text`"
      );
    case "error":
      throw unfit(site, reply.failure.message, "");
  }
}
function madeUp({ map, reader }, { site, schema }) {
  const value = makeUpAnswer(map, reader, { nodeId: site.nodeId, schema });
  return said(toText(value), isFields(value) ? value : void 0);
}
function said(text, structured) {
  return { text, structured, question: void 0 };
}
function sessionOf({ session, site }) {
  if (session && !session.fork) return session.id;
  return `simulated:${site.activationId}/${site.step}`;
}
function startOf(task) {
  const { backend, site, model, session } = task;
  return {
    backend,
    step: site.step,
    access: task.readonly ? "read_only" : "workspace_write",
    allowed_tools: task.tools,
    ...model !== null && { model },
    ...session && { session_id: session.id, resume: true, fork: session.fork }
  };
}
function endOf({ backend }, { usage, item, text, sessionId }) {
  return {
    backend,
    duration_ms: item?.durationMs ?? 0,
    tokens: usage.input_tokens + usage.output_tokens,
    cost_usd: usage.cost_usd,
    exit_code: 0,
    raw_output_len: text.length,
    session_id: sessionId
  };
}
function errorOf({ backend }, { failure }) {
  return { backend, duration_ms: 0, error: failure.message, code: failure.code };
}
function reportCalls({ site, tools }, { calls }, { onEvent }) {
  for (const { tool, input } of calls) {
    const call = { tool, step: site.step, input };
    if (tools !== null && !tools.includes(tool)) {
      onEvent("tool_error", { ...call, error: `\`${tool}\` is not allowed`, code: "TOOL_DENIED" });
      continue;
    }
    const size = JSON.stringify(input).length;
    onEvent("tool_called", { ...call, input_size: size, duration_ms: 0 });
  }
}

// src/adapters/simulator/models.ts
function createSimulatedModels(stage) {
  async function generate(request, options) {
    const { model, site, schema } = request;
    const item = await stage.play(site, { signal: options.signal, model });
    const response = item ? respond(request, item) : { text: toText(makeUpAnswer(stage.map, stage.reader, { nodeId: site.nodeId, schema })) };
    if (response.text !== "") options.onText?.(response.text);
    return {
      model,
      toolCalls: [],
      finishReason: "stop",
      usage: stage.usageOf(item?.usage, model),
      ...response
    };
  }
  return {
    generate,
    hasPrice: (model) => stage.hasPrice(model),
    check: () => void 0,
    observe: (event) => {
      stage.tally.observe(event);
    }
  };
}
function respond({ site }, { reply }) {
  switch (reply.kind) {
    case "output":
      return { text: toText(reply.value) };
    case "text":
      return { text: reply.text };
    case "calls": {
      const step = site.step.replaceAll(/[^\w]+/g, "_");
      const toolCalls2 = reply.calls.map(({ tool, input }, index) => ({
        id: `call_${step}_${index}`,
        name: tool,
        input
      }));
      return { text: reply.text, toolCalls: toolCalls2, finishReason: "tool_calls" };
    }
    case "ask":
      throw unfit(
        site,
        "a model that is called directly cannot ask",
        "give the node a delegate and `interaction: human`"
      );
    case "process":
      throw unfit(
        site,
        "the script's item is for a command, but a model was called",
        "say what it answers with `output` or `text`"
      );
    case "error":
      throw unfit(site, reply.failure.message, "");
  }
}

// src/adapters/simulator/shell.ts
function createSimulatedShell(stage, real) {
  const really = stage.script.runTools ? real : void 0;
  async function runReally(shell, task, signal) {
    const release = stage.clock.hold?.();
    try {
      return await shell.run(task, { signal });
    } finally {
      release?.();
    }
  }
  return {
    async run(task, { signal }) {
      const { site } = task;
      const item = await stage.play(site, { signal, model: null, optional: really !== void 0 });
      if (item) return toResult(task, item);
      if (really) return runReally(really, task, signal);
      if (!stage.script.auto) throw exhausted(site.nodeId, 0);
      return result({ stdout: makeUpOutput(stage.map, stage.reader, site.nodeId) });
    }
  };
}
function toResult({ site }, { reply, durationMs }) {
  switch (reply.kind) {
    case "process": {
      const { stdout, stderr, exitCode } = reply;
      return result({ stdout, stderr, exitCode, durationMs });
    }
    case "output":
      return result({ stdout: toText(reply.value), durationMs });
    case "text":
      return result({ stdout: reply.text, durationMs });
    case "calls":
    case "ask":
      throw unfit(
        site,
        "the script's item is for a model, but a command was run",
        "say what it prints with `stdout`, `stderr` and `exit_code`"
      );
    case "error":
      throw unfit(site, reply.failure.message, "");
  }
}
function result(some) {
  return { exitCode: 0, signal: null, stdout: "", stderr: "", durationMs: 0, ...some };
}

// src/adapters/simulator/tools.ts
var readers = /* @__PURE__ */ new Set([
  "git_diff",
  "git_status",
  "read_file",
  "list_files",
  "search_codebase",
  "tree"
]);
function createSimulatedTools(stage) {
  const { script, tally } = stage;
  const definitions = toolNames(stage.map, script).map((name) => ({
    name,
    description: "A simulated tool.",
    inputSchema: { type: "object" }
  }));
  return {
    list: () => definitions,
    readsOnly: (name) => readers.has(name) || name.startsWith("github."),
    async call(name, _input, { site, signal }) {
      signal.throwIfAborted();
      const items = script.tools.get(name);
      if (items === void 0) return { output: "ok", failed: false };
      const index = tally.begin(site, toolList(name));
      const item = itemAt(items, index);
      if (item === void 0 && !script.auto) throw exhausted(`tools.${name}`, index);
      await stage.wait(site, item?.durationMs ?? 0, signal);
      return { output: toText(item?.result ?? "ok"), failed: false };
    }
  };
}
function toolNames({ graph }, script) {
  const named = graph.nodes.flatMap((node) => {
    const tools = propertyOf(node, "tools");
    return isList(tools) ? tools.filter((tool) => typeof tool === "string") : [];
  });
  return [.../* @__PURE__ */ new Set([...named, ...script.tools.keys()])].filter((name) => !name.includes("*"));
}

// src/adapters/simulator/index.ts
function createSimulator(options) {
  const stage = createStage({
    map: createGraphMap(options.graph),
    reader: createExpressionReader(options.graph),
    script: options.script ?? noScript,
    clock: options.clock,
    pricing: options.pricing
  });
  return {
    models: createSimulatedModels(stage),
    delegates: createSimulatedDelegates(stage),
    shell: createSimulatedShell(stage, options.shell),
    tools: createSimulatedTools(stage)
  };
}
export {
  createSimulator
};
