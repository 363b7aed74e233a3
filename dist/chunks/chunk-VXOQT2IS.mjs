import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  evaluateExpression,
  groupBy,
  hashGraph,
  isBare,
  isNamespace,
  isTrue,
  listPaths,
  loneReference,
  parseExpression,
  parseTemplate,
  renderTemplate,
  resolvePath,
  toTemplate
} from "./chunk-MAU3BDHV.mjs";
import {
  parseDuration
} from "./chunk-5IMY7TMT.mjs";
import {
  createSourceFile,
  positionAt,
  textOf
} from "./chunk-BYX33S23.mjs";
import {
  expandVariables,
  isSecretName,
  listVariables,
  loneVariable,
  valueOf
} from "./chunk-YW7VNK3S.mjs";
import {
  describeKind,
  isFields,
  isList,
  toText
} from "./chunk-4QXECC3P.mjs";
import {
  RunFailure
} from "./chunk-2ZHFY3E5.mjs";
import {
  decodeSource,
  isTooLarge,
  knownShapes,
  parse,
  readSegments
} from "./chunk-6AOXOPAB.mjs";
import {
  codeAt,
  codes,
  createSource,
  endAt,
  isName,
  startAt
} from "./chunk-BZZZCENW.mjs";
import {
  diagnose
} from "./chunk-ZPLSJV7B.mjs";
import {
  defineKind,
  delegateWords,
  interactionWords,
  serverProperties,
  vocabulary,
  workflowProperties
} from "./chunk-TU54VPM4.mjs";

// src/core/diagnostics/collect.ts
function sortDiagnostics(diagnostics) {
  return diagnostics.toSorted(
    (a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
function hasErrors(diagnostics) {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

// src/core/compiler/compile.ts
function compile(file, compiler) {
  const { kinds: kinds2, rules: rules2, options } = compiler;
  const found = [];
  const report = (diagnostic) => {
    found.push(options.strict === true ? { ...diagnostic, severity: "error" } : diagnostic);
  };
  const lowered = languageOf(file, compiler.languages)?.lower(file, kinds2, options, report) ?? null;
  if (lowered !== null) for (const rule of rules2) rule.check(lowered, report);
  const diagnostics = sortDiagnostics(found);
  const graph = lowered === null || hasErrors(diagnostics) ? null : lowered.graph;
  return { graph, lowered, diagnostics };
}
function languageOf(file, languages) {
  const own = languages.find(
    ({ extensions }) => extensions.some((extension) => file.path.endsWith(extension))
  );
  return own ?? languages[0];
}

// src/core/kinds/properties.ts
var schemaProperties = {
  input: { form: "schema", field: "input", summary: "The schema of what must come in." },
  output: { form: "schema", field: "output", summary: "The schema of what must come out." }
};
var publishProperty = {
  publish: {
    form: "name",
    field: "publish",
    summary: "The artifact of which the output is the next version."
  }
};
var awaitProperty = {
  await: {
    form: "word",
    field: "await",
    words: { wait_all: "wait_all", best_effort: "best_effort" },
    summary: "Makes branches meet here: all of them, or those that succeed."
  }
};
var modelProperties = {
  model: {
    form: "model",
    field: "model",
    summary: "The model, as `provider/model`; with a delegate, the name its CLI knows."
  },
  delegate: {
    form: "delegate",
    field: "delegate",
    aliases: ["backend"],
    words: delegateWords,
    summary: "The coding agent that does the work; `none` calls the model directly."
  }
};
var promptProperties = {
  system: { form: "prompt", field: "system", summary: "The prompt with the standing orders." },
  user: { form: "prompt", field: "user", summary: "The prompt with the task." }
};
var effortProperty = {
  reasoning_effort: {
    form: "effort",
    field: "reasoningEffort",
    words: {
      low: "low",
      medium: "medium",
      high: "high",
      extra_high: "extra_high",
      xhigh: "extra_high",
      max: "max"
    },
    summary: "How hard the model thinks before it answers."
  }
};
var attemptProperties = {
  timeout: {
    form: "duration",
    field: "timeoutMs",
    summary: "The longest that one attempt may take."
  },
  retry: {
    form: "retry",
    field: "retry",
    min: 0,
    max: 10,
    summary: "Further attempts after a failed one.",
    block: {
      max: { form: "whole", field: "max", min: 1, max: 10, default: 1, summary: "How many." },
      delay: {
        form: "duration",
        field: "delayMs",
        default: 1e3,
        summary: "The wait before the first further attempt."
      },
      factor: {
        form: "number",
        field: "factor",
        min: 1,
        default: 2,
        summary: "What the wait is multiplied by from one attempt to the next."
      },
      max_delay: {
        form: "duration",
        field: "maxDelayMs",
        default: 6e4,
        summary: "The longest wait."
      }
    }
  }
};
var envProperty = {
  env: {
    form: "env-names",
    field: "env",
    default: [],
    summary: "Names of environment variables that are handed to the process."
  }
};
var readonlyProperty = {
  readonly: {
    form: "bool",
    field: "readonly",
    default: false,
    summary: "Keeps the node from changing the workspace."
  }
};
var interactionProperty = {
  form: "word",
  field: "interaction",
  words: interactionWords,
  summary: "Who answers when the node asks."
};
var answeringProperties = {
  interaction_prompt: {
    form: "prompt",
    field: "interactionPrompt",
    summary: "The prompt for whoever answers in place of people."
  },
  interaction_model: {
    form: "model",
    field: "interactionModel",
    summary: "The model that answers in place of people."
  }
};
var providers = ["anthropic", "openai", "github", "openai-compatible", "simulate"];
var served = new RegExp(`^(?:(?:${providers.join("|")})/.|(?:claude|gpt)-.)`, "s");
function completeModel(fields, defaults) {
  const own = fields["delegate"] ?? null;
  const delegate = own === "none" ? null : own ?? defaults.delegate;
  const model = fields["model"] ?? (delegate === null ? defaults.model : null);
  return { ...fields, model, delegate };
}
function checkModel(written, report) {
  const { fields, id, kind } = written;
  const certain = written.defaultsKnown && !written.damaged;
  if (certain && fields["model"] === null && fields["delegate"] === null)
    report(diagnose("C018", written.name, { lack: "model", kind, name: id }));
  if (fields["delegate"] === null) checkServed(written, "model", report);
}
function checkServed(written, property, report) {
  const origin = written.properties.get(property);
  const spelling = property === "interaction_model" ? "interactionModel" : property;
  const model = written.fields[spelling];
  if (origin?.known !== true || typeof model !== "string" || !written.hasWorkflow) return;
  if (!served.test(model)) report(diagnose("C121", origin.value, { written: origin.source }));
}
var readingTools = /* @__PURE__ */ new Set([
  "git_diff",
  "git_status",
  "read_file",
  "list_files",
  "search_codebase",
  "tree"
]);
function changesWorkspace(tools) {
  if (!isList(tools)) return false;
  return tools.some(
    (tool2) => typeof tool2 === "string" && !readingTools.has(tool2) && !tool2.startsWith("github.")
  );
}
var conversationProperties = {
  ...modelProperties,
  ...schemaProperties,
  ...publishProperty,
  ...promptProperties,
  session: {
    form: "word",
    field: "session",
    words: {
      fresh: "fresh",
      inherit: "inherit",
      inherit_if_available: "inherit_if_available",
      fork: "fork",
      artifacts_only: "artifacts_only"
    },
    default: "fresh",
    summary: "Which conversation goes on here."
  },
  tools: {
    form: "tools",
    field: "tools",
    summary: "What may be used; `[]` is nothing at all."
  },
  tool_policy: {
    form: "tools",
    field: "toolPolicy",
    summary: "Which of the tools are let through: exact names, `ns.*` or `*`."
  },
  tool_max_steps: {
    form: "whole",
    field: "toolMaxSteps",
    min: 0,
    default: 0,
    summary: "How many rounds of tool use there may be; 0 is no limit."
  },
  ...effortProperty,
  ...readonlyProperty,
  mcp: {
    form: "block",
    field: "mcp",
    block: {
      inherit: {
        form: "bool",
        field: "inherit",
        default: true,
        summary: "Whether the workflow's servers hold here, too."
      },
      servers: {
        form: "servers",
        field: "servers",
        default: [],
        summary: "Servers besides the workflow's."
      },
      disable: {
        form: "servers",
        field: "disable",
        default: [],
        summary: "Servers that are left out."
      }
    },
    summary: "The MCP servers whose tools are at hand."
  },
  interaction: interactionProperty,
  ...answeringProperties,
  ...awaitProperty,
  ...attemptProperties,
  ...envProperty
};
var conversationDetails = [
  { label: "model", field: "model" },
  { label: "delegate", field: "delegate" },
  { label: "in", field: "input" },
  { label: "out", field: "output" },
  { label: "publish", field: "publish" },
  { label: "session", field: "session", unless: "fresh" },
  { label: "interaction", field: "interaction", unless: "none" }
];
function completeConversation(fields, defaults) {
  const complete = completeModel(fields, defaults);
  const asks = complete["delegate"] === null ? "none" : defaults.interaction;
  return {
    ...complete,
    toolPolicy: complete["toolPolicy"] ?? defaults.toolPolicy,
    interaction: complete["interaction"] ?? asks
  };
}
function conversationMutates(fields) {
  if (fields["readonly"] === true) return false;
  return fields["delegate"] !== null || changesWorkspace(fields["tools"]);
}
function checkConversation(written, report) {
  checkModel(written, report);
  checkServed(written, "interaction_model", report);
  const { fields, id } = written;
  const interaction = written.properties.get("interaction");
  if (!written.defaultsKnown || written.damaged || interaction === void 0) return;
  if (fields["interaction"] !== "none" && fields["delegate"] === null)
    report(diagnose("C029", interaction.name, { name: id }));
}

// src/core/graph/json-schema.ts
function toJsonSchema(schema) {
  return objectSchema(
    schema.fields.filter(({ name }) => !name.startsWith("_")).map((field) => [field.name, fieldSchema(field)])
  );
}
function objectSchema(properties) {
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false
  };
}
function fieldSchema({ type, enum: allowed }) {
  const text2 = allowed === void 0 ? { type: "string" } : { type: "string", enum: allowed };
  if (type === "string[]") return { type: "array", items: text2 };
  return type === "string" ? text2 : plain[type];
}
var plain = {
  bool: { type: "boolean" },
  int: { type: "integer" },
  float: { type: "number" },
  json: { description: "Any JSON value." }
};

// src/core/graph/schema.ts
var wholeText = /^-?\d+$/;
var numberText = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
function checkOutput(schema, value) {
  if (!isFields(value)) return [notAnObject(value)];
  return checkedFields(schema).flatMap((field) => {
    const given = Object.hasOwn(value, field.name) ? value[field.name] : void 0;
    const message = given === void 0 ? describeMissing(field) : findFault(field, given);
    return message === void 0 ? [] : [{ field: field.name, message }];
  });
}
function fitInput(schema, value) {
  if (!isFields(value)) return { errors: [notAnObject(value)] };
  const errors = [];
  const converted = checkedFields(schema).map((field) => {
    const given = Object.hasOwn(value, field.name) ? value[field.name] ?? null : null;
    const result = given === null ? null : convert(field, given);
    const message = result === null ? void 0 : findFault(field, result);
    if (message !== void 0) errors.push({ field: field.name, message });
    return [field.name, result];
  });
  if (errors.length > 0) return { errors };
  return { value: Object.fromEntries([...Object.entries(value), ...converted]) };
}
function fitsType(type, value) {
  switch (type) {
    case "json":
      return true;
    case "string":
      return typeof value === "string";
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value);
    case "float":
      return typeof value === "number";
    case "string[]":
      return isList(value) && value.every((item) => typeof item === "string");
  }
}
function findFault(wanted2, value) {
  if (!fitsType(wanted2.type, value)) {
    return `must be ${describeWanted(wanted2)}, but is ${describeGiven(value)}`;
  }
  const allowed = wanted2.enum;
  if (allowed === void 0) return void 0;
  const given = isList(value) ? value : [value];
  const other = given.find((item) => typeof item !== "string" || !allowed.includes(item));
  return other === void 0 ? void 0 : `must be ${describeWanted(wanted2)}, but ${isList(value) ? "has" : "is"} ${describeGiven(other)}`;
}
function describeWanted({ type, enum: allowed }) {
  const words = allowed?.map((word) => `\`${word}\``).join(", ");
  switch (type) {
    case "string":
      return words === void 0 ? "a string" : `one of ${words}`;
    case "bool":
      return "true or false";
    case "int":
      return "a whole number";
    case "float":
      return "a number";
    case "json":
      return "JSON";
    case "string[]":
      return words === void 0 ? "a list of strings" : `a list of ${words}`;
  }
}
function readText(wanted2, text2) {
  const value = parseText(wanted2.type, text2);
  if (value === void 0) {
    return { message: `must be ${describeWanted(wanted2)}, but is ${quote(text2)}` };
  }
  const matched = wanted2.enum === void 0 ? value : matchWords(wanted2.enum, value);
  const message = findFault(wanted2, matched);
  return message === void 0 ? { value: matched } : { message };
}
function isFieldType(text2) {
  return ["string", "bool", "int", "float", "json", "string[]"].includes(text2);
}
function parseText(type, text2) {
  const trimmed = text2.trim();
  switch (type) {
    case "string":
      return text2;
    case "bool":
      return parseBool(trimmed);
    case "int":
      return wholeText.test(trimmed) ? safeInteger(trimmed) : void 0;
    case "float":
      return numberText.test(trimmed) ? finiteNumber(trimmed) : void 0;
    case "json":
      return readJson(text2);
    case "string[]":
      if (trimmed.startsWith("[")) return readJson(trimmed);
      return trimmed === "" ? [] : trimmed.split(",").map((item) => item.trim());
  }
}
function parseBool(text2) {
  const word = text2.toLowerCase();
  if (word === "true" || word === "yes") return true;
  return word === "false" || word === "no" ? false : void 0;
}
function convert({ type }, value) {
  if (fitsType(type, value)) return value;
  if (type === "string") return toText(value);
  if (type === "string[]" && isList(value)) return value.map(scalarToText);
  if (typeof value !== "string") return value;
  switch (type) {
    case "bool":
      return value === "true" ? true : value === "false" ? false : value;
    case "int":
      return (wholeText.test(value) ? safeInteger(value) : void 0) ?? value;
    case "float":
      return (numberText.test(value) ? finiteNumber(value) : void 0) ?? value;
    case "string[]":
      return readJson(value) ?? value;
    case "json":
      return value;
  }
}
function scalarToText(value) {
  return typeof value === "number" || typeof value === "boolean" ? toText(value) : value;
}
function safeInteger(text2) {
  const value = Number(text2) + 0;
  return Number.isSafeInteger(value) ? value : void 0;
}
function finiteNumber(text2) {
  const value = Number(text2) + 0;
  return Number.isFinite(value) ? value : void 0;
}
function readJson(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}
function matchWords(words, value) {
  if (isList(value)) return value.map((item) => matchWords(words, item));
  if (typeof value !== "string" || words.includes(value)) return value;
  const near = words.filter((word) => word.toLowerCase() === value.toLowerCase());
  return near.length === 1 ? near[0] ?? value : value;
}
function checkedFields(schema) {
  return schema.fields.filter(({ name }) => !name.startsWith("_"));
}
function notAnObject(value) {
  return { field: null, message: `must be an object, but is ${describeGiven(value)}` };
}
function describeMissing(field) {
  return `is missing; it must be ${describeWanted(field)}`;
}
function describeGiven(value) {
  if (typeof value === "string") return quote(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : describeKind(value);
}
function quote(text2) {
  const points = Array.from(text2.slice(0, 100));
  return JSON.stringify(points.length > 40 ? `${points.slice(0, 40).join("")}…` : text2);
}

// src/core/kinds/conversation/answer.ts
function outputForm(schema) {
  return {
    jsonSchema: schema ? toJsonSchema(schema) : null,
    check: (answer) => schema ? checkOutput(schema, answer) : [],
    code: "SCHEMA_VALIDATION",
    hint: "make the prompt say what is wanted, or loosen the schema; a resume asks anew"
  };
}
function readAnswer(form, text2, structured) {
  if (form.jsonSchema === null) return { output: structured ?? parseObject(text2) ?? { text: text2 } };
  const answer = structured ?? parseObject(text2) ?? parseFenced(text2);
  if (answer === void 0) {
    return { errors: [{ field: null, message: "must be one JSON object and nothing else" }] };
  }
  const errors = form.check(answer);
  return errors.length > 0 ? { errors } : { output: answer };
}
function describeMistakes(errors) {
  const lines = errors.map(
    ({ field, message }) => field === null ? `- the answer ${message}` : `- \`${field}\` ${message}`
  );
  return [
    "Your answer does not fit what was asked for:",
    ...lines,
    "",
    "Answer again with one JSON object that fits, and nothing else."
  ].join("\n");
}
function parseObject(text2) {
  const trimmed = text2.trim();
  if (!trimmed.startsWith("{")) return void 0;
  try {
    const value = JSON.parse(trimmed);
    return isFields(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function parseFenced(text2) {
  const blocks = [...text2.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].reverse();
  for (const [, content = ""] of blocks) {
    const value = parseObject(content);
    if (value !== void 0) return value;
  }
  return void 0;
}

// src/core/kinds/conversation/config.ts
var absent = {
  model: null,
  delegate: null,
  system: null,
  user: null,
  tools: null,
  toolPolicy: null,
  toolMaxSteps: 0,
  reasoningEffort: null,
  readonly: false,
  interaction: "none",
  interactionPrompt: null,
  interactionModel: null,
  env: []
};
var known = /* @__PURE__ */ new WeakMap();
function readConversationConfig(node) {
  const found = known.get(node) ?? {
    ...absent,
    ...node
  };
  known.set(node, found);
  return found;
}

// src/core/kinds/conversation/policy.ts
function matchesTool(list, name) {
  return list.some(
    (entry) => entry === "*" || entry === name || entry.endsWith(".*") && name.startsWith(entry.slice(0, -1))
  );
}
function isAllowed(rules2, tools, name) {
  if (rules2.tools === null || !matchesTool(rules2.tools, name)) return false;
  if (rules2.toolPolicy !== null && !matchesTool(rules2.toolPolicy, name)) return false;
  return !rules2.readonly || tools.readsOnly(name);
}
function offeredTools(rules2, tools) {
  if (rules2.tools === null || rules2.tools.length === 0) return [];
  return tools.list().filter(({ name }) => isAllowed(rules2, tools, name));
}
function delegateTools(rules2) {
  const { tools, toolPolicy: policy } = rules2;
  if (tools === null) return policy === null || policy.includes("*") ? null : policy;
  return policy === null ? tools : tools.filter((name) => matchesTool(policy, name));
}

// src/core/kinds/conversation/texts.ts
var longestPrompt = 5 * 1024 * 1024;
function renderPrompt(context, name) {
  const template = context.prompt(name);
  if (!template) return void 0;
  const text2 = renderTemplate(template, (path) => context.resolve(path));
  if (text2.length > longestPrompt) {
    throw new RunFailure({
      code: "EXECUTION_FAILED",
      message: `the prompt \`${name ?? ""}\` has ${text2.length} characters; 5 MiB are allowed`,
      hint: "pass less into it, for instance the name of a file instead of its content",
      retryable: false
    });
  }
  return text2;
}
function renderUser(context, name) {
  const text2 = renderPrompt(context, name) ?? JSON.stringify(context.input);
  if (context.session?.mode !== "artifacts_only") return text2;
  const artifacts = context.artifacts().map(({ name: artifact, data }) => `### ${artifact}

${JSON.stringify(data)}
`);
  return ["## Artifacts\n", ...artifacts, text2].join("\n");
}

// src/core/kinds/conversation/turn.ts
async function takeTurn(context, topic, turn) {
  const result = await context.step(
    `model:${turn.turn}`,
    async ({ site, signal }) => {
      const request = createRequest(context, topic, turn, site);
      informRequest(context, topic, turn, request);
      const response = await context.ports.models.generate(request, { signal });
      informResponse(context, site.step, response);
      return { result: toRecorded(response), usage: response.usage };
    }
  );
  return readReply(result, turn.model);
}
function createRequest(context, { config, system, form }, { model, messages, withTools }, site) {
  return {
    model,
    system,
    messages: [...messages],
    tools: withTools ? offeredTools(config, context.ports.tools) : [],
    schema: form.jsonSchema,
    reasoningEffort: config.reasoningEffort,
    site
  };
}
function informRequest(context, { system, user }, { turn }, request) {
  const { step } = request.site;
  if (turn === 0) context.inform("llm_prompt", { system_prompt: system, user_message: user, step });
  context.inform("llm_request", {
    model: request.model,
    step,
    message_count: request.messages.length,
    tool_count: request.tools.length,
    session_id: context.session?.id ?? context.activationId,
    ...request.schema === null ? {} : { schema: true }
  });
}
function informResponse(context, step, response) {
  const { usage, finishReason, toolCalls, text: text2 } = response;
  context.inform("llm_step_finished", {
    step,
    input_tokens: usage.input_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: usage.cache_write_tokens,
    cost_usd: usage.cost_usd,
    finish_reason: finishReason,
    tool_calls: toolCalls.length,
    ...text2 === "" ? {} : { response_text: text2 }
  });
}
function toRecorded({ model, text: text2, toolCalls, finishReason, native }) {
  return {
    model,
    text: text2,
    ...toolCalls.length === 0 ? {} : { toolCalls: toolCalls.map(({ id, name, input }) => ({ id, name, input })) },
    finishReason,
    ...native ? { native: { provider: native.provider, content: native.content } } : {}
  };
}
function readReply(result, asked) {
  const { model, text: text2, native } = result;
  const calls = isList(result["toolCalls"]) ? result["toolCalls"] : [];
  const message = {
    role: "assistant",
    text: typeof text2 === "string" ? text2 : "",
    toolCalls: calls.filter((call) => isFields(call)).map(readCall),
    ...isFields(native) ? { native: readNative(native) } : {}
  };
  return { message, model: typeof model === "string" ? model : asked };
}
function readCall(call) {
  const text2 = (value) => typeof value === "string" ? value : "";
  return { id: text2(call["id"]), name: text2(call["name"]), input: call["input"] ?? null };
}
function readNative(native) {
  const { provider, content } = native;
  return { provider: typeof provider === "string" ? provider : "", content: content ?? null };
}

// src/core/kinds/conversation/questions.ts
var passKey = "needs_human_input";
async function answerQuestion(context, topic, question, count) {
  const { interaction } = topic.config;
  if (interaction === "llm" || interaction === "llm_or_human") {
    const answer2 = await askModel(context, topic, question, count);
    if (answer2 !== null) return describeAnswer(question, answer2);
  }
  const answer = await context.ask({
    source: "agent",
    questions: { question: question.text },
    instructions: question.text,
    fields: fieldsOf(question),
    minAnswers: 1,
    ...topic.config.delegate === null ? {} : { backend: topic.config.delegate }
  });
  return describeAnswer(question, answer.answers);
}
function fieldsOf({ fields }) {
  const entries = Object.entries(fields ?? {});
  if (entries.length === 0) return [{ name: "answer", type: "string" }];
  return entries.map(([name, spec]) => {
    const type = isFields(spec) ? spec["type"] : spec;
    const allowed = isFields(spec) && isList(spec["enum"]) ? spec["enum"] : void 0;
    return {
      name,
      type: typeof type === "string" && isFieldType(type) ? type : "string",
      ...allowed === void 0 ? {} : { enum: allowed.filter((word) => typeof word === "string") }
    };
  });
}
function describeAnswer(question, answers) {
  const own = question.fields && Object.keys(question.fields).length > 0;
  const { answer } = answers;
  const text2 = !own && typeof answer === "string" ? answer : JSON.stringify(answers);
  return `The answer to your question "${question.text}":

${text2}

Go on with your task.`;
}
async function askModel(context, topic, question, count) {
  const { config } = topic;
  const model = config.interactionModel ?? config.model;
  if (model === null) {
    throw new RunFailure({
      code: "MODEL_UNKNOWN",
      message: `\`${context.node.id}\` has no \`interaction_model\` that could answer its question`,
      hint: "give it `interaction_model:`",
      retryable: false
    });
  }
  const mayPass = config.interaction === "llm_or_human";
  const form = questionForm(question, mayPass);
  const user = JSON.stringify({ question: question.text, task: topic.user });
  const asked = {
    config: { ...config, tools: null },
    system: renderPrompt(context, config.interactionPrompt) ?? "",
    user,
    form
  };
  const reply = await takeTurn(context, asked, {
    model,
    messages: [{ role: "user", text: user }],
    turn: count,
    withTools: false
  });
  const read = readAnswer(form, reply.message.text);
  const output2 = "output" in read ? read.output : {};
  if (!isFields(output2) || "errors" in read) return mayPass ? null : { answer: reply.message.text };
  if (mayPass && output2[passKey] === true) return null;
  return Object.fromEntries(Object.entries(output2).filter(([name]) => name !== passKey));
}
function questionForm(question, mayPass) {
  const fields = fieldsOf(question).map(({ name, type, enum: allowed }) => [
    name,
    jsonType(type, allowed)
  ]);
  const pass = mayPass ? [[passKey, { type: "boolean" }]] : [];
  return {
    jsonSchema: objectSchema([...fields, ...pass]),
    check: () => [],
    code: "SCHEMA_VALIDATION",
    hint: ""
  };
}
var jsonTypes = {
  bool: { type: "boolean" },
  int: { type: "integer" },
  float: { type: "number" },
  "string[]": { type: "array", items: { type: "string" } }
};
function jsonType(type, allowed) {
  if (allowed !== void 0) return { type: "string", enum: allowed };
  return jsonTypes[type] ?? (type === "json" ? {} : { type: "string" });
}

// src/core/kinds/conversation/refusal.ts
function refuseAnswer({ node }, form, answer) {
  const list = answer.errors.map(
    ({ field, message }) => field === null ? `it ${message}` : `\`${field}\` ${message}`
  );
  return new RunFailure({
    code: form.code,
    message: `\`${node.id}\` gave an answer that does not fit, twice: ${list.join("; ")}`,
    hint: form.hint,
    retryable: false,
    errors: answer.errors,
    redo: answer.refused
  });
}

// src/core/kinds/conversation/delegate.ts
var mostQuestions = 5;
async function converseWithDelegate(context, topic) {
  const { form } = topic;
  let prompt = topic.user;
  let session = openingSession(context);
  let questions = 0;
  let refused;
  for (let turn = 0; ; turn++) {
    const said = await callDelegate(context, topic, { turn, prompt, session });
    session = said.sessionId === null ? session : { id: said.sessionId, fork: false };
    if (said.question) {
      questions++;
      if (questions > mostQuestions) throw tooManyQuestions(context);
      prompt = await answerQuestion(context, topic, said.question, questions - 1);
      continue;
    }
    const answer = readAnswer(form, said.text, said.structured);
    if ("output" in answer) {
      const native = session?.id ?? null;
      context.session?.keep({ messages: [], provider: null, model: said.model, native });
      return { output: answer.output, model: said.model, native };
    }
    if (refused !== void 0) throw refuseAnswer(context, form, { refused, ...answer });
    refused = `delegate:${turn}`;
    prompt = describeMistakes(answer.errors);
  }
}
function openingSession({ session }) {
  const id = session?.native ?? null;
  return id === null ? null : { id, fork: session?.parent != null };
}
async function callDelegate(context, topic, call) {
  const result = await context.step(
    `delegate:${call.turn}`,
    async ({ site, signal }) => {
      if (call.turn === 0) {
        context.inform("llm_prompt", {
          system_prompt: topic.system,
          user_message: call.prompt,
          step: site.step
        });
      }
      const said = await context.ports.delegates.execute(createTask(topic, call, site), {
        signal,
        onEvent: (type, data) => context.inform(type, data)
      });
      refuseUnpriced(context, said.usage);
      return { result: toRecorded2(said), usage: said.usage };
    }
  );
  return readRecorded(result);
}
function createTask({ config, system, form }, { prompt, session }, site) {
  return {
    backend: config.delegate ?? "claude_code",
    model: config.model,
    system,
    prompt,
    schema: form.jsonSchema,
    readonly: config.readonly,
    tools: delegateTools(config),
    maxTurns: config.toolMaxSteps,
    reasoningEffort: config.reasoningEffort,
    session,
    mayAsk: config.interaction !== "none",
    env: config.env,
    site
  };
}
function refuseUnpriced({ node, pricesMatter }, usage) {
  if (!pricesMatter || usage.cost_source !== "unknown") return;
  throw new RunFailure({
    code: "UNKNOWN_PRICE",
    message: `nobody knows what the delegate of \`${node.id}\` cost`,
    hint: "set `unknown_price: ignore` in the budget, or name a model with a known price",
    retryable: false,
    usage
  });
}
function toRecorded2({ text: text2, structured, question, sessionId, model }) {
  return {
    text: text2,
    ...structured === void 0 ? {} : { structured },
    ...question === void 0 ? {} : { question: { ...question } },
    sessionId,
    model
  };
}
function readRecorded(result) {
  const { text: text2, structured, question, sessionId, model } = result;
  return {
    text: typeof text2 === "string" ? text2 : "",
    structured,
    question: isFields(question) ? readQuestion(question) : void 0,
    sessionId: typeof sessionId === "string" ? sessionId : null,
    model: typeof model === "string" ? model : null
  };
}
function readQuestion(question) {
  const fields = question["fields"];
  return {
    text: typeof question["text"] === "string" ? question["text"] : "",
    ...isFields(fields) ? { fields } : {}
  };
}
function tooManyQuestions({ node }) {
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `\`${node.id}\` asked more than ${mostQuestions} questions`,
    hint: "tell it more in its prompt",
    retryable: false
  });
}

// src/core/kinds/conversation/tool-calls.ts
async function callTools(context, config, { turn, calls, offered }) {
  const results = [];
  for (const [at, call] of calls.entries()) {
    const step = `tool:${turn}.${at}`;
    const allowed = offered && isAllowed(config, context.ports.tools, call.name);
    results.push(allowed ? await makeCall(context, step, call) : denyCall(context, step, call));
  }
  return results;
}
async function makeCall(context, name, call) {
  const result = await context.step(name, async (attempt) => {
    const { site, signal } = attempt;
    const { output: output3, failed: failed2 } = await context.ports.tools.call(call.name, call.input, {
      signal,
      site
    });
    const seen = { tool: call.name, step: site.step, input: call.input };
    if (failed2) {
      context.inform("tool_error", { ...seen, error: output3, code: "TOOL_FAILED" });
    } else {
      context.inform("tool_called", {
        ...seen,
        input_size: JSON.stringify(call.input).length,
        duration_ms: attempt.elapsedMs(),
        output: output3
      });
    }
    return { result: { output: output3, failed: failed2 } };
  });
  const { output: output2, failed } = result;
  return {
    id: call.id,
    name: call.name,
    output: typeof output2 === "string" ? output2 : "",
    failed: failed === true
  };
}
function denyCall(context, step, call) {
  const error = `the tool \`${call.name}\` may not be used here`;
  context.inform("tool_error", {
    tool: call.name,
    step,
    error,
    code: "TOOL_DENIED",
    input: call.input
  });
  return { id: call.id, name: call.name, output: error, failed: true };
}

// src/core/kinds/conversation/model.ts
async function converseWithModel(context, topic) {
  const { config, form } = topic;
  const model = config.model;
  if (model === null) throw noModel(context);
  const earlier = await context.session?.load() ?? [];
  const messages = [...earlier, { role: "user", text: topic.user }];
  let rounds = 0;
  let refused;
  for (let turn = 0; ; turn++) {
    const withTools = config.toolMaxSteps === 0 || rounds < config.toolMaxSteps;
    const reply = await takeTurn(context, topic, { model, messages, turn, withTools });
    messages.push(reply.message);
    if (reply.message.toolCalls.length > 0) {
      rounds++;
      const results = await callTools(context, config, {
        turn,
        calls: reply.message.toolCalls,
        offered: withTools
      });
      messages.push({ role: "tool", results });
      continue;
    }
    const answer = readAnswer(form, reply.message.text);
    if ("output" in answer) {
      const provider = providerOf(reply.model);
      context.session?.keep({ messages, provider, model: reply.model, native: null });
      return { output: answer.output, model: reply.model, native: null };
    }
    if (refused !== void 0) throw refuseAnswer(context, form, { refused, ...answer });
    refused = `model:${turn}`;
    messages.push({ role: "user", text: describeMistakes(answer.errors) });
  }
}
function conversationMeta(context, { model, native }) {
  return {
    ...model === null ? {} : { _model: model },
    ...context.session ? { _session_id: native ?? context.session.id } : {}
  };
}
function providerOf(model) {
  const slash = model.indexOf("/");
  return slash === -1 ? null : model.slice(0, slash);
}
function noModel({ node }) {
  return new RunFailure({
    code: "MODEL_UNKNOWN",
    message: `\`${node.id}\` has no model`,
    hint: "give it `model:`",
    retryable: false
  });
}

// src/core/kinds/conversation/converse.ts
function converse(context, topic) {
  return topic.config.delegate === null ? converseWithModel(context, topic) : converseWithDelegate(context, topic);
}

// src/core/kinds/conversation/run-conversation.ts
function startConversation({ node }) {
  const { delegate } = readConversationConfig(node);
  return { session: { mode: readSessionMode(node), carrier: delegate ?? "model" } };
}
async function runConversation(context) {
  const config = readConversationConfig(context.node);
  const conversed = await converse(context, {
    config,
    system: renderPrompt(context, config.system) ?? "",
    user: renderUser(context, config.user),
    form: outputForm(context.schema(context.node.output))
  });
  return { kind: "next", output: conversed.output, meta: conversationMeta(context, conversed) };
}
function readSessionMode(node) {
  const { session } = node;
  return session ?? "fresh";
}

// src/core/kinds/agent/agent.ts
var agent = defineKind({
  name: "agent",
  summary: "Lets a model or a coding agent do a piece of work.",
  declared: true,
  properties: conversationProperties,
  ports: ["next"],
  drawing: {
    icon: "🤖",
    open: "[",
    close: "]",
    style: "fill:#1f6feb,stroke:#1a4fa0,color:#fff",
    details: conversationDetails
  },
  complete: completeConversation,
  mutates: conversationMutates,
  check: checkConversation,
  start: startConversation,
  run: runConversation
});

// src/core/graph/expression/print.ts
var tightness = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  minus: 7,
  literal: 8,
  path: 8,
  call: 8
};
function printExpression(expression) {
  switch (expression.kind) {
    case "literal":
      return printLiteral(expression.value);
    case "path":
      return expression.path.join(".");
    case "call":
      return `${expression.name}(${expression.arguments.map(printExpression).join(", ")})`;
    case "not":
      return `!${printAt(expression.operand, tightness.not)}`;
    case "minus":
      return `-${printAt(expression.operand, tightness.minus)}`;
    case "comparison": {
      const [left, right] = [expression.left, expression.right].map(
        (side) => printAt(side, tightness.sum)
      );
      return `${left ?? ""} ${expression.operator} ${right ?? ""}`;
    }
    case "sum":
    case "product":
      return [
        printAt(expression.first, tightness[expression.kind]),
        ...expression.rest.map(
          ({ operator, operand }) => `${operator} ${printAt(operand, tightness[expression.kind] + 1)}`
        )
      ].join(" ");
    case "and":
    case "or":
      return expression.operands.map((operand) => printAt(operand, tightness[expression.kind] + 1)).join(expression.kind === "and" ? " && " : " || ");
  }
}
function printAt(expression, least) {
  const text2 = printExpression(expression);
  return tightness[expression.kind] < least ? `(${text2})` : text2;
}
function printLiteral(value) {
  if (typeof value !== "string") return value === Infinity ? "1e999" : String(value);
  const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("	", "\\t");
  return `"${escaped}"`;
}

// src/core/graph/condition.ts
var trees = /* @__PURE__ */ new WeakMap();
function decideCondition(when, scope) {
  if ("field" in when) {
    const value = resolvePath([when.field], scope.self);
    return { holds: when.not ? value === false || value === null : value === true };
  }
  const result = evaluateSource(when, scope);
  return "fault" in result ? result : { holds: isTrue(result.value) !== when.not };
}
function evaluateSource(holder, scope) {
  return evaluateExpression(treeOf(holder), scope);
}
function canonicalCondition(when) {
  if ("field" in when) return { form: when.field, not: when.not };
  const parsed = parseExpression(when.expression);
  if ("faults" in parsed) return void 0;
  let { expression } = parsed;
  let { not } = when;
  for (; expression.kind === "not"; expression = expression.operand) not = !not;
  return { form: `"${printExpression(expression)}"`, not };
}
function printCondition(when) {
  const text2 = "field" in when ? when.field : when.expression;
  return when.not ? `not ${text2}` : text2;
}
function treeOf(holder) {
  const known2 = trees.get(holder);
  if (known2 !== void 0) return known2;
  const parsed = parseExpression(holder.expression);
  if ("faults" in parsed) {
    throw new Error(`${holder.expression}: ${parsed.faults[0]?.message ?? "is no expression"}`);
  }
  trees.set(holder, parsed.expression);
  return parsed.expression;
}

// src/core/kinds/compute/run-compute.ts
function runCompute(context) {
  const scope = {
    resolve: (path) => context.resolve(path),
    self: context.input
  };
  const entries = readConfig(context.node).expressions.map((named2) => {
    const result = evaluateSource(named2, scope);
    if ("fault" in result)
      throw faulty(context, named2.name, named2.expression, result.fault.message);
    return [named2.name, result.value];
  });
  return { kind: "next", output: Object.fromEntries(entries) };
}
function faulty({ node }, name, expression, message) {
  return new RunFailure({
    code: "EXPRESSION_FAILED",
    message: `\`${name}\` of \`${node.id}\` cannot be worked out: ${message}`,
    hint: `look at \`${expression}\``,
    retryable: false
  });
}
function readConfig(node) {
  return node;
}

// src/core/kinds/compute/compute.ts
var compute = defineKind({
  name: "compute",
  summary: "Works out values by expressions.",
  declared: true,
  properties: {
    expr: {
      form: "expressions",
      field: "expressions",
      required: true,
      default: [],
      summary: "Named expressions; each becomes a field of the output."
    },
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty
  },
  ports: ["next"],
  drawing: {
    icon: "🧮",
    open: "[/",
    close: "/]",
    style: "fill:#008080,stroke:#005050,color:#fff",
    details: [{ label: "expr", field: "expressions" }]
  },
  run: runCompute
});

// src/core/kinds/done/run-done.ts
function runDone({ input }) {
  return { kind: "end", status: "done", output: input };
}

// src/core/kinds/done/done.ts
var done = defineKind({
  name: "done",
  summary: "Ends a path well; what is mapped into it is the result.",
  declared: false,
  properties: {},
  ports: [],
  drawing: { icon: "✅", open: "([", close: "])", style: "fill:#2e8b57,stroke:#1f5f3b,color:#fff" },
  run: runDone
});

// src/core/kinds/fail/run-fail.ts
function runFail({ input }) {
  return { kind: "end", status: "fail", output: input };
}

// src/core/kinds/fail/fail.ts
var fail = defineKind({
  name: "fail",
  summary: "Ends a path as failed.",
  declared: false,
  properties: {},
  ports: [],
  drawing: { icon: "❌", open: "([", close: "])", style: "fill:#b22222,stroke:#7a1717,color:#fff" },
  run: runFail
});

// src/core/kinds/human/run-human.ts
var modes = {
  human: "pause_until_answers",
  llm: "auto_answer",
  llm_or_human: "auto_or_pause"
};
var passKey2 = "needs_human_input";
var approval = [
  { name: "approved", type: "bool" },
  { name: "reason", type: "string", optional: true }
];
function startHuman({ node }) {
  const { interaction } = readConfig2(node);
  const data = { mode: modes[interaction] };
  return interaction === "human" ? { data } : { data, session: { mode: "fresh", carrier: "model" } };
}
async function runHuman(context) {
  const { interaction } = readConfig2(context.node);
  if (interaction === "human") return askPeople(context);
  const conversed = await askModel2(context, interaction === "llm_or_human");
  const meta = conversationMeta(context, conversed);
  if (interaction === "llm") return { kind: "next", output: conversed.output, meta };
  const { [passKey2]: passed, ...answer } = isFields(conversed.output) ? conversed.output : {};
  if (passed === true) return askPeople(context, answer);
  return { kind: "next", output: answer, meta };
}
async function askPeople(context, proposal) {
  const { instructions, minAnswers } = readConfig2(context.node);
  const text2 = renderPrompt(context, instructions);
  const answer = await context.ask({
    source: "human",
    questions: context.input,
    fields: fieldsOf2(context.schema(context.node.output)),
    minAnswers,
    ...text2 === void 0 ? {} : { instructions: text2 },
    ...proposal === void 0 ? {} : { proposal }
  });
  return { kind: "next", output: answer.answers, meta: { _answers: answer.submissions } };
}
function askModel2(context, mayPass) {
  const config = readConversationConfig(context.node);
  const schema = context.schema(context.node.output);
  const instructions = renderPrompt(context, readConfig2(context.node).instructions);
  const input = JSON.stringify(context.input);
  return converse(context, {
    config: { ...config, model: config.interactionModel ?? config.model, delegate: null },
    system: renderPrompt(context, config.system) ?? "",
    user: renderPrompt(context, config.interactionPrompt) ?? (instructions === void 0 ? input : `${instructions}

${input}`),
    form: mayPass ? passingForm(schema) : outputForm(schema)
  });
}
function passingForm(schema) {
  const form = outputForm(schema);
  const properties = isFields(form.jsonSchema?.["properties"]) ? form.jsonSchema["properties"] : {};
  const entries = Object.entries(properties).map(([name, property]) => [
    name,
    isFields(property) ? property : {}
  ]);
  return {
    ...form,
    jsonSchema: objectSchema([...entries, [passKey2, { type: "boolean" }]]),
    check: (answer) => {
      if (isFields(answer) && answer[passKey2] === true) return [];
      const missing = isFields(answer) && typeof answer[passKey2] !== "boolean";
      const pass = missing ? [{ field: passKey2, message: "must be true or false" }] : [];
      return [...form.check(answer), ...pass];
    }
  };
}
function fieldsOf2(schema) {
  if (!schema) return approval;
  return schema.fields.filter(({ name }) => !name.startsWith("_")).map(({ name, type, enum: allowed }) => ({
    name,
    type,
    ...allowed === void 0 ? {} : { enum: allowed }
  }));
}
function readConfig2(node) {
  return node;
}

// src/core/kinds/human/human.ts
var human = defineKind({
  name: "human",
  summary: "Asks people and goes on with their answer.",
  declared: true,
  properties: {
    interaction: {
      form: "word",
      field: "interaction",
      aliases: ["mode"],
      words: {
        pause_until_answers: "human",
        auto_answer: "llm",
        auto_or_pause: "llm_or_human",
        ...interactionWords
      },
      summary: "Who answers: people, a model, or a model that may leave it to people."
    },
    instructions: {
      form: "prompt",
      field: "instructions",
      summary: "The prompt that people are shown."
    },
    min_answers: {
      form: "whole",
      field: "minAnswers",
      min: 1,
      default: 1,
      summary: "How many different people must answer."
    },
    model: { form: "model", field: "model", summary: "The model that answers." },
    ...answeringProperties,
    system: {
      form: "prompt",
      field: "system",
      summary: "The prompt with the standing orders for a model that answers."
    },
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty
  },
  ports: ["next"],
  drawing: {
    icon: "👤",
    open: ">",
    close: "]",
    style: "fill:#b8860b,stroke:#806000,color:#fff",
    details: [
      { label: "interaction", field: "interaction" },
      { label: "min_answers", field: "minAnswers", unless: 1 }
    ]
  },
  complete: completeHuman,
  check: checkHuman,
  start: startHuman,
  run: runHuman
});
function completeHuman(fields, defaults) {
  const wanted2 = [fields["interaction"], defaults.interaction];
  const interaction = wanted2.find((word) => typeof word === "string" && word !== "none") ?? "human";
  const own = fields["model"] ?? null;
  const needsDefault = interaction !== "human" && own === null && !fields["interactionModel"];
  return { ...fields, interaction, model: needsDefault ? defaults.model : own };
}
function checkHuman(written, report) {
  checkServed(written, "model", report);
  checkServed(written, "interaction_model", report);
  const { fields, id, kind } = written;
  if (!written.defaultsKnown || written.damaged || fields["interaction"] === "human") return;
  if (fields["model"] === null && fields["interactionModel"] === null)
    report(diagnose("C018", written.name, { lack: "model", kind, name: id }));
  if (fields["output"] === null)
    report(diagnose("C018", written.name, { lack: "output", kind, name: id }));
}

// src/core/kinds/join/run-join.ts
function runJoin({ input }) {
  return { kind: "next", output: input };
}

// src/core/kinds/join/join.ts
var { output } = schemaProperties;
var join = defineKind({
  name: "join",
  summary: "Waits for branches and puts together what they bring.",
  declared: true,
  properties: {
    strategy: {
      form: "word",
      field: "await",
      words: { wait_all: "wait_all", best_effort: "best_effort" },
      default: "wait_all",
      summary: "What a failed branch means: the join fails, or goes on with the others."
    },
    require: {
      form: "names",
      field: "require",
      default: [],
      summary: "Nodes that some branch must have completed."
    },
    ...output && { output },
    ...publishProperty
  },
  ports: ["next"],
  drawing: {
    icon: "🔗",
    open: "[[",
    close: "]]",
    style: "fill:#708090,stroke:#4a5560,color:#fff",
    details: [{ label: "require", field: "require" }]
  },
  keyedBySource: true,
  run: runJoin
});

// src/core/kinds/judge/judge.ts
var judge = defineKind({
  name: "judge",
  summary: "Lets a model or a coding agent decide something.",
  declared: true,
  properties: conversationProperties,
  ports: ["next"],
  drawing: {
    icon: "⚖️",
    open: "[",
    close: "]",
    style: "fill:#6a5acd,stroke:#483d8b,color:#fff",
    details: conversationDetails
  },
  complete: completeConversation,
  mutates: conversationMutates,
  check: checkConversation,
  start: startConversation,
  run: runConversation
});

// src/core/kinds/router/config.ts
function readRouterConfig(node) {
  return node;
}

// src/core/kinds/router/chosen-by-model.ts
async function chooseByModel(context) {
  const config = readConversationConfig(context.node);
  const { multi } = readRouterConfig(context.node);
  const targets = [...new Set(context.edges.map(({ edge }) => edge.to))];
  const conversed = await converse(context, {
    config,
    system: renderPrompt(context, config.system) ?? "",
    user: renderUser(context, config.user),
    form: routeForm(targets, multi)
  });
  const answer = isFields(conversed.output) ? conversed.output : {};
  const reasoning = answer["reasoning"] ?? null;
  const named2 = namesOf(multi ? answer["selected_routes"] : [answer["selected_route"] ?? null]);
  const chosen = targets.filter((target) => named2.includes(target));
  const edges = chosen.map((target) => firstEdge(context, target));
  const key = multi ? "selected_routes" : "selected_route";
  const route = multi ? chosen : chosen[0] ?? null;
  const finished = {
    output: addToInput(context, { [key]: route, reasoning }),
    data: { [key]: route, reasoning },
    ...conversed.model === null ? {} : { meta: { _model: conversed.model } }
  };
  return multi ? { kind: "fork", edges, ...finished } : { kind: "next", ...finished, ...edges[0] === void 0 ? {} : { edge: edges[0] } };
}
function routeForm(targets, multi) {
  const target = { type: "string", enum: targets };
  const route = multi ? { type: "array", items: target, minItems: 1 } : target;
  const list = targets.map((name) => `\`${name}\``).join(", ");
  const key = multi ? "selected_routes" : "selected_route";
  return {
    jsonSchema: objectSchema([
      [key, route],
      ["reasoning", { type: "string" }]
    ]),
    check: (answer) => checkRoute(answer, { key, multi, targets, list }),
    code: "ROUTE_INVALID",
    hint: `the ways are ${list}; make the prompt say when each is right`
  };
}
function checkRoute(answer, { key, multi, targets, list }) {
  const route = isFields(answer) ? answer[key] : void 0;
  const named2 = multi ? namesOf(route) : namesOf([route ?? null]);
  const complete = multi ? isList(route) && route.length === named2.length : true;
  const right = complete && named2.length > 0 && named2.every((name) => targets.includes(name));
  const what = multi ? `must be a list of one or more of ${list}` : `must be one of ${list}`;
  return right ? [] : [{ field: key, message: what }];
}
function namesOf(value) {
  return isList(value) ? value.filter((name) => typeof name === "string") : [];
}
function firstEdge({ edges }, target) {
  return edges.find(({ edge }) => edge.to === target)?.index ?? -1;
}
function addToInput({ node, input }, keys) {
  if (isFields(input)) return { ...input, ...keys };
  if (input === null) return keys;
  throw new RunFailure({
    code: "EXECUTION_FAILED",
    message: `the input of \`${node.id}\` is no object, so its choice cannot be added to it`,
    hint: "give the edge to it a mapping",
    retryable: false
  });
}

// src/core/kinds/router/run-router.ts
function startRouter(context) {
  const { mode } = readRouterConfig(context.node);
  return { data: { mode, ...mode === "round_robin" ? nextInTurn(context) : {} } };
}
function runRouter(context) {
  const { input, memory } = context;
  switch (readRouterConfig(context.node).mode) {
    case "fan_out_all":
      return { kind: "fork", output: input };
    case "condition":
      return { kind: "next", output: input };
    case "round_robin":
      return takeTurn2(context, input, memory);
    case "llm":
      return chooseByModel(context);
  }
}
function nextInTurn(context) {
  const { edges, memory } = context;
  const conditional = edges.find(({ edge, index }) => edge.when !== null && context.isOpen(index));
  if (conditional)
    return { selected_target: conditional.edge.to, selected_edge: conditional.index };
  const turns = edges.filter(({ edge, index }) => edge.when === null && context.isOpen(index));
  const turn = typeof memory === "number" ? memory : 0;
  const chosen = turns[turn % Math.max(1, turns.length)];
  return {
    round_robin_index: turn,
    ...chosen ? { selected_target: chosen.edge.to, selected_edge: chosen.index } : {}
  };
}
function takeTurn2({ started }, output2, memory) {
  const { round_robin_index: turn, selected_edge: edge } = started;
  if (typeof edge !== "number") return { kind: "next", output: output2 };
  return {
    kind: "next",
    output: output2,
    edge,
    memory: typeof turn === "number" ? turn + 1 : memory
  };
}

// src/core/kinds/router/router.ts
var chosenByModel = { property: "mode", word: "llm" };
var router = defineKind({
  name: "router",
  summary: "Hands its input on, along every edge that holds or along one.",
  declared: true,
  properties: {
    mode: {
      form: "word",
      field: "mode",
      words: {
        fan_out_all: "fan_out_all",
        condition: "condition",
        round_robin: "round_robin",
        llm: "llm"
      },
      default: "fan_out_all",
      summary: "All edges that hold at once, one by its condition, the next in turn, or a model's choice."
    },
    ...awaitProperty,
    ...forModels({
      ...modelProperties,
      ...promptProperties,
      ...effortProperty,
      ...attemptProperties
    }),
    multi: {
      form: "bool",
      field: "multi",
      default: false,
      onlyWith: chosenByModel,
      summary: "Whether the model may choose several edges."
    }
  },
  ports: ["next"],
  drawing: {
    icon: "🔀",
    open: "{",
    close: "}",
    style: "fill:#d2691e,stroke:#8b4513,color:#fff",
    details: [{ label: "mode", field: "mode" }]
  },
  complete: (fields, defaults) => fields["mode"] === "llm" ? completeModel(fields, defaults) : fields,
  check: (written, report) => {
    if (written.fields["mode"] === "llm") checkModel(written, report);
  },
  start: startRouter,
  run: runRouter
});
function forModels(properties) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, spec]) => [name, { ...spec, onlyWith: chosenByModel }])
  );
}

// src/core/graph/shell/literal.ts
var special = /[^\p{L}\p{M}\p{N} _]/gu;
var javaScript = {
  null: "null",
  true: "true",
  false: "false",
  string: javaScriptString,
  // `"__proto__": …` in a literal would set the prototype instead of a key.
  key: (text2) => text2 === "__proto__" ? '["__proto__"]' : javaScriptString(text2)
};
var python = {
  null: "None",
  true: "True",
  false: "False",
  string: pythonString,
  key: pythonString
};
function renderJavaScriptLiteral(value) {
  return render(value, javaScript);
}
function renderPythonLiteral(value) {
  return render(value, python);
}
function render(value, notation) {
  if (value === null) return notation.null;
  if (typeof value === "boolean") return value ? notation.true : notation.false;
  if (typeof value === "string") return notation.string(value);
  if (isList(value)) return `[${value.map((item) => render(item, notation)).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${notation.key(key)}:${render(item, notation)}`
  );
  return `{${entries.join(",")}}`;
}
function javaScriptString(text2) {
  const escaped = text2.replace(
    special,
    (character) => Array.from(
      { length: character.length },
      (_, index) => escapeUnit(character.charCodeAt(index))
    ).join("")
  );
  return `"${escaped}"`;
}
function pythonString(text2) {
  const escaped = text2.replace(special, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 65535 ? `\\U${point.toString(16).padStart(8, "0")}` : escapeUnit(point);
  });
  return `"${escaped}"`;
}
function escapeUnit(unit) {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

// src/core/graph/shell/quoting.ts
function createQuotingReader(bash) {
  const reader = { stack: [], bash, pending: [], previous: "\n" };
  return {
    read: (text2, last) => {
      for (let at = 0; at < text2.length; ) {
        const next = readAt(reader, text2, at, last);
        if (next > at) reader.previous = text2.charAt(next - 1);
        at = next;
      }
    },
    skipWord: () => {
      reader.previous = "x";
    },
    quoting: () => quotingOf(reader)
  };
}
function quotingOf({ stack }) {
  const top = stack.at(-1);
  switch (top?.kind) {
    case void 0:
      return "plain";
    case "quoted-parameter":
      return "double";
    case "here-document":
      return top.documents[0]?.literal === true ? "literal-here-document" : "here-document";
    case "backtick":
    case "substitution":
    case "parenthesis":
    case "parameter":
      return "nested";
    case "single":
    case "ansi":
    case "double":
    case "comment":
    case "arithmetic":
      return top.kind;
  }
}
function readAt(reader, text2, at, last) {
  const top = reader.stack.at(-1);
  switch (top?.kind) {
    case "single":
      return closeAt(reader, text2, at, "'");
    case "ansi":
      return text2[at] === "\\" ? at + 2 : closeAt(reader, text2, at, "'");
    case "comment":
      if (text2[at] !== "\n") return at + 1;
      reader.stack.pop();
      return at;
    case "double":
      return readExpansion(reader, text2, at) ?? closeAt(reader, text2, at, '"');
    case "quoted-parameter":
      return readInQuotedParameter(reader, text2, at);
    case "arithmetic":
      return readInArithmetic(reader, top, text2, at);
    case "here-document":
      return readInHereDocument(reader, top.documents, text2, at, last);
    case "backtick":
    case "substitution":
    case "parenthesis":
    case "parameter":
    case void 0:
      return readInCommand(reader, top?.kind, text2, at);
  }
}
function closeAt(reader, text2, at, close) {
  if (text2[at] === close) reader.stack.pop();
  return at + 1;
}
function readExpansion(reader, text2, at) {
  const character = text2[at];
  if (character === "\\") return at + 2;
  if (character === "`") return readBacktick(reader, at);
  if (character !== "$") return void 0;
  if (text2.startsWith("((", at + 1)) {
    reader.stack.push({ kind: "arithmetic", depth: 0 });
    return at + 3;
  }
  if (text2[at + 1] === "(") {
    reader.stack.push({ kind: "substitution" });
    return at + 2;
  }
  if (text2[at + 1] === "{") {
    const quoting = quotingOf(reader);
    const quoted = quoting === "double" || quoting === "here-document";
    reader.stack.push({ kind: quoted ? "quoted-parameter" : "parameter" });
    return at + 2;
  }
  return void 0;
}
function readBacktick({ stack }, at) {
  const open = stack.findLastIndex(({ kind }) => kind === "backtick");
  if (open === -1) stack.push({ kind: "backtick" });
  else stack.length = open;
  return at + 1;
}
function readInQuotedParameter(reader, text2, at) {
  const next = readExpansion(reader, text2, at);
  if (next !== void 0) return next;
  if (text2[at] === '"') reader.stack.push({ kind: "double" });
  if (text2[at] === "}") reader.stack.pop();
  return at + 1;
}
function readInArithmetic(reader, context, text2, at) {
  const next = readExpansion(reader, text2, at);
  if (next !== void 0) return next;
  if (text2[at] === "(") context.depth += 1;
  if (text2[at] !== ")") return at + 1;
  if (context.depth > 0) {
    context.depth -= 1;
    return at + 1;
  }
  reader.stack.pop();
  if (text2[at + 1] === ")") return at + 2;
  reader.stack.push({ kind: "parenthesis" });
  return at + 1;
}
function readInCommand(reader, kind, text2, at) {
  const { stack } = reader;
  if (reader.bash && text2.startsWith("$'", at)) {
    stack.push({ kind: "ansi" });
    return at + 2;
  }
  const next = readExpansion(reader, text2, at);
  if (next !== void 0) return next;
  const character = text2[at];
  if (character === "'") stack.push({ kind: "single" });
  else if (character === '"') stack.push({ kind: "double" });
  else if (kind === "parameter") {
    if (character === "}") stack.pop();
  } else return readOperator(reader, kind, text2, at);
  return at + 1;
}
function readOperator(reader, kind, text2, at) {
  const { stack } = reader;
  const startsWord = /[\s;&|()]/.test(reader.previous);
  if (text2[at] === "#" && startsWord) stack.push({ kind: "comment" });
  if (text2.startsWith("((", at) && startsWord) {
    stack.push({ kind: "arithmetic", depth: 0 });
    return at + 2;
  }
  if (text2[at] === "(") stack.push({ kind: "parenthesis" });
  if (text2[at] === ")" && (kind === "substitution" || kind === "parenthesis")) stack.pop();
  if (text2.startsWith("<<", at)) return readHereDocument(reader, text2, at);
  if (text2[at] === "\n" && reader.pending.length > 0) {
    stack.push({ kind: "here-document", documents: reader.pending });
    reader.pending = [];
  }
  return at + 1;
}
var redirection = /<<(?:<|(-?)[ \t]*((?:\\.|'[^']*'|"[^"]*"|[^\s;&|<>()'"\\])+))/y;
function readHereDocument(reader, text2, at) {
  redirection.lastIndex = at;
  const found = redirection.exec(text2);
  if (found === null) return at + 2;
  const [whole, tabs, word] = found;
  if (word !== void 0) {
    const literal = /['"\\]/.test(word);
    const delimiter = word.replaceAll(/['"\\]/g, "");
    reader.pending.push({ delimiter, literal, stripsTabs: tabs === "-" });
  }
  return at + whole.length;
}
function readInHereDocument(reader, documents, text2, at, last) {
  const [document] = documents;
  if (document !== void 0 && reader.previous === "\n") {
    const length = delimiterLength(document, text2, at, last);
    if (length !== void 0) {
      documents.shift();
      if (documents.length > 0) return at + length + 1;
      reader.stack.pop();
      return at + length;
    }
  }
  if (document?.literal === true) return at + 1;
  return readExpansion(reader, text2, at) ?? at + 1;
}
function delimiterLength({ stripsTabs, delimiter }, text2, at, last) {
  const end = text2.indexOf("\n", at);
  if (end === -1 && !last) return void 0;
  const line = text2.slice(at, end === -1 ? text2.length : end);
  const word = stripsTabs ? line.replace(/^\t+/, "") : line;
  return word === delimiter ? line.length : void 0;
}

// src/core/graph/shell/command.ts
function renderCommand(template, resolve) {
  return renderShell(template, resolve, { bash: false, literals: false });
}
function renderScript(template, language, resolve) {
  switch (language) {
    case "sh":
    case "bash":
      return renderShell(template, resolve, { bash: language === "bash", literals: true });
    case "js":
    case "node":
      return { text: fill(template, resolve, renderJavaScriptLiteral), env: {} };
    case "py":
    case "python":
    case "python3":
      return { text: fill(template, resolve, renderPythonLiteral), env: {} };
  }
}
function fill(template, resolve, literal) {
  return template.map((part) => typeof part === "string" ? part : literal(resolve(part.ref))).join("");
}
function renderShell(template, resolve, options) {
  const reader = createQuotingReader(options.bash);
  const env = {};
  let text2 = "";
  let count = 0;
  template.forEach((part, index) => {
    if (typeof part === "string") {
      reader.read(part, index === template.length - 1);
      text2 += part;
      return;
    }
    count += 1;
    const value = toText(resolve(part.ref)).replaceAll("\0", "");
    const quoting = reader.quoting();
    reader.skipWord();
    if (options.literals && quoting === "plain") {
      text2 += quoteWord(value);
      return;
    }
    const variable = `ITER_REF_${count}`;
    env[variable] = quoting === "arithmetic" && !/^-?\d+$/.test(value) ? "" : value;
    text2 += variableIn(quoting, variable);
  });
  return { text: text2, env };
}
function variableIn(quoting, variable) {
  switch (quoting) {
    case "plain":
    case "nested":
    case "comment":
      return `"$${variable}"`;
    case "double":
    case "here-document":
    case "literal-here-document":
      return `\${${variable}}`;
    case "single":
      return `'"$${variable}"'`;
    case "ansi":
      return `'"$${variable}"$'`;
    case "arithmetic":
      return `\${${variable}:?is not a whole number}`;
  }
}
function quoteWord(value) {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

// src/core/kinds/tool/tool-output.ts
var flags = ["passed", "success", "ok"];
var quotedLines = 40;
function toOutput(schema, result) {
  const { exit_code: exitCode = null, stdout = "", stderr = "" } = result;
  const output2 = { ...printedObject(stdout) };
  if (printedObject(stdout) === void 0) output2["result"] = text(stdout).trim();
  for (const [name, value] of Object.entries({ exit_code: exitCode, stdout, stderr })) {
    if (!Object.hasOwn(output2, name)) output2[name] = value;
  }
  for (const name of flagsOf(schema)) {
    if (!Object.hasOwn(output2, name)) output2[name] = exitCode === 0;
  }
  return output2;
}
function isAccepted(schema, result) {
  if (result["exit_code"] === 0) return true;
  if (!schema) return false;
  if (flagsOf(schema).length > 0) return true;
  const printed = printedObject(result["stdout"]);
  return printed !== void 0 && checkOutput(schema, printed).length === 0;
}
function failedCommand(node, { exitCode, signal, stdout, stderr }) {
  const how = signal === null ? `exited with ${exitCode}` : `was ended by ${signal}`;
  const said = [lastLines("standard error", stderr), lastLines("standard output", stdout)].filter(
    (part) => part !== ""
  );
  return new RunFailure({
    code: "TOOL_FAILED",
    message: `the command of \`${node}\` ${how}`,
    hint: said.length === 0 ? "it printed nothing" : said.join("\n"),
    retryable: false
  });
}
function flagsOf(schema) {
  return (schema?.fields ?? []).filter(({ name, type }) => type === "bool" && flags.includes(name)).map(({ name }) => name);
}
function printedObject(stdout) {
  const trimmed = text(stdout).trim();
  if (!trimmed.startsWith("{")) return void 0;
  try {
    const value = JSON.parse(trimmed);
    return isFields(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function lastLines(name, stream) {
  const lines = stream.trimEnd().split("\n").slice(-quotedLines).join("\n");
  return lines === "" ? "" : `${name}:
${lines}`;
}
function text(value) {
  return typeof value === "string" ? value : "";
}

// src/core/kinds/tool/run-tool.ts
async function runTool(context) {
  const config = readConfig3(context.node);
  const step = config.command == null ? "script" : "command";
  const schema = context.schema(context.node.output);
  const result = await context.step(step, async ({ site, signal }) => {
    const task = createTask2(context, config, site);
    return toStep(context, schema, await context.ports.shell.run(task, { signal }));
  });
  const output2 = toOutput(schema, result);
  const errors = schema ? checkOutput(schema, output2) : [];
  if (errors.length > 0) throw misfit(context, step, errors);
  return { kind: "next", output: output2 };
}
function createTask2(context, config, site) {
  const language = config.language ?? "sh";
  const rendered = render2(context, config, language);
  const env = { ...rendered.env, ITER_STEP_ID: site.key };
  const how = config.command == null ? { script: { language, text: rendered.text } } : { command: rendered.text };
  return { ...how, env, passEnv: config.env ?? [], site };
}
function render2(context, config, language) {
  const resolve = (path) => context.resolve(path);
  if (config.command != null) return renderCommand(config.command, resolve);
  return renderScript(config.script ?? [], language, resolve);
}
function toStep({ node }, schema, ended) {
  const { exitCode, signal, stdout, stderr } = ended;
  const result = {
    exit_code: exitCode,
    stdout,
    stderr,
    ...signal === null ? {} : { signal }
  };
  if (signal !== null || !isAccepted(schema, result)) throw failedCommand(node.id, ended);
  return { result };
}
function misfit({ node }, step, errors) {
  const list = errors.map(
    ({ field, message }) => field === null ? `it ${message}` : `\`${field}\` ${message}`
  );
  return new RunFailure({
    code: "SCHEMA_VALIDATION",
    message: `what \`${node.id}\` printed does not fit its schema: ${list.join("; ")}`,
    hint: "print one JSON object with these fields, or change the schema",
    retryable: false,
    errors,
    redo: step
  });
}
function readConfig3(node) {
  return node;
}

// src/core/kinds/tool/tool.ts
var tool = defineKind({
  name: "tool",
  summary: "Runs a shell line or a script.",
  declared: true,
  properties: {
    command: { form: "command", field: "command", summary: "A line for the shell." },
    script: { form: "script", field: "script", summary: "A program, in place of a shell line." },
    language: {
      form: "word",
      field: "language",
      words: Object.fromEntries(
        ["sh", "bash", "js", "node", "py", "python", "python3"].map((word) => [word, word])
      ),
      default: "sh",
      summary: "The language of the script."
    },
    ...readonlyProperty,
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty,
    ...attemptProperties,
    ...envProperty
  },
  ports: ["next"],
  drawing: {
    icon: "🔧",
    open: "[",
    close: "]",
    style: "fill:#2f4f4f,stroke:#1c3030,color:#fff",
    details: [
      { label: "command", field: "command", template: true },
      { label: "script", field: "script", template: true }
    ]
  },
  complete: completeTool,
  mutates: (fields) => fields["readonly"] !== true,
  check: checkTool,
  run: runTool
});
function completeTool(fields) {
  const { command = null, script = null, language = null, ...others } = fields;
  return script !== null && command === null ? { ...others, script, language } : { ...others, command };
}
function checkTool(written, report) {
  const { properties, id } = written;
  const command = properties.get("command");
  const script = properties.get("script");
  const language = properties.get("language");
  if (command === void 0 && script === void 0) {
    if (!written.damaged) report(missingCommand(written));
    return;
  }
  if (command !== void 0 && script !== void 0) {
    const later = command.name.start > script.name.start ? command : script;
    report(
      diagnose("C106", later.name, { extra: later === command ? "command" : "script", name: id })
    );
  } else if (command !== void 0 && language !== void 0) {
    report(diagnose("C106", language.name, { extra: "language", name: id }));
  }
}
function missingCommand(written) {
  return diagnose("E013", written.name, {
    owner: `The tool \`${written.id}\``,
    missing: ["command", "script"],
    example: `command: "make ${written.id}"`
  });
}

// src/core/kinds/index.ts
var kinds = [
  agent,
  judge,
  router,
  join,
  human,
  tool,
  compute,
  done,
  fail
];

// src/core/languages/iter/print/output-line.ts
var opensOrCloses = /[[{]$|^[\]})]/u;
function joinLines(lines) {
  const written = [];
  for (let from = 0; from < lines.length; ) {
    const to = endOfRun(lines, from);
    let width = 0;
    for (let index = from; index < to; index += 1)
      width = Math.max(width, lengthOf(lines[index]?.text ?? ""));
    for (; from < to; from += 1) {
      const line = lines[from];
      if (line !== void 0) written.push(writeLine(line, width));
    }
  }
  return written.join("");
}
function writeLine({ depth, text: text2, comment, blankBefore }, width) {
  const indent = text2 === "" ? "" : "  ".repeat(depth);
  const padding = comment === void 0 ? 0 : Math.max(0, width - lengthOf(text2)) + 2;
  const before = blankBefore === true ? "\n" : "";
  return `${before}${indent}${text2}${" ".repeat(padding)}${comment ?? ""}
`;
}
function endOfRun(lines, from) {
  const first = lines[from];
  let to = from + 1;
  if (first === void 0 || !isAligned(first)) return to;
  for (; to < lines.length; to += 1) {
    const line = lines[to];
    if (line === void 0 || !isAligned(line)) return to;
    if (line.depth !== first.depth || line.blankBefore === true) return to;
  }
  return to;
}
function isAligned({ text: text2, comment }) {
  return comment !== void 0 && !opensOrCloses.test(text2) && !text2.includes("\n");
}
function lengthOf(text2) {
  let length = 0;
  for (const character of text2) length += character === "" ? 0 : 1;
  return length;
}

// src/core/languages/iter/print/order-tokens.ts
var ranks = {
  when: 0,
  unless: 0,
  loop: 1,
  mapping: 2
};
function orderTokens({ first, last, shape }) {
  const clauses = shape?.form === "edge" ? shape.clauses : [];
  const order = [];
  const add = (from, to) => {
    for (let index = from; index < to; index += 1) order.push(index);
  };
  if (new Set(clauses.map(({ form }) => ranks[form])).size < clauses.length || clauses.length < 2) {
    add(first, last);
    return order;
  }
  const parts = clauses.map(({ form, from }, index) => ({
    rank: ranks[form],
    from: first + from,
    to: first + (clauses[index + 1]?.from ?? last - first)
  }));
  add(first, parts[0]?.from ?? last);
  for (const { from, to } of parts.toSorted((a, b) => a.rank - b.rank)) add(from, to);
  return order;
}

// src/core/languages/iter/print/print-line.ts
function printLine(source, line, depth, found) {
  const trailing = found.filter(({ token }) => token === line.last);
  const comments = /* @__PURE__ */ new Map();
  for (const comment of found) {
    if (comment.token < line.last)
      comments.set(comment.token - 1, [...comments.get(comment.token - 1) ?? [], comment]);
  }
  const writer = { source, comments, lines: [], text: "", depth, last: -1 };
  const tokens = orderTokens(line);
  const above = writeTokens(writer, tokens);
  endLine(writer, trailing);
  return [...above.map((comment) => commentLine(writer, comment)), ...writer.lines];
}
function commentLine({ source, depth }, { start, end }) {
  return { depth, text: source.text.slice(start, end) };
}
function endLine(writer, behind) {
  const { source, lines, text: text2, depth } = writer;
  const [first, ...others] = behind;
  const comment = first === void 0 ? void 0 : source.text.slice(first.start, first.end);
  lines.push({ depth, text: text2, comment });
  for (const each2 of others) lines.push(commentLine(writer, each2));
  writer.text = "";
  writer.last = -1;
}
function writeTokens(writer, tokens) {
  const { source, comments } = writer;
  const homeless = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const close = closingOf(source, tokens, at);
    if (close > at && isSpread(writer, tokens, at, close)) {
      writeToken(writer, tokens, at);
      writeSpread(writer, tokens, at, close);
      at = close;
    }
    writeToken(writer, tokens, at);
    if (at < tokens.length - 1) homeless.push(...comments.get(tokens[at] ?? -1) ?? []);
  }
  return homeless;
}
function isOpener(code) {
  return code === codes["["] || code === codes["{"];
}
function isCloser(code) {
  return code === codes["]"] || code === codes["}"];
}
function closingOf(source, tokens, at) {
  if (!isOpener(codeAt(source.tokens, tokens[at] ?? 0))) return at;
  let depth = 0;
  for (let close = at; close < tokens.length; close += 1) {
    const code = codeAt(source.tokens, tokens[close] ?? 0);
    if (isOpener(code)) depth += 1;
    else if (isCloser(code)) depth -= 1;
    if (depth === 0) return close;
  }
  return at;
}
function isSpread({ source, comments }, tokens, open, close) {
  let breaks = false;
  for (let at = open; at < close; at += 1) {
    const token = tokens[at] ?? 0;
    if (comments.has(token)) return true;
    breaks ||= hasBreak(source, token, tokens[at + 1] ?? 0);
  }
  return breaks && close > open + 1;
}
function hasBreak({ text: text2, tokens }, token, next) {
  const at = text2.indexOf("\n", endAt(tokens, token));
  return at !== -1 && at < startAt(tokens, next);
}
function writeSpread(writer, tokens, open, close) {
  const { depth } = writer;
  const inside = writer.comments.get(tokens[open] ?? -1) ?? [];
  endLine(
    writer,
    inside.filter(({ own }) => !own)
  );
  writer.depth = depth + 1;
  for (const comment of inside) if (comment.own) writer.lines.push(commentLine(writer, comment));
  const items = splitItems(writer.source, tokens.slice(open + 1, close));
  for (const [index, item] of items.entries()) writeItem(writer, item, index < items.length - 1);
  writer.depth = depth;
}
function writeItem(writer, { tokens, comma }, more) {
  const begin = writer.lines.length;
  const above = writeTokens(writer, tokens);
  if (more) writer.text += ",";
  const last = writer.comments.get(tokens.at(-1) ?? -1) ?? [];
  const behind = [...last, ...writer.comments.get(comma) ?? []];
  endLine(
    writer,
    behind.filter(({ own }) => !own)
  );
  writer.lines.splice(begin, 0, ...above.map((comment) => commentLine(writer, comment)));
  for (const comment of behind) if (comment.own) writer.lines.push(commentLine(writer, comment));
}
function splitItems(source, tokens) {
  const items = [];
  let [from, depth] = [0, 0];
  for (const [at, token] of tokens.entries()) {
    const code = codeAt(source.tokens, token);
    if (isOpener(code)) depth += 1;
    else if (isCloser(code)) depth -= 1;
    if (depth > 0 || code !== codes[","] && code !== codes.gap) continue;
    items.push({ tokens: tokens.slice(from, at), comma: token });
    from = at + 1;
  }
  if (from < tokens.length) items.push({ tokens: tokens.slice(from), comma: -1 });
  return items;
}
function writeToken(writer, tokens, at) {
  const { source, last } = writer;
  const token = tokens[at] ?? 0;
  const next = at + 1 < tokens.length ? codeAt(source.tokens, tokens[at + 1] ?? 0) : 0;
  const code = codeAt(source.tokens, token);
  if (code === codes[","] && isCloser(next)) return;
  const previous = last === -1 ? 0 : codeAt(source.tokens, last);
  if (previous !== 0 && isApart(previous, code, next)) writer.text += " ";
  const text2 = source.text.slice(startAt(source.tokens, token), endAt(source.tokens, token));
  writer.text += code === codes.string ? unifyLineEnds(text2) : text2;
  writer.last = token;
}
function unifyLineEnds(text2) {
  return text2.includes("\r") ? text2.replace(/(?<!\r)\r\n/gu, "\n") : text2;
}
var closeBefore = /* @__PURE__ */ new Set([
  codes[":"],
  codes[","],
  codes[")"],
  codes["]"],
  codes["("],
  codes["."]
]);
var closeBehind = /* @__PURE__ */ new Set([codes["("], codes["["], codes["."]]);
function isApart(previous, code, next) {
  if (closeBefore.has(code) || closeBehind.has(previous)) return false;
  if (previous === codes["{"] && code === codes["}"]) return false;
  return !(code === codes["["] && next === codes["]"] && isName(previous));
}

// src/core/languages/iter/print/print.ts
function printSource(source, segments) {
  const placed = [];
  for (const { line } of segments) placeLines(line, 0, placed);
  const printer = { source, lines: [], comment: 0, last: null, indents: [] };
  for (const { line, depth } of placed) {
    printOwnComments(printer, depth, line.first);
    printSourceLine(printer, line, depth);
  }
  printOwnComments(printer, 0, source.tokens.count);
  return joinLines(printer.lines);
}
function placeLines(line, depth, placed) {
  placed.push({ line, depth });
  for (const each2 of line.block?.lines ?? []) placeLines(each2, depth + 1, placed);
}
function printOwnComments(printer, next, token) {
  const { source, lines } = printer;
  for (const comment of takeComments(printer, (each2) => each2.token <= token)) {
    const depth = commentDepth(printer, comment, next);
    const blankBefore = needsBlank(printer, depth, comment.start);
    lines.push({ depth, text: textOf2(source, comment), blankBefore });
    printer.last = { isComment: true, depth };
  }
}
function takeComments(printer, belongs) {
  const { comments } = printer.source;
  const from = printer.comment;
  for (; ; ) {
    const comment = comments[printer.comment];
    if (comment === void 0 || !belongs(comment)) return comments.slice(from, printer.comment);
    printer.comment += 1;
  }
}
function commentDepth({ source, last, indents }, comment, next) {
  const deepest = last?.depth ?? 0;
  if (next > deepest || last === null) return next;
  const indent = indentOf(source, comment.start);
  let depth = deepest;
  while (depth > next && (indents[depth] ?? 0) > indent) depth -= 1;
  return depth;
}
function indentOf({ text: text2 }, start) {
  return start - (text2.lastIndexOf("\n", start - 1) + 1);
}
function printSourceLine(printer, line, depth) {
  const { source, lines, indents } = printer;
  const comments = takeComments(
    printer,
    ({ token, own }) => token < line.last || token === line.last && !own
  );
  const blankBefore = needsBlank(printer, depth, startAt(source.tokens, line.first));
  const [first, ...others] = printLine(source, line, depth, comments);
  if (first !== void 0) lines.push({ ...first, blankBefore }, ...others);
  for (const text2 of line.body?.text.split("\n") ?? [])
    lines.push({ depth: text2 === "" ? 0 : depth + 1, text: keepReturn(text2) });
  indents[depth] = line.indent;
  printer.last = { isComment: false, depth };
}
function keepReturn(text2) {
  return text2.endsWith("\r") ? `${text2}\r` : text2;
}
function needsBlank({ source, last }, depth, start) {
  if (last === null) return false;
  if (depth === 0) return !last.isComment || last.depth > 0 || isBlankBefore(source, start);
  return (last.isComment || last.depth >= depth) && isBlankBefore(source, start);
}
function isBlankBefore(source, start) {
  const { text: text2 } = source;
  const begin = text2.lastIndexOf("\n", start - 1);
  if (begin <= 0) return false;
  const above = text2.lastIndexOf("\n", begin - 1) + 1;
  return /^[ \t\r]*$/u.test(text2.slice(above, begin));
}
function textOf2({ text: text2 }, { start, end }) {
  return text2.slice(start, end);
}

// src/core/languages/iter/format-file.ts
function formatFile(file, vocabulary2) {
  if (isTooLarge(file.text))
    return { diagnostics: [diagnose("E001", { start: 0, end: 0 }, { fault: "size" })] };
  const diagnostics = [];
  const source = createSource(file);
  const segments = readSegments(source, {
    vocabulary: vocabulary2,
    report: (diagnostic) => diagnostics.push(diagnostic),
    shapes: knownShapes,
    onResults: void 0
  });
  return diagnostics.length > 0 ? { diagnostics } : { text: printSource(source, segments) };
}

// src/core/languages/iter/lower/scope.ts
function openScope(setting, declaration) {
  let { damaged } = declaration;
  const scopeOf = (ignored) => {
    const report = (diagnostic) => {
      const { code } = diagnostic;
      if (code.startsWith("E") && code !== "E010" && code !== "E011") damaged = true;
      if (code.startsWith("E") || !ignored) setting.report(diagnostic);
    };
    return {
      ...setting,
      report,
      isDamaged: () => damaged,
      say: (code, span, holes, extras) => report(diagnose(code, span, holes, extras)),
      noteVariables: (names) => {
        if (!ignored) for (const name of names) setting.variables.add(name);
      },
      ignoring: () => scopeOf(true)
    };
  };
  return scopeOf(declaration.ignored);
}
function isDeclared(scope, what, name) {
  return scope.names[what].has(name) || scope.names.unreadable.has(name);
}
function lineAt(scope, span) {
  return positionAt(scope.file, span.start).line;
}
function sourceAt(scope, span) {
  return textOf(scope.file, span);
}
function placeOf(scope, span) {
  const { line, column } = positionAt(scope.file, span.start);
  return [line, column];
}

// src/core/languages/iter/lower/forms.ts
var unread = { value: void 0, known: false };
var wanted = {
  string: "a string",
  texts: "a list of strings",
  model: "a string",
  delegate: "a string",
  duration: "a string",
  effort: "a bare word or a string",
  command: "a string",
  script: "a string",
  schema: "a bare name",
  prompt: "a bare name",
  name: "a bare name",
  word: "a bare word",
  bool: "`true` or `false`",
  whole: "a whole number",
  number: "a number",
  tools: "a list of tools",
  names: "a list of bare names",
  "env-names": "a list of names",
  servers: "a list of names",
  retry: "a whole number or a block",
  block: "a block",
  expressions: "a block"
};
var samples = {
  model: "openai/gpt-5",
  delegate: "claude_code",
  effort: "high",
  duration: "30m"
};
function refuseForm(scope, given, place) {
  const { name, spec } = given;
  scope.say("E002", place.span, {
    fault: "form",
    name,
    wants: place.wants ?? wanted[spec.form],
    found: place.found,
    example: exampleOf(name, spec, sourceAt(scope, place.span))
  });
  return unread;
}
function describeForm(value) {
  return value.form === "object" ? "an object" : `a ${value.form}`;
}
function exampleOf(name, spec, found) {
  const word = /^"?([\p{L}_][\p{L}\p{M}\p{N}_]*)"?$/u.exec(found)?.[1];
  switch (spec.form) {
    case "schema":
    case "prompt":
    case "name":
      return `${name}: ${word ?? "a_name"}`;
    case "word":
    case "effort":
      return `${name}: ${Object.keys(spec.words ?? {})[0] ?? "a_word"}`;
    case "bool":
      return `${name}: true`;
    case "whole":
    case "number":
    case "retry":
      return `${name}: ${Math.max(1, spec.min ?? 1)}`;
    case "tools":
    case "names":
    case "env-names":
    case "servers":
      return `${name}: [${word ?? "a_name"}]`;
    case "texts":
      return `${name}: ["${word ?? "…"}"]`;
    case "block":
      return `${name}:`;
    case "expressions":
      return `${word ?? "total"}: "1 + 1"`;
    default:
      return `${name}: "${samples[spec.form] ?? word ?? "…"}"`;
  }
}
function refuseValue(scope, given) {
  return refuseForm(scope, given, { span: given.value.span, found: describeForm(given.value) });
}

// src/core/languages/iter/syntax.ts
function sourceOffset(text2, index) {
  let [low, high] = [0, text2.marks.length - 1];
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if ((text2.marks[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const mark = text2.marks[low] ?? { at: 0, source: text2.span.start };
  return mark.source + (index - mark.at);
}

// src/core/languages/iter/lower/texts.ts
function traceText(text2) {
  return { text: text2.text, span: text2.span, spanOf: (start, end) => spanIn(text2, start, end) };
}
function spanIn(text2, start, end) {
  const from = sourceOffset(text2, start);
  if (end <= start) return { start: from, end: from };
  const closing = text2.span.end - 1;
  if (text2.style === "quoted")
    return { start: from, end: end < text2.text.length ? sourceOffset(text2, end) : closing };
  return { start: from, end: sourceOffset(text2, end - 1) + 1 };
}
function expandText(scope, text2, rule) {
  const expansion = expandVariables(text2.text, scope.options.environment, {
    secrets: rule.keepsSecrets ? "name" : "value"
  });
  scope.noteVariables(expansion.names);
  if (!rule.optional) reportUnset(scope, text2, expansion.unset, rule.sample);
  const known2 = expansion.unset.length === 0;
  return { text: known2 ? expansion.text : text2.text, known: known2 };
}
function reportUnset(scope, text2, unset, sample) {
  const severity = scope.options.planning ? "error" : "warning";
  for (const { name, start, end } of unset)
    scope.say("C102", spanIn(text2, start, end), { name, sample }, { severity });
}
function refuseSecrets(scope, text2) {
  const secrets = listVariables(text2.text).filter(({ name }) => isSecretName(name));
  for (const { name, start, end } of secrets) scope.say("C122", spanIn(text2, start, end), { name });
  return secrets.length > 0;
}
function lowerMapped(scope, text2) {
  refuseSecrets(scope, text2);
  return lowerTemplate(text2, (slice, offset) => {
    const expansion = expandSlice(scope, slice);
    const unset = expansion.unset.map((use) => shift(use, offset));
    reportUnset(scope, text2, unset, "none");
    return expansion.text;
  });
}
function lowerPrompt(scope, text2) {
  return lowerTemplate(text2, (slice) => expandSlice(scope, slice).text);
}
function lowerCommand(scope, text2) {
  const lone = loneVariable(text2.text);
  if (lone !== void 0 && !isSecretName(lone.name)) {
    const expansion = expandSlice(scope, text2.text);
    if (expansion.unset.length === 0) return { template: [expansion.text], handed: [] };
  }
  const handed = [...new Set(listVariables(text2.text).map((use) => use.name))];
  scope.noteVariables(handed);
  return { template: lowerScript(text2), handed };
}
function lowerScript(text2) {
  return toTemplate(parseTemplate(text2.text));
}
function expandSlice(scope, slice) {
  const expansion = expandVariables(slice, scope.options.environment, {
    secrets: "kept",
    literal: (literal) => literal.replaceAll("\\{{", "{{")
  });
  scope.noteVariables(expansion.names);
  return expansion;
}
function lowerTemplate(text2, expand) {
  const parsed = parseTemplate(text2.text);
  if (!text2.text.includes("${")) return toTemplate(parsed);
  const parts = [];
  let from = 0;
  const take = (end) => {
    const slice = end > from ? expand(text2.text.slice(from, end), from) : "";
    if (slice !== "") parts.push(slice);
  };
  for (const part of parsed.parts) {
    if (typeof part === "string") continue;
    take(part.start);
    parts.push({ ref: part.ref });
    from = part.end;
  }
  take(text2.text.length);
  return parts;
}
function shift(use, by) {
  return { ...use, start: use.start + by, end: use.end + by };
}

// src/core/languages/iter/lower/numbers.ts
function readNumber(scope, given) {
  const { name, spec, value } = given;
  if (spec.form !== "number" && !value.whole)
    return refuseForm(scope, given, {
      span: value.span,
      found: `\`${sourceAt(scope, value.span)}\``
    });
  const fault2 = isExact(value) ? faultOf(name, spec, value.value) : { bound: "size" };
  if (fault2 === void 0) return { value: value.value, known: true };
  scope.say("C114", value.span, fault2);
  return unread;
}
function checkExact(scope, value) {
  if (isExact(value)) return true;
  scope.say("C114", value.span, { bound: "size" });
  return false;
}
function isExact({ value, whole }) {
  return whole ? Number.isSafeInteger(value) : Number.isFinite(value);
}
function faultOf(property, spec, value) {
  const { min, max, above } = spec;
  if (min !== void 0 && value < min) return { bound: "least", property, limit: min };
  if (above !== void 0 && value <= above) return { bound: "above", property, limit: above };
  if (max !== void 0 && value > max) return { bound: "most", property, limit: max };
  return void 0;
}

// src/core/languages/iter/lower/values.ts
var readers = {
  string: only("string", readString),
  model: only("string", readString),
  delegate: only("string", readDelegate),
  duration: only("string", readDuration),
  effort: (scope, given) => given.value.form === "name" ? readWord(scope, { ...given, value: given.value }) : readEffort(scope, given),
  command: only("string", (scope, { value }) => {
    const { template, handed } = lowerCommand(scope, value);
    return { value: template, known: true, handed };
  }),
  script: only("string", (_, { value }) => ({ value: lowerScript(value), known: true })),
  schema: only("name", (scope, given) => readDeclared(scope, given, "schemas")),
  prompt: only("name", (scope, given) => readDeclared(scope, given, "prompts")),
  name: only("name", (_, { value }) => ({ value: value.text, known: true })),
  word: only("name", readWord),
  bool: only("name", readBool),
  whole: only("number", readNumber),
  number: only("number", readNumber),
  retry: only("number", readNumber),
  texts: only("list", readTexts),
  tools: only("list", (scope, given) => readItems(scope, given, readToolName)),
  names: only("list", (scope, given) => readItems(scope, given, readBareName)),
  "env-names": only("list", readVariableNames),
  servers: only("list", (scope, given) => readItems(scope, given, readNameOrText))
};
function only(form, read) {
  return (scope, given) => hasForm(given, form) ? read(scope, given) : refuseValue(scope, given);
}
function hasForm(given, form) {
  return given.value.form === form;
}
function readString(scope, { spec, value }) {
  const simulated = scope.options.simulate && (spec.form === "model" || spec.form === "delegate");
  const { text: text2, known: known2 } = expandText(scope, value, {
    keepsSecrets: spec.keepsSecrets === true,
    optional: simulated,
    sample: samples[spec.form] ?? "value"
  });
  return { value: text2, known: known2 };
}
function readDelegate(scope, given) {
  const { value, known: known2 } = readString(scope, given);
  if (!known2 || typeof value !== "string") return { value, known: known2 };
  const words = given.spec.words ?? {};
  if (Object.hasOwn(words, value)) return { value: words[value], known: known2 };
  scope.say("C103", given.value.span, {
    written: sourceAt(scope, given.value.span),
    known: Object.keys(words)
  });
  return { value, known: false };
}
function readDuration(scope, given) {
  const { value, known: known2 } = readString(scope, given);
  const ms = typeof value === "string" ? parseDuration(value) : void 0;
  if (known2 && ms === void 0)
    scope.say("C107", given.value.span, { written: sourceAt(scope, given.value.span) });
  return { value: known2 ? ms : void 0, known: known2 && ms !== void 0 };
}
function readEffort(scope, given) {
  if (given.value.form !== "string") return refuseValue(scope, given);
  const { value, known: known2 } = readString(scope, { ...given, value: given.value });
  const words = given.spec.words ?? {};
  if (!known2 || typeof value !== "string") return unread;
  if (Object.hasOwn(words, value)) return { value: words[value], known: known2 };
  scope.say("C027", given.value.span, { written: sourceAt(scope, given.value.span) });
  return unread;
}
function readWord(scope, { name, spec, value }) {
  const words = spec.words ?? {};
  if (Object.hasOwn(words, value.text)) return { value: words[value.text], known: true };
  scope.say("E020", value.span, { property: name, word: value.text, words: Object.keys(words) });
  return unread;
}
function readBool(scope, given) {
  const spec = { ...given.spec, words: { true: true, false: false } };
  return readWord(scope, { ...given, spec });
}
function readDeclared(scope, { value }, what) {
  const known2 = isDeclared(scope, what, value.text);
  if (!known2) {
    const holes = { name: value.text, known: [...scope.names[what]] };
    scope.say(what === "schemas" ? "C002" : "C003", value.span, holes);
  }
  return { value: value.text, known: known2 };
}
function readTexts(scope, given) {
  let known2 = true;
  const texts = given.value.items.flatMap((item) => {
    if (item.form !== "string") return refuseItem(scope, given, item);
    const reading = readString(scope, { ...given, value: item });
    known2 &&= reading.known;
    return typeof reading.value === "string" ? [reading.value] : [];
  });
  return { value: texts, known: known2 };
}
function readVariableNames(scope, given) {
  const reading = readItems(scope, given, readNameOrText);
  const names = given.value.items.map(readNameOrText).filter((name) => name !== void 0);
  scope.noteVariables(names);
  return reading;
}
function readItems(scope, given, read) {
  const items = given.value.items.flatMap((item) => {
    const name = read(item);
    return name === void 0 ? refuseItem(scope, given, item) : [name];
  });
  return { value: items, known: true };
}
function refuseItem(scope, given, item) {
  refuseForm(scope, given, { span: item.span, found: `${describeForm(item)} in it` });
  return [];
}
function readToolName(item) {
  return item.form === "name" || item.form === "string" ? item.text : void 0;
}
function readNameOrText(item) {
  return item.form === "string" ? item.text : readBareName(item);
}
function readBareName(item) {
  return item.form === "name" && !/[.*]/.test(item.text) ? item.text : void 0;
}

// src/core/languages/iter/lower/properties.ts
function readProperties(scope, owner, properties) {
  const names = spellingsOf(owner.table);
  const collected = { values: /* @__PURE__ */ new Map(), origins: /* @__PURE__ */ new Map(), blocks: /* @__PURE__ */ new Map() };
  for (const property of properties) {
    const name = names.get(property.name.text);
    const spec = name === void 0 ? void 0 : owner.table[name];
    if (name === void 0 || spec === void 0) {
      const known2 = [...names.keys(), ...owner.others ?? []];
      scope.say("E012", property.name.span, {
        owner: owner.title,
        name: property.name.text,
        known: known2
      });
      continue;
    }
    const first = collected.origins.get(name);
    if (first === void 0) readProperty(scope, { name, spec, property }, collected);
    else {
      const line = lineAt(scope, first.name);
      scope.say("C104", property.name.span, { name: property.name.text, line });
    }
  }
  return collected;
}
function fieldsOf3(table, reading, absent2) {
  const fields = {};
  for (const name of Object.keys(table)) {
    const spec = table[name];
    if (spec === void 0) continue;
    const value = reading?.values.get(name)?.value ?? defaultOf(spec);
    if (value !== void 0) fields[spec.field] = value;
    else if (absent2 === "null") fields[spec.field] = null;
  }
  return fields;
}
function writtenProperties(scope, reading) {
  const entries = [...reading.origins].map(([name, origin]) => [
    name,
    {
      name: origin.name,
      value: origin.value,
      source: sourceAt(scope, origin.value),
      known: reading.values.get(name)?.known ?? false
    }
  ]);
  return new Map(entries);
}
function textsIn(value) {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}
function defaultOf(spec) {
  if (spec.default !== void 0) return spec.default;
  return spec.form === "block" ? fieldsOf3(spec.block ?? {}, void 0, "omitted") : void 0;
}
var spellings = /* @__PURE__ */ new WeakMap();
function spellingsOf(table) {
  const known2 = spellings.get(table);
  if (known2 !== void 0) return known2;
  const entries = Object.entries(table).flatMap(
    ([name, spec]) => [name, ...spec.aliases ?? []].map((spelling) => [spelling, name])
  );
  const names = new Map(entries);
  spellings.set(table, names);
  return names;
}
function readProperty(scope, known2, collected) {
  const { name, spec, property } = known2;
  const { body } = property;
  collected.origins.set(name, originOf(property));
  if (body === "opaque" || body.form === "block")
    collected.values.set(name, readBlock(scope, known2, collected));
  else if (spec.form === "block" || spec.form === "expressions")
    collected.values.set(name, refuseLine(scope, known2, body));
  else {
    const given = { name: property.name.text, spec, value: body };
    const reading = readers[spec.form](scope, given);
    collected.values.set(name, spec.form === "retry" ? retryOf(spec, reading) : reading);
  }
}
function refuseLine(scope, { spec, property }, value) {
  const place = { span: value.span, found: describeForm(value) };
  return refuseForm(scope, { name: property.name.text, spec }, place);
}
function readBlock(scope, { name, spec, property }, collected) {
  const { body } = property;
  if (body !== "opaque" && body.form === "block") {
    if (spec.form === "expressions") return readExpressions(scope, spec, body);
    if (spec.block !== void 0) {
      const owner = { title: `The block \`${property.name.text}\``, table: spec.block };
      const block = readProperties(scope, owner, body.properties);
      collected.blocks.set(name, block);
      return { value: fieldsOf3(spec.block, block, "omitted"), known: true };
    }
  }
  const place = { span: property.name.span, found: "a block" };
  return refuseForm(scope, { name: property.name.text, spec }, place);
}
function retryOf(spec, { value, known: known2 }) {
  if (typeof value !== "number") return unread;
  if (value === 0) return { value: null, known: known2 };
  const others = fieldsOf3(spec.block ?? {}, void 0, "omitted");
  return { value: { ...others, max: value }, known: known2 };
}
function readExpressions(scope, spec, block) {
  const first = /* @__PURE__ */ new Map();
  const expressions = [];
  for (const { name, body } of block.properties) {
    const given = { name: name.text, spec };
    const earlier = first.get(name.text);
    if (body === "opaque" || body.form !== "string") {
      const isBlock = body === "opaque" || body.form === "block";
      const place = isBlock ? { span: name.span, found: "a block", wants: "a string" } : { span: body.span, found: describeForm(body), wants: "a string" };
      refuseForm(scope, given, place);
    } else if (earlier === void 0) {
      expressions.push({ name: name.text, expression: body.text });
    }
    if (earlier === void 0) first.set(name.text, name.span);
    else {
      const line = lineAt(scope, earlier);
      const rename = `${name.text}_2: "…"`;
      scope.say("E010", name.span, { what: "name", name: name.text, line, rename });
    }
  }
  return { value: expressions, known: true };
}
function originOf(property) {
  const { name, body, span } = property;
  const isBlock = body === "opaque" || body.form === "block";
  return {
    name: name.span,
    value: isBlock ? span : body.span,
    text: !isBlock && body.form === "string" ? traceText(body) : null,
    items: body === "opaque" ? [] : itemsOf(body)
  };
}
function itemsOf(body) {
  if (body.form === "list")
    return body.items.filter((item) => item.form === "name" || item.form === "string").map((item) => ({ text: item.text, span: item.span, traced: tracedOf(item) }));
  if (body.form !== "block") return [];
  return body.properties.map(({ name, body: value }) => ({
    text: name.text,
    span: name.span,
    traced: value === "opaque" || value.form === "block" ? null : tracedOf(value)
  }));
}
function tracedOf(value) {
  return value.form === "string" ? traceText(value) : null;
}

// src/core/languages/iter/lower/servers.ts
function lowerServer(scope, syntax) {
  const owner = { title: "An MCP server", table: serverProperties };
  const reading = readProperties(scope, owner, syntax.properties);
  const transport = reading.values.get("transport");
  if (transport === void 0) {
    if (!scope.isDamaged())
      scope.say("C025", syntax.name.span, { fault: "transport", name: syntax.name.text });
    return null;
  }
  if (transport.value === "stdio") {
    requireProperty(scope, syntax, { reading, transport: "stdio", property: "command" });
    refuseProperties(scope, { reading, transport: "stdio", properties: ["url"] });
    return toServer(syntax, "stdio", reading);
  }
  if (transport.value === "http") {
    requireProperty(scope, syntax, { reading, transport: "http", property: "url" });
    refuseProperties(scope, { reading, transport: "http", properties: ["command", "args", "env"] });
    return toServer(syntax, "http", reading);
  }
  const place = reading.origins.get("transport");
  if (transport.value === "sse" && place !== void 0)
    scope.say("C025", place.value, { fault: "sse" });
  return null;
}
function checkServerNames(scope, mcp) {
  for (const property of ["servers", "disable"])
    for (const { text: text2, span } of mcp?.origins.get(property)?.items ?? [])
      if (!isDeclared(scope, "servers", text2))
        scope.say("C110", span, { name: text2, known: [...scope.names.servers] });
}
function requireProperty(scope, syntax, { reading, transport, property }) {
  if (reading.origins.has(property) || scope.isDamaged()) return;
  scope.say("C025", syntax.name.span, { fault: "missing", transport, property });
}
function refuseProperties(scope, { reading, transport, properties }) {
  for (const property of properties) {
    const origin = reading.origins.get(property);
    if (origin !== void 0)
      scope.say("C025", origin.name, { fault: "extra", transport, property });
  }
}
function toServer(syntax, transport, { values }) {
  const command = values.get("command")?.value;
  const args = values.get("args")?.value;
  const url = values.get("url")?.value;
  return {
    name: syntax.name.text,
    transport,
    ...typeof command === "string" && { command },
    ...args !== void 0 && { args: textsIn(args) },
    ...typeof url === "string" && { url },
    env: textsIn(values.get("env")?.value)
  };
}

// src/core/languages/iter/lower/nodes.ts
function lowerNode(scope, { syntax, kind, around }) {
  const owner = { title: titleOf(kind.name), table: kind.properties };
  const reading = readProperties(scope, owner, syntax.properties);
  requireProperties(scope, syntax, kind, reading);
  const fields = completeFields(kind, reading, around.defaults);
  refuseLoneProperties(scope, kind, reading);
  if (around.serversKnown) checkServerNames(scope, reading.blocks.get("mcp"));
  kind.check?.(writtenNode(scope, { syntax, kind, around }, { reading, fields }), scope.report);
  return {
    node: toNode(scope, syntax, kind, fields),
    origin: {
      name: syntax.name.span,
      damaged: scope.isDamaged(),
      properties: reading.origins,
      unreadableMode: kind.properties["mode"] !== void 0 && isUnreadable(reading, "mode")
    },
    uses: { schemas: namesIn(kind, reading, "schema"), prompts: namesIn(kind, reading, "prompt") }
  };
}
function namesIn(kind, reading, form) {
  const names = [];
  for (const [name, { value }] of reading.values) {
    if (kind.properties[name]?.form === form && typeof value === "string") names.push(value);
  }
  return names;
}
function titleOf(kind) {
  return `${/^[aeiou]/.test(kind) ? "An" : "A"} ${kind}`;
}
function requireProperties(scope, { name }, kind, reading) {
  if (scope.isDamaged()) return;
  for (const property of Object.keys(kind.properties)) {
    const spec = kind.properties[property];
    if (spec?.required !== true || reading.origins.has(property)) continue;
    const example = spec.form === "expressions" ? `${property}:\` with \`total: "1 + 1"` : `${property}: …`;
    const owner = `The ${kind.name} \`${name.text}\``;
    scope.say("E013", name.span, { owner, missing: [property], example });
  }
}
function refuseLoneProperties(scope, kind, reading) {
  for (const [property, origin] of reading.origins) {
    const condition = kind.properties[property]?.onlyWith;
    if (condition === void 0 || isUnreadable(reading, condition.property)) continue;
    if (!holds(kind, reading, condition))
      scope.say("C023", origin.name, { property: sourceAt(scope, origin.name) });
  }
}
function holds(kind, reading, { property, word }) {
  const value = reading.values.get(property)?.value ?? kind.properties[property]?.default;
  return value === word;
}
function isUnreadable(reading, property) {
  return reading.origins.has(property) && reading.values.get(property)?.value === void 0;
}
function completeFields(kind, reading, defaults) {
  const moot = mootProperties(kind, reading);
  const fields = moot.size === 0 ? fieldsOf3(kind.properties, reading, "null") : fieldsOf3(withoutMoot(kind, moot), withoutValues(reading, moot), "null");
  const complete = kind.complete?.(fields, defaults) ?? fields;
  return { ...complete, ...handedVariables(complete, reading) };
}
function mootProperties(kind, reading) {
  const moot = /* @__PURE__ */ new Set();
  for (const name of Object.keys(kind.properties)) {
    const condition = kind.properties[name]?.onlyWith;
    if (condition !== void 0 && !holds(kind, reading, condition)) moot.add(name);
  }
  return moot;
}
function withoutMoot(kind, moot) {
  const specs = Object.entries(kind.properties);
  return Object.fromEntries(
    specs.filter(([name, spec]) => !moot.has(name) || spec.default !== void 0)
  );
}
function withoutValues(reading, moot) {
  return { ...reading, values: new Map([...reading.values].filter(([name]) => !moot.has(name))) };
}
function handedVariables(fields, reading) {
  const handed = [];
  for (const value of reading.values.values()) handed.push(...value.handed ?? []);
  if (handed.length === 0) return {};
  const named2 = isList(fields["env"]) ? fields["env"] : [];
  return { env: [.../* @__PURE__ */ new Set([...named2, ...handed])] };
}
function writtenNode(scope, { syntax, kind, around }, { reading, fields }) {
  return {
    id: syntax.name.text,
    kind: kind.name,
    fields,
    name: syntax.name.span,
    damaged: scope.isDamaged(),
    properties: writtenProperties(scope, reading),
    hasWorkflow: around.hasWorkflow,
    defaultsKnown: around.defaultsKnown
  };
}
function toNode(scope, syntax, kind, fields) {
  const common = {
    input: null,
    output: null,
    publish: null,
    await: null,
    readonly: false,
    mutates: kind.mutates?.(fields) ?? false
  };
  const id = syntax.name.text;
  return { id, kind: kind.name, at: placeOf(scope, syntax.name.span), ...common, ...fields };
}

// src/core/languages/iter/lower/json.ts
var samples2 = {
  string: '"text"',
  bool: "true",
  int: "3",
  float: "0.5",
  json: "null",
  "string[]": '["a", "b"]'
};
function readAssigned(scope, assignment, value) {
  const read = readJson2(scope, assignment, value);
  if (read === void 0) return void 0;
  const { type } = assignment;
  if (type === null) return read;
  const converted = value.form === "string" ? convert2(type, value, read) : read;
  if (converted !== void 0 && fits(type, value, converted)) return converted;
  scope.say("C109", value.span, {
    variable: assignment.variable,
    type,
    written: sourceAt(scope, value.span),
    example: `${assignment.before}${samples2[type]}`
  });
  return void 0;
}
function convert2(type, text2, read) {
  const scalar = type === "int" || type === "float" || type === "bool";
  if (!scalar || typeof read !== "string" || listVariables(text2.text).length === 0) return read;
  const converted = readText({ type }, read);
  return "value" in converted ? converted.value : void 0;
}
function fits(type, written, value) {
  const fraction = type === "int" && written.form === "number" && !written.whole;
  return !fraction && fitsType(type, value);
}
function readJson2(scope, assignment, value) {
  switch (value.form) {
    case "string":
      return readJsonText(scope, assignment, value);
    case "number":
      return checkExact(scope, value) ? value.value : void 0;
    case "name":
      return readConstant(scope, assignment, value);
    case "list": {
      const items = value.items.map((item) => readJson2(scope, assignment, item));
      const known2 = items.filter((item) => item !== void 0);
      return known2.length === items.length ? known2 : void 0;
    }
    case "object":
      return readObject(scope, assignment, value);
  }
}
function readJsonText(scope, { unset }, text2) {
  if (refuseSecrets(scope, text2)) return void 0;
  const expansion = expandVariables(text2.text, scope.options.environment, { secrets: "kept" });
  scope.noteVariables(expansion.names);
  for (const { name } of expansion.unset) unset.add(name);
  return expansion.unset.length === 0 ? expansion.text : void 0;
}
function readConstant(scope, { variable, type, before }, name) {
  if (name.text === "null") return null;
  if (name.text === "true" || name.text === "false") return name.text === "true";
  scope.say("E002", name.span, {
    fault: "form",
    name: variable,
    wants: "JSON",
    found: describeForm(name),
    example: `${before}${type === "string" || type === null ? `"${name.text}"` : samples2[type]}`
  });
  return void 0;
}
function readObject(scope, assignment, object) {
  const fields = /* @__PURE__ */ new Map();
  const first = /* @__PURE__ */ new Map();
  let complete = true;
  for (const entry of object.entries) {
    const { key, value } = entry;
    const earlier = first.get(key.text);
    if (earlier !== void 0) {
      scope.say("C104", key.span, { name: key.text, line: lineAt(scope, earlier.key.span) });
      continue;
    }
    first.set(key.text, entry);
    const read = readJson2(scope, assignment, value);
    if (read === void 0) complete = false;
    else fields.set(key.text, read);
  }
  return complete ? Object.fromEntries(fields) : void 0;
}

// src/core/languages/iter/lower/variables.ts
var types = ["string", "bool", "int", "float", "json", "string[]"];
function lowerVars(scope, vars) {
  const { first, repeated } = splitByName(scope, vars.variables, (name) => `${name}_2: …`);
  for (const variable of repeated) lowerVariable(scope.ignoring(), variable);
  return first.map((variable) => lowerVariable(scope, variable));
}
function lowerPresets(scope, syntax) {
  const { first, repeated } = splitByName(scope, syntax.presets, (name) => `${name}_2:`);
  for (const { values } of repeated)
    for (const { name, value } of values)
      readAssigned(scope.ignoring(), assignmentOf(name.text, null, ""), value);
  return first.map(({ name, values }) => ({ name, values: firstKeys(scope, values) }));
}
function lowerPreset(scope, preset, variables, complete) {
  const values = /* @__PURE__ */ new Map();
  for (const { name, value } of preset.values) {
    const declared = variables.get(name.text);
    if (declared === void 0 && complete)
      scope.say("C108", name.span, { name: name.text, known: [...variables.keys()] });
    const type = declared?.type ?? null;
    const assignment = assignmentOf(name.text, type, `${name.text}: `);
    const read = readAssigned(scope, assignment, value);
    if (read !== void 0) values.set(name.text, read);
  }
  return { name: preset.name.text, values: Object.fromEntries(values) };
}
function readType(scope, type) {
  if (isFieldType(type.text)) return type.text;
  scope.say("E021", type.span, { type: type.text, types });
  return null;
}
function splitByName(scope, items, rename) {
  const first = /* @__PURE__ */ new Map();
  const repeated = [];
  for (const item of items) {
    const { text: name, span } = item.name;
    const earlier = first.get(name);
    if (earlier === void 0) {
      first.set(name, item);
      continue;
    }
    const line = lineAt(scope, earlier.name.span);
    scope.say("E010", span, { what: "name", name, line, rename: rename(name) });
    repeated.push(item);
  }
  return { first: [...first.values()], repeated };
}
function firstKeys(scope, values) {
  const first = /* @__PURE__ */ new Map();
  for (const item of values) {
    const earlier = first.get(item.name.text);
    if (earlier === void 0) first.set(item.name.text, item);
    else {
      const line = lineAt(scope, earlier.name.span);
      scope.say("C104", item.name.span, { name: item.name.text, line });
    }
  }
  return [...first.values()];
}
function lowerVariable(scope, { name, type: written, value }) {
  const type = readType(scope, written);
  const assignment = assignmentOf(name.text, type, `${name.text}: ${written.text} = `);
  const read = value === null ? void 0 : readAssigned(scope, assignment, value);
  const unset = [...assignment.unset];
  const variable = {
    name: name.text,
    type: type ?? "json",
    required: read === void 0,
    ...read !== void 0 && { default: read },
    ...unset.length > 0 && { unset },
    implied: false
  };
  return { variable, type };
}
function assignmentOf(variable, type, before) {
  return { variable, type, before, unset: /* @__PURE__ */ new Set() };
}

// src/core/languages/iter/lower/schemas.ts
function lowerSchema(scope, syntax) {
  const { first, repeated } = splitByName(scope, syntax.fields, (name) => `${name}_2: …`);
  for (const field of repeated) lowerField(scope.ignoring(), field);
  return { name: syntax.name.text, fields: first.map((field) => lowerField(scope, field)) };
}
function lowerField(scope, field) {
  const name = field.name.text;
  const type = readType(scope, field.type);
  if (type === null || field.enum === null) return { name, type: type ?? "json" };
  if (type === "string" || type === "string[]")
    return { name, type, enum: field.enum.values.map((value) => value.text) };
  scope.say("C120", field.enum.keyword, { type });
  return { name, type };
}

// src/core/languages/iter/lower/edges.ts
function lowerEdges(scope, syntax) {
  const lowered = syntax.map((edge, index) => lowerEdge(scope, edge, index));
  const loops = /* @__PURE__ */ new Map();
  for (const { loop } of lowered)
    if (loop !== void 0 && !loops.has(loop.name.text)) loops.set(loop.name.text, loop.max.value);
  return {
    edges: lowered.map(({ edge }) => edge),
    origins: lowered.map(({ origin }) => origin),
    loops: [...loops].map(([name, max]) => ({ name, max }))
  };
}
function lowerEdge(scope, syntax, index) {
  const clauses = firstClauses(scope, syntax.clauses);
  const when = clauses.find((clause) => clause.form === "when");
  const loop = clauses.find((clause) => clause.form === "loop");
  const mapping = clauses.find((clause) => clause.form === "mapping");
  const entries = mapping === void 0 ? [] : firstEntries(scope, mapping);
  if (loop !== void 0) checkBound(scope, loop);
  const edge = {
    id: `e${index}`,
    from: syntax.source.text,
    to: syntax.target.text,
    port: "next",
    when: when === void 0 ? null : lowerWhen(when),
    loop: loop?.name.text ?? null,
    with: mapping === void 0 ? null : lowerEntries(scope, entries),
    at: placeOf(scope, syntax.span)
  };
  const origin = {
    span: syntax.span,
    source: syntax.source.span,
    target: syntax.target.span,
    when: when === void 0 ? null : whenOrigin(when),
    loop: loop === void 0 ? null : { name: loop.name.span, max: loop.max.span, value: loop.max.value },
    with: mapping === void 0 ? null : { span: mapping.span, entries: entries.map(entryOrigin) }
  };
  return { edge, origin, loop };
}
var clauseWords = {
  when: "when",
  loop: "as",
  mapping: "with"
};
function firstClauses(scope, clauses) {
  const first = /* @__PURE__ */ new Map();
  for (const clause of clauses) {
    const earlier = first.get(clause.form);
    if (earlier === void 0) first.set(clause.form, clause);
    else {
      const line = lineAt(scope, earlier.span);
      scope.say("C104", clause.span, { name: clauseWords[clause.form], line });
    }
  }
  return [...first.values()];
}
function firstEntries(scope, mapping) {
  const first = /* @__PURE__ */ new Map();
  for (const entry of mapping.entries) {
    const earlier = first.get(entry.key.text);
    if (earlier === void 0) first.set(entry.key.text, entry);
    else {
      const line = lineAt(scope, earlier.key.span);
      scope.say("C104", entry.key.span, { name: entry.key.text, line });
    }
  }
  return [...first.values()];
}
function checkBound(scope, { name, max }) {
  if (checkExact(scope, max) && max.value < 1)
    scope.say("C026", max.span, { loop: name.text, max: max.value });
}
function lowerWhen({ not, condition }) {
  return "form" in condition ? { not, expression: condition.text } : { not, field: condition.text };
}
function lowerEntries(scope, entries) {
  return entries.map(({ key, value }) => ({ key: key.text, value: lowerMapped(scope, value) }));
}
function whenOrigin({ span, condition }) {
  const text2 = "form" in condition ? traceText(condition) : null;
  return { clause: span, condition: condition.span, text: text2 };
}
function entryOrigin({ key, value }) {
  return { key: key.span, keyText: key.text, value: traceText(value) };
}

// src/core/languages/iter/lower/workflow.ts
function lowerWorkflow(scope, syntax) {
  const owner = { title: "A workflow", table: workflowProperties, others: ["vars"] };
  const properties = readProperties(scope, owner, syntax.properties);
  const edges = lowerEdges(scope, syntax.edges);
  return { ...edges, syntax, scope, properties, variables: lowerOwnVars(scope, syntax.vars) };
}
function checkWorkflowServers(reading) {
  if (serversKnown(reading)) checkServerNames(reading.scope, reading.properties.blocks.get("mcp"));
}
function surroundingsOf(workflow, options) {
  const known2 = workflow !== null && !workflow.scope.isDamaged();
  return {
    defaults: defaultsOf(workflow, options),
    hasWorkflow: workflow !== null,
    defaultsKnown: known2,
    serversKnown: workflow !== null && serversKnown(workflow)
  };
}
function settingsOf(workflow) {
  const entry = readValue(workflow, "entry");
  const mcp = fieldsIn(readValue(workflow, "mcp"));
  return {
    name: workflow?.syntax.name.text ?? "",
    entry: typeof entry === "string" ? entry : "",
    mcp: {
      autoloadProject: mcp["autoloadProject"] === true,
      servers: textsIn(mcp["servers"]),
      disable: textsIn(mcp["disable"])
    },
    budget: readBudget(readValue(workflow, "budget")),
    toolPolicy: toolPolicyOf(workflow)
  };
}
function lowerOwnVars(scope, blocks) {
  const [first, ...others] = blocks;
  if (first === void 0) return [];
  for (const { keyword, ...vars } of others) {
    const line = lineAt(scope, first.keyword.span);
    scope.say("C104", keyword.span, { name: "vars", line });
    lowerVars(scope.ignoring(), { keyword, ...vars });
  }
  return lowerVars(scope, first);
}
function serversKnown({ scope, properties }) {
  const mcp = fieldsIn(properties.values.get("mcp")?.value);
  return !scope.isDamaged() && mcp["autoloadProject"] !== true;
}
function defaultsOf(workflow, options) {
  const backend = readValue(workflow, "default_backend") ?? defaultBackend(options);
  const interaction = readValue(workflow, "interaction");
  return {
    model: valueOf(options.environment, "ITERION_DEFAULT_SUPERVISOR_MODEL") ?? null,
    delegate: typeof backend === "string" && backend !== "none" ? backend : null,
    interaction: typeof interaction === "string" ? interaction : "none",
    toolPolicy: toolPolicyOf(workflow)
  };
}
function defaultBackend({ environment }) {
  const name = valueOf(environment, "ITERION_DEFAULT_BACKEND");
  if (name === void 0) return void 0;
  return Object.hasOwn(delegateWords, name) ? delegateWords[name] : name;
}
function toolPolicyOf(workflow) {
  const policy = readValue(workflow, "tool_policy");
  return policy === void 0 ? null : textsIn(policy);
}
function readValue(workflow, property) {
  return workflow?.properties.values.get(property)?.value;
}
function readBudget(value) {
  if (!isFields(value)) return null;
  const numbers = Object.entries(value).filter(([, limit]) => typeof limit === "number");
  return {
    ...Object.fromEntries(numbers),
    unknownPrice: value["unknownPrice"] === "ignore" ? "ignore" : "error"
  };
}
function fieldsIn(value) {
  return isFields(value) ? value : {};
}

// src/core/languages/iter/lower/declarations.ts
function readDeclarations(pass) {
  const workflow = readWorkflows(pass);
  return {
    workflow,
    schemas: readSchemas(pass),
    prompts: readPrompts(pass),
    servers: readServers(pass),
    nodes: readNodes(pass, workflow),
    variables: readVariables(pass, workflow),
    presets: readPresets(pass)
  };
}
function* each({ setting, syntax, declared }, form) {
  const isWanted = (declaration) => declaration.form === form;
  for (const declaration of syntax.declarations) {
    if (!isWanted(declaration)) continue;
    const ignored = declared.ignored.has(declaration);
    const scope = openScope(setting, { damaged: declaration.damaged, ignored });
    yield { declaration, scope, counts: !ignored };
  }
}
function readWorkflows(pass) {
  let read = null;
  for (const { declaration, scope, counts } of each(pass, "workflow")) {
    const workflow = lowerWorkflow(scope, declaration);
    if (!counts) continue;
    checkWorkflowServers(workflow);
    read = workflow;
  }
  return read;
}
function readSchemas(pass) {
  const schemas = /* @__PURE__ */ new Map();
  for (const { declaration, scope, counts } of each(pass, "schema")) {
    const schema = lowerSchema(scope, declaration);
    const { name, lost } = declaration;
    if (counts) schemas.set(name.text, { name: name.span, schema, open: lost > 0 });
  }
  return schemas;
}
function readPrompts(pass) {
  const prompts = /* @__PURE__ */ new Map();
  for (const { declaration, scope, counts } of each(pass, "prompt")) {
    const { name, body } = declaration;
    if (counts) prompts.set(name.text, { name: name.span, body, scope });
  }
  return prompts;
}
function readServers(pass) {
  const servers = /* @__PURE__ */ new Map();
  for (const { declaration, scope, counts } of each(pass, "mcp_server")) {
    const server = lowerServer(scope, declaration);
    const { name } = declaration;
    if (counts) servers.set(name.text, { name: name.span, server });
  }
  return servers;
}
function readNodes(pass, workflow) {
  const around = surroundingsOf(workflow, pass.setting.options);
  const kinds2 = new Map(pass.kinds.map((kind) => [kind.name, kind]));
  const nodes = /* @__PURE__ */ new Map();
  for (const { declaration, scope, counts } of each(pass, "node")) {
    const kind = kinds2.get(declaration.keyword.text);
    if (kind === void 0) continue;
    const lowered = lowerNode(scope, { syntax: declaration, kind, around });
    if (counts) nodes.set(declaration.name.text, lowered);
  }
  return nodes;
}
function readVariables(pass, workflow) {
  const variables = /* @__PURE__ */ new Map();
  const declared = [...workflow?.variables ?? []];
  for (const { declaration, scope } of each(pass, "vars"))
    declared.push(...lowerVars(scope, declaration));
  for (const variable of declared)
    if (!variables.has(variable.variable.name)) variables.set(variable.variable.name, variable);
  return variables;
}
function readPresets(pass) {
  const presets = /* @__PURE__ */ new Map();
  for (const { declaration, scope } of each(pass, "presets")) {
    for (const preset of lowerPresets(scope, declaration)) {
      const { text: name } = preset.name;
      if (!presets.has(name)) presets.set(name, { preset, scope });
    }
  }
  return [...presets.values()];
}

// src/core/languages/iter/lower/declared.ts
var spaces = {
  node: "nodes",
  schema: "schemas",
  prompt: "prompts",
  mcp_server: "servers"
};
function sortDeclarations(file, syntax, report) {
  const { declarations } = syntax;
  const first = {
    nodes: /* @__PURE__ */ new Map(),
    schemas: /* @__PURE__ */ new Map(),
    prompts: /* @__PURE__ */ new Map(),
    servers: /* @__PURE__ */ new Map()
  };
  const ignored = /* @__PURE__ */ new Set();
  for (const declaration of declarations.filter(isNamed)) {
    const { text: name, span } = declaration.name;
    const names = first[spaces[declaration.form]];
    const fault2 = faultOf2(file, declaration, names.get(name));
    if (fault2 === void 0) names.set(name, span);
    else {
      report(fault2);
      ignored.add(declaration);
    }
  }
  reportSecondBlocks(
    file,
    declarations.filter((block) => block.form === "vars"),
    report
  );
  reportSecondBlocks(
    file,
    declarations.filter((block) => block.form === "presets"),
    report
  );
  const unreadable = declarations.filter((declaration) => declaration.form === "unreadable");
  const [workflow = null, ...further] = declarations.filter(
    (declaration) => declaration.form === "workflow"
  );
  for (const second of further) {
    report(diagnose("C007", second.name.span, { name: second.name.text }));
    ignored.add(second);
  }
  const lost = unreadable.filter(({ keyword }) => keyword?.text === "workflow");
  const workflows = lost.length + further.length + (workflow === null ? 0 : 1);
  if (workflows === 0) report(diagnose("C006", { start: 0, end: 0 }, {}));
  return { names: namesOf2(first, unreadable), ignored, workflow, workflows, unreadable };
}
function isNamed(declaration) {
  return Object.hasOwn(spaces, declaration.form);
}
function namesOf2(first, unreadable) {
  const names = unreadable.map(({ name }) => name?.text).filter((name) => name !== void 0);
  return {
    nodes: new Set(first.nodes.keys()),
    schemas: new Set(first.schemas.keys()),
    prompts: new Set(first.prompts.keys()),
    servers: new Set(first.servers.keys()),
    unreadable: new Set(names)
  };
}
function faultOf2(file, { form, keyword, name: { text: name, span } }, earlier) {
  if (form === "node" && (name === "done" || name === "fail"))
    return diagnose("E011", span, { kind: keyword.text, name });
  if (earlier === void 0) return void 0;
  const { line } = positionAt(file, earlier.start);
  if (form === "mcp_server") return diagnose("C024", span, { name, line });
  const rename = `${keyword.text} ${name}_2:`;
  return diagnose("E010", span, { what: "name", name, line, rename });
}
function reportSecondBlocks(file, blocks, report) {
  const [first, ...further] = blocks;
  if (first === void 0) return;
  const { line } = positionAt(file, first.keyword.span.start);
  for (const { form, keyword } of further)
    report(diagnose("E010", keyword.span, { what: "block", name: form, line }));
}

// src/core/languages/iter/lower/gaps.ts
function findGaps(syntax, { names, unreadable }, reading) {
  const lostVars = unreadable.some(({ keyword }) => keyword?.text === "vars");
  const blocks = syntax.declarations.filter((declaration) => declaration.form === "vars");
  const own = reading.workflow?.syntax.vars ?? [];
  return {
    unreadable: names.unreadable,
    anyUnreadable: unreadable.length > 0,
    lostVariable: lostVars || [...own, ...blocks].some(({ lost }) => lost > 0),
    lostWorkflowLine: (reading.workflow?.syntax.lost ?? 0) > 0,
    impliedVariablesUnknown: findImplied(reading) === void 0
  };
}
function findImplied(reading) {
  const { workflow, nodes, schemas, variables } = reading;
  const entry = workflow?.properties.values.get("entry")?.value;
  const node = typeof entry === "string" ? nodes.get(entry) : void 0;
  if (node === void 0) return void 0;
  const input = node.node.input ?? null;
  if (input === null) return node.origin.damaged ? void 0 : [];
  const schema = schemas.get(input);
  if (schema === void 0 || schema.open) return void 0;
  return schema.schema.fields.filter(({ name }) => !variables.has(name) && !name.startsWith("_")).map(({ name, type }) => ({ variable: { name, type, required: true, implied: true }, type }));
}

// src/core/languages/iter/lower/graph.ts
function buildGraph(setting, reading, {
  variables,
  presets
}) {
  const { workflow } = reading;
  const nodes = [...reading.nodes.values()];
  const schemas = new Set(nodes.flatMap(({ uses }) => uses.schemas));
  const prompts = new Set(nodes.flatMap(({ uses }) => uses.prompts));
  const { name, entry, mcp, budget, toolPolicy } = settingsOf(workflow);
  const servers = [...reading.servers.values()].map(({ server }) => server);
  const graph = {
    format: "iter/graph@1",
    language: "iter",
    name,
    entry,
    vars: variables,
    presets,
    schemas: [...reading.schemas.values()].map(({ schema }) => schema).filter((schema) => schemas.has(schema.name)),
    prompts: lowerPrompts(reading, prompts),
    mcpServers: servers.filter((server) => server !== null),
    mcp,
    budget,
    toolPolicy,
    nodes: [...nodes.map(({ node }) => node), ...terminals],
    edges: workflow?.edges ?? [],
    loops: workflow?.loops ?? []
  };
  const complete = { ...graph, environment: [...setting.variables].sort() };
  return withHash(complete, setting.options.sha256);
}
function withHash(graph, sha256) {
  let hash;
  return {
    ...graph,
    get hash() {
      return hash ??= hashGraph(graph, sha256);
    }
  };
}
var terminals = [
  { id: "done", kind: "done" },
  { id: "fail", kind: "fail" }
];
function lowerPrompts({ prompts }, used) {
  return [...prompts].filter(([name]) => used.has(name)).map(([name, { body, scope }]) => ({ name, text: lowerPrompt(scope, body) }));
}

// src/core/languages/iter/lower/lower.ts
function lowerFile(file, syntax, kinds2, { options, report }) {
  const declared = sortDeclarations(file, syntax, report);
  const setting = { file, options, names: declared.names, report, variables: /* @__PURE__ */ new Set() };
  const reading = readDeclarations({ setting, syntax, declared, kinds: kinds2 });
  const gaps = findGaps(syntax, declared, reading);
  const implied = findImplied(reading) ?? [];
  const variables = new Map([
    ...reading.variables,
    ...implied.map((declaration) => [declaration.variable.name, declaration])
  ]);
  const allKnown = !(gaps.lostVariable || gaps.lostWorkflowLine || gaps.impliedVariablesUnknown);
  const graph = buildGraph(setting, reading, {
    variables: [...variables.values()].map(({ variable }) => variable),
    presets: reading.presets.map(
      ({ scope, preset }) => lowerPreset(scope, preset, variables, allKnown)
    )
  });
  return { file, graph, origins: findOrigins(declared, reading), gaps };
}
function findOrigins(declared, reading) {
  const { workflow, nodes, prompts, servers, schemas } = reading;
  return {
    workflow: workflow && {
      name: workflow.syntax.name.span,
      entry: workflow.properties.origins.get("entry") ?? null,
      damaged: workflow.scope.isDamaged()
    },
    workflows: declared.workflows,
    nodes: mapValues(nodes, ({ origin }) => origin),
    edges: workflow?.origins ?? [],
    prompts: mapValues(prompts, ({ name, body, scope }) => ({
      name,
      body: traceText(body),
      damaged: scope.isDamaged()
    })),
    schemas,
    servers: mapValues(servers, ({ name }) => name)
  };
}
function mapValues(map, change) {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

// src/core/languages/iter/index.ts
var iterLanguage = {
  name: "iter",
  extensions: [".iter"],
  lower: (file, kinds2, options, report) => {
    if (isTooLarge(file.text)) {
      report(diagnose("E001", { start: 0, end: 0 }, { fault: "size" }));
      return null;
    }
    const syntax = parse(file, vocabulary(kinds2), report);
    return lowerFile(file, syntax, kinds2, { options, report });
  },
  format: (file, kinds2) => formatFile(file, vocabulary(kinds2))
};

// src/core/compiler/once.ts
function once(work) {
  let known2;
  return () => (known2 ??= { result: work() }).result;
}
function oncePer(work) {
  const known2 = /* @__PURE__ */ new WeakMap();
  return (subject) => {
    const found = known2.get(subject) ?? { result: work(subject) };
    known2.set(subject, found);
    return found.result;
  };
}

// src/core/compiler/numbered-ways.ts
function numberedWays(size, arrows) {
  return {
    size,
    forward: createArrows(size, arrows, "from", "to"),
    backward: createArrows(size, arrows, "to", "from")
  };
}
function endsOf(arrows, vertex) {
  return arrows.ends.subarray(arrows.starts[vertex] ?? 0, arrows.starts[vertex + 1] ?? 0);
}
function spread(arrows, seeds, blocked = () => false) {
  const reached = new Uint8Array(arrows.starts.length - 1);
  const open = [];
  const visit = (vertex) => {
    if (reached[vertex] === 1 || blocked(vertex)) return;
    reached[vertex] = 1;
    open.push(vertex);
  };
  for (const seed of seeds) visit(seed);
  for (let vertex = open.pop(); vertex !== void 0; vertex = open.pop()) {
    const last = arrows.starts[vertex + 1] ?? 0;
    for (let at = arrows.starts[vertex] ?? 0; at < last; at += 1) visit(arrows.ends[at] ?? 0);
  }
  return reached;
}
function spreadBehind(arrows, seeds) {
  const next = function* () {
    for (const seed of seeds) yield* endsOf(arrows, seed);
  };
  return spread(arrows, next());
}
function findGroups({ size, forward }) {
  const of = new Int32Array(size).fill(-1);
  const entered = new Int32Array(size).fill(-1);
  const lowest = new Int32Array(size);
  const next = Int32Array.from(forward.starts);
  const path = [];
  const pending = [];
  let [clock, count] = [0, 0];
  const enter = (vertex) => {
    entered[vertex] = lowest[vertex] = clock;
    clock += 1;
    path.push(vertex);
    pending.push(vertex);
  };
  const lower = (vertex, to) => {
    if (to < (lowest[vertex] ?? 0)) lowest[vertex] = to;
  };
  const leave = (vertex) => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== void 0) lower(parent, lowest[vertex] ?? 0);
    if (lowest[vertex] !== entered[vertex]) return;
    for (let member = pending.pop(); member !== void 0; member = pending.pop()) {
      of[member] = count;
      if (member === vertex) break;
    }
    count += 1;
  };
  for (let root = 0; root < size; root += 1) {
    if (entered[root] === -1) enter(root);
    for (let vertex = path.at(-1); vertex !== void 0; vertex = path.at(-1)) {
      const at = next[vertex] ?? 0;
      if (at === forward.starts[vertex + 1]) {
        leave(vertex);
        continue;
      }
      next[vertex] = at + 1;
      const to = forward.ends[at] ?? 0;
      if (entered[to] === -1) enter(to);
      else if (of[to] === -1) lower(vertex, entered[to] ?? 0);
    }
  }
  return describeGroups(forward, of, count);
}
function findClosings({ size, forward }, roots) {
  const state = new Uint8Array(size);
  const next = Int32Array.from(forward.starts);
  const leaving = new Int32Array(size);
  const path = [];
  const closings = [];
  const enter = (vertex) => {
    if (state[vertex] !== 0) return;
    state[vertex] = 1;
    path.push(vertex);
  };
  for (const root of roots) {
    enter(root);
    for (let vertex = path.at(-1); vertex !== void 0; vertex = path.at(-1)) {
      const at = next[vertex] ?? 0;
      if (at === forward.starts[vertex + 1]) {
        state[vertex] = 2;
        path.pop();
        continue;
      }
      next[vertex] = at + 1;
      const arrow = forward.numbers[at] ?? 0;
      leaving[vertex] = arrow;
      const to = forward.ends[at] ?? 0;
      if (state[to] === 1) closings.push({ arrow, opening: leaving[to] ?? arrow });
      enter(to);
    }
  }
  return closings;
}
function findOrder({ size, forward }) {
  const place = new Int32Array(size);
  const seen = new Uint8Array(size);
  const next = Int32Array.from(forward.starts);
  const path = [];
  let last = size;
  for (let root = 0; root < size; root += 1) {
    if (seen[root] === 0) path.push(root);
    seen[root] = 1;
    for (let vertex = path.at(-1); vertex !== void 0; vertex = path.at(-1)) {
      const at = next[vertex] ?? 0;
      if (at === forward.starts[vertex + 1]) {
        last -= 1;
        place[vertex] = last;
        path.pop();
        continue;
      }
      next[vertex] = at + 1;
      const to = forward.ends[at] ?? 0;
      if (seen[to] === 0) path.push(to);
      seen[to] = 1;
    }
  }
  return place;
}
function createArrows(size, arrows, near, far) {
  const starts = new Int32Array(size + 1);
  for (const arrow of arrows) starts[arrow[near] + 1] = (starts[arrow[near] + 1] ?? 0) + 1;
  for (let at = 0; at < size; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const free = Int32Array.from(starts);
  const ends = new Int32Array(arrows.length);
  const numbers = new Int32Array(arrows.length);
  arrows.forEach((arrow, number) => {
    const at = free[arrow[near]] ?? 0;
    free[arrow[near]] = at + 1;
    ends[at] = arrow[far];
    numbers[at] = number;
  });
  return { starts, ends, numbers };
}
function describeGroups(forward, of, count) {
  const cyclic = new Uint8Array(count);
  const membership = Array.from(of, (group, vertex) => ({ from: group, to: vertex }));
  for (let vertex = 0; vertex < of.length; vertex += 1) {
    const group = of[vertex] ?? 0;
    if (endsOf(forward, vertex).some((to) => of[to] === group)) cyclic[group] = 1;
  }
  const { starts, ends } = createArrows(count, membership, "from", "to");
  return { count, of, cyclic, starts, members: ends };
}

// src/core/compiler/precedence.ts
var mostWords = 1 << 20;
var mostBlocks = 16;
function createPrecedence(ways, groups2) {
  const width = Math.min(32, Math.max(1, Math.floor(mostWords / Math.max(1, groups2.count))));
  const blocks = /* @__PURE__ */ new Map();
  const blockOf = (number) => {
    const block = blocks.get(number) ?? spreadBlock(ways, groups2, number, width);
    blocks.delete(number);
    blocks.set(number, block);
    const [oldest] = blocks.keys();
    if (blocks.size > mostBlocks && oldest !== void 0) blocks.delete(oldest);
    return block;
  };
  return (first, second) => {
    const [from, to] = [groups2.of[first] ?? 0, groups2.of[second] ?? 0];
    if (from === to) return groups2.cyclic[from] === 1;
    if (from < to) return false;
    const number = Math.floor(from / (width * 32));
    const bit = from - number * width * 32;
    const word = blockOf(number)[to * width + (bit >> 5)] ?? 0;
    return (word & 1 << (bit & 31)) !== 0;
  };
}
function spreadBlock(ways, groups2, number, width) {
  const bits = new Uint32Array(groups2.count * width);
  const first = number * width * 32;
  const last = Math.min(groups2.count, first + width * 32) - 1;
  for (let group = last; group >= 0; group -= 1) {
    const here = group * width;
    if (group >= first) {
      const at = here + (group - first >> 5);
      bits[at] = (bits[at] ?? 0) | 1 << (group - first & 31);
    }
    if (isEmpty(bits, here, width)) continue;
    for (const next of nextGroups(ways, groups2, group)) {
      const there = next * width;
      for (let word = 0; word < width; word += 1)
        bits[there + word] = (bits[there + word] ?? 0) | (bits[here + word] ?? 0);
    }
  }
  return bits;
}
function nextGroups(ways, groups2, group) {
  const next = /* @__PURE__ */ new Set();
  for (const member of endsOf({ starts: groups2.starts, ends: groups2.members }, group)) {
    for (const end of endsOf(ways.forward, member)) next.add(groups2.of[end] ?? 0);
  }
  next.delete(group);
  return next;
}
function isEmpty(bits, from, width) {
  for (let at = from; at < from + width; at += 1) if (bits[at] !== 0) return false;
  return true;
}

// src/core/compiler/graph-index.ts
var indexOf = oncePer(createIndex);
function isTerminal(node) {
  return node === "done" || node === "fail";
}
function isNode(lowered, name) {
  return indexOf(lowered).nodes.has(name) || lowered.gaps.unreadable.has(name);
}
function isFork(node) {
  if (node?.kind !== "router" || !("mode" in node)) return false;
  return node.mode === "fan_out_all" || node.mode === "llm" && "multi" in node && node.multi === true;
}
function createIndex(lowered) {
  const { graph, origins, gaps } = lowered;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const known2 = (name) => nodes.has(name) || gaps.unreadable.has(name);
  const all = graph.edges.flatMap((edge, number) => {
    const origin = origins.edges[number];
    const ignored = origin === void 0 || isTerminal(edge.from);
    return ignored ? [] : [{ from: edge.from, to: edge.to, edge, origin }];
  });
  const leaving = all.filter(({ from }) => known2(from));
  const links = leaving.filter(({ to }) => known2(to));
  const entry = known2(graph.entry) && !isTerminal(graph.entry) ? graph.entry : null;
  const unsure = entry === null || gaps.unreadable.has(entry) || links.length < all.length;
  const net = createNet([.../* @__PURE__ */ new Set([...nodes.keys(), ...gaps.unreadable])], links);
  const incoming = grouped(links, ({ to }) => to);
  return {
    nodes,
    links,
    leaving,
    net,
    entry,
    incomplete: gaps.lostWorkflowLine || unsure,
    outgoing: grouped(leaving, ({ from }) => from),
    incoming,
    ...createReach(net, entry),
    ...createForks(lowered, nodes, net, incoming)
  };
}
function grouped(links, key) {
  const groups2 = groupBy(links, key);
  return (node) => groups2.get(node) ?? [];
}
function createNet(names, links) {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const arrows = links.map(({ from, to }) => ({
    from: numbers.get(from) ?? 0,
    to: numbers.get(to) ?? 0
  }));
  const ways = numberedWays(names.length, arrows);
  return {
    names,
    numbers,
    ways,
    groups: once(() => findGroups(ways)),
    order: once(() => findOrder(ways))
  };
}
function createReach({ numbers, ways, groups: groups2 }, entry) {
  const precedence = once(() => createPrecedence(ways, groups2()));
  const start = entry === null ? void 0 : numbers.get(entry);
  return {
    isBefore: (first, second) => {
      const [from, to] = [numbers.get(first), numbers.get(second)];
      return from !== void 0 && to !== void 0 && precedence()(from, to);
    },
    isOnCycle: (node) => {
      const { of, cyclic } = groups2();
      return cyclic[of[numbers.get(node) ?? -1] ?? -1] === 1;
    },
    isReached: marked(numbers, () => spread(ways.forward, start === void 0 ? [] : [start]))
  };
}
function marked(numbers, mark) {
  const marks = once(mark);
  return (node) => marks()[numbers.get(node) ?? -1] === 1;
}
function createForks({ gaps, origins }, nodes, { numbers, ways }, incoming) {
  const routers = [...nodes.values()].filter(
    (node) => isFork(node) || origins.nodes.get(node.id)?.unreadableMode === true
  );
  const forks = [...routers.map((node) => node.id), ...gaps.unreadable];
  const isBehindFork = marked(
    numbers,
    () => spreadBehind(
      ways.forward,
      forks.map((fork) => numbers.get(fork) ?? 0)
    )
  );
  const isMeeting = (id) => {
    const node = nodes.get(id);
    return node !== void 0 && (node.kind === "join" || (node.await ?? null) !== null);
  };
  return {
    forks,
    isBehindFork,
    isMeeting,
    mayBeMeeting: (node) => isMeeting(node) || incoming(node).length > 1 && isBehindFork(node)
  };
}

// src/core/compiler/rules/ambiguous-condition.ts
var ambiguousCondition = {
  codes: ["C010", "C011", "C012"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const node of index.nodes.values()) {
      const mode = routerMode(lowered, node.id);
      if (mode === "fan_out_all" || mode === "llm" || mode === "unreadable") continue;
      const links = index.outgoing(node.id);
      checkSame(links, report);
      if (mode === "round_robin") continue;
      checkUnconditional(links, report);
      if (!lowered.gaps.lostWorkflowLine) checkComplete(links, report);
    }
  }
};
function isPair(a, b) {
  return a.form === b.form && a.not !== b.not;
}
function routerMode(lowered, id) {
  const node = indexOf(lowered).nodes.get(id);
  if (node?.kind !== "router") return null;
  if (lowered.origins.nodes.get(id)?.unreadableMode === true) return "unreadable";
  return "mode" in node && typeof node.mode === "string" ? node.mode : "fan_out_all";
}
function checkUnconditional(links, report) {
  const [first, ...others] = links.filter((link) => link.edge.when === null);
  for (const { edge, origin } of others) {
    report(
      diagnose(
        "C010",
        origin.source,
        { node: edge.from, target: edge.to },
        {
          related: first === void 0 ? [] : [{ message: "the first unconditional edge", span: first.origin.span }]
        }
      )
    );
  }
}
function checkSame(links, report) {
  const earlier = /* @__PURE__ */ new Map();
  for (const link of links) {
    const condition = link.edge.when === null ? void 0 : canonicalCondition(link.edge.when);
    if (condition === void 0 || link.origin.when === null) continue;
    const { loop } = link.edge;
    const form = signOf(condition);
    const same = earlier.get(form);
    if (same !== void 0 && (same.loops.has(null) || same.loops.has(loop))) {
      const related = [{ message: "the same condition", span: same.first.origin.span }];
      report(diagnose("C011", link.origin.when.condition, { node: link.from }, { related }));
    }
    if (same === void 0) earlier.set(form, { first: link, loops: /* @__PURE__ */ new Set([loop]) });
    else same.loops.add(loop);
  }
}
function signOf({ form, not }) {
  return `${not ? "not " : ""}${form}`;
}
function checkComplete(links, report) {
  const conditional = links.filter((link) => link.edge.when !== null);
  const [first] = conditional;
  const span = first?.origin.when?.condition;
  if (first === void 0 || span === void 0 || conditional.length < links.length) return;
  const conditions = conditional.flatMap(
    (link) => link.edge.when === null ? [] : [canonicalCondition(link.edge.when)]
  );
  const readable = conditions.filter((condition) => condition !== void 0);
  if (readable.length < conditions.length) return;
  const signs = new Set(readable.map(signOf));
  if (readable.some((condition) => signs.has(signOf({ ...condition, not: !condition.not }))))
    return;
  const when = first.edge.when;
  const field = when !== null && "field" in when ? when.field : null;
  report(diagnose("C012", span, { node: first.from, field, not: when?.not === true }));
}

// src/core/compiler/github-members.ts
var single = /* @__PURE__ */ new Set([
  "event_name",
  "repository",
  "owner",
  "sha",
  "ref",
  "actor",
  "actor_level",
  "run_url"
]);
var groups = {
  thread: ["number"],
  pr: [
    "number",
    "title",
    "body",
    "author",
    "head_sha",
    "base_sha",
    "head_ref",
    "base_ref",
    "draft",
    "fork",
    "changed_files"
  ],
  issue: ["number", "title", "body", "author", "labels"],
  command: ["name", "text"],
  ci: ["workflow", "conclusion", "fingerprint", "attempt"]
};
function githubMember(rest) {
  const [first, second] = rest;
  if (first === void 0) return "alone";
  if (first === "event" || single.has(first)) return null;
  const members = groups[first];
  if (members === void 0) return "member";
  return second === void 0 || members.includes(second) ? null : "member";
}

// src/core/compiler/output-fields.ts
var publishersOf = oncePer(
  ({ graph }) => {
    const publishing = graph.nodes.filter((node) => (node.publish ?? null) !== null);
    const groups2 = groupBy(publishing, (node) => node.publish ?? "");
    return new Map([...groups2].map(([name, nodes]) => [name, nodes.map(({ id }) => id)]));
  }
);
function findOutputField(lowered, path) {
  const [namespace, name = "", field, ...rest] = path;
  if (field === void 0) return null;
  if (namespace === "outputs") return field === "history" ? null : { node: name, field, rest };
  const [node, second] = namespace === "artifacts" ? publishersOf(lowered).get(name) ?? [] : [];
  return node === void 0 || second !== void 0 ? null : { node, field, rest };
}
function isEarlier(lowered, node, consumer) {
  const index = indexOf(lowered);
  if (index.incomplete) return true;
  return consumer.after && node === consumer.node || index.isBefore(node, consumer.node);
}

// src/core/compiler/value-type.ts
function fits2(given, wanted2) {
  return given === wanted2 || given === "json" || wanted2 === "json" || given === "int" && wanted2 === "float";
}
function unite(one, other) {
  return one === other ? one : "json";
}
function below(type, rest) {
  if (rest.length === 0) return type;
  if (type === "json" || type === "object" || type === "list") return "json";
  return type === "string[]" && rest.length === 1 && /^\d+$/.test(rest[0] ?? "") ? "string" : null;
}

// src/core/compiler/derived-shapes.ts
function isDerived(node) {
  return node.kind === "router" || node.kind === "join" && (node.output ?? null) === null;
}
function deriveShapes(lowered, givens) {
  const drafts = /* @__PURE__ */ new Map();
  const { nodes, incoming } = indexOf(lowered);
  for (const node of nodes.values()) {
    if (node.kind === "join" && isDerived(node)) {
      const draft = createDraft(!isUnsure(lowered, node.id));
      for (const link of incoming(node.id)) addJoined(draft, link);
      drafts.set(node.id, draft);
    }
  }
  for (const group of routerGroups(lowered)) addRouters(lowered, group, drafts, givens.fixed);
  return typeDrafts(lowered, drafts, givens.typeReference);
}
function createDraft(closed) {
  return { fields: /* @__PURE__ */ new Map(), closed };
}
function isUnsure(lowered, id) {
  return indexOf(lowered).incomplete || lowered.origins.nodes.get(id)?.damaged === true;
}
function addField({ fields }, name, origin) {
  const origins = fields.get(name);
  if (origins === void 0) fields.set(name, [origin]);
  else origins.push(origin);
}
function addJoined(draft, link) {
  if (!addMapping(draft, link)) addField(draft, link.from, { type: "object" });
}
function addMapping(draft, { from, origin }) {
  if (origin.with === null) return false;
  const seen = /* @__PURE__ */ new Set();
  for (const { keyText, value } of origin.with.entries) {
    if (seen.has(keyText)) continue;
    seen.add(keyText);
    const path = loneReference(toTemplate(parseTemplate(value.text)));
    addField(draft, keyText, path === void 0 ? { type: "string" } : { path, source: from });
  }
  return true;
}
function routerGroups(lowered) {
  const { nodes, incoming } = indexOf(lowered);
  const routers = [...nodes.values()].filter(({ kind }) => kind === "router").map(({ id }) => id);
  const numbers = new Map(routers.map((id, number) => [id, number]));
  const arrows = routers.flatMap(
    (id, from) => incoming(id).flatMap((link) => {
      const to = link.origin.with === null ? numbers.get(link.from) : void 0;
      return to === void 0 ? [] : [{ from, to }];
    })
  );
  const groups2 = findGroups(numberedWays(routers.length, arrows));
  const members = Array.from({ length: groups2.count }, (_, group) => ({
    routers: [],
    cyclic: groups2.cyclic[group] === 1
  }));
  for (const [number, id] of routers.entries()) members[groups2.of[number] ?? 0]?.routers.push(id);
  return members;
}
function addRouters(lowered, { routers, cyclic }, drafts, fixed) {
  const { nodes, incoming, entry } = indexOf(lowered);
  const draft = createDraft(!cyclic);
  const inside = new Set(cyclic ? routers : []);
  for (const id of routers) {
    const links = incoming(id);
    if (links.length === 0 || id === entry || isUnsure(lowered, id)) draft.closed = false;
    for (const link of links) {
      if (!addMapping(draft, link) && !inside.has(link.from))
        addOutput(draft, link.from, drafts.get(link.from), fixed);
    }
    for (const [name, type] of chosenFields(nodes.get(id))) addField(draft, name, { type });
  }
  for (const id of routers) drafts.set(id, draft);
}
function addOutput(draft, node, derived, fixed) {
  const shape = derived ?? fixed(node);
  if (!shape.closed) draft.closed = false;
  if (derived === void 0)
    for (const [name, type] of fixed(node).fields) addField(draft, name, { type });
  else for (const name of derived.fields.keys()) addField(draft, name, { node, field: name });
}
function chosenFields(node) {
  if (node === void 0 || !("mode" in node) || node.mode !== "llm") return [];
  const several = "multi" in node && node.multi === true;
  return [
    ["reasoning", "string"],
    several ? ["selected_routes", "string[]"] : ["selected_route", "string"]
  ];
}
function typeDrafts(lowered, drafts, typeReference2) {
  const slots = [...new Set(drafts.values())].flatMap(({ fields }) => [...fields.values()]);
  const numbers = new Map(slots.map((origins, slot) => [origins, slot]));
  const needs = slots.map(
    (origins) => origins.map((origin) => numbers.get(neededBy(lowered, origin, drafts) ?? []))
  );
  const arrows = needs.flatMap(
    (slotNeeds, from) => slotNeeds.flatMap((to) => to === void 0 ? [] : [{ from, to }])
  );
  const groups2 = findGroups(numberedWays(slots.length, arrows));
  const types2 = slots.map(() => "json");
  for (const slot of groups2.members) {
    if (groups2.cyclic[groups2.of[slot] ?? 0] === 1) continue;
    const given = (slots[slot] ?? []).map((origin, at) => {
      const need = needs[slot]?.[at];
      const needed = need === void 0 ? "json" : types2[need] ?? "json";
      return typeOf(lowered, origin, { drafts, needed, typeReference: typeReference2 });
    });
    types2[slot] = given.reduce(unite);
  }
  return mapDrafts(drafts, (origins) => types2[numbers.get(origins) ?? -1] ?? "json");
}
function neededBy(lowered, origin, drafts) {
  if ("type" in origin) return void 0;
  const field = "field" in origin ? origin : findOutputField(lowered, origin.path);
  return field === null ? void 0 : drafts.get(field.node)?.fields.get(field.field);
}
function mapDrafts(drafts, typeOfField) {
  const made = /* @__PURE__ */ new Map();
  return new Map(
    [...drafts].map(([id, draft]) => {
      const shape = made.get(draft) ?? {
        closed: draft.closed,
        fields: new Map([...draft.fields].map(([name, origins]) => [name, typeOfField(origins)]))
      };
      made.set(draft, shape);
      return [id, shape];
    })
  );
}
function typeOf(lowered, origin, known2) {
  if ("type" in origin) return origin.type;
  if ("field" in origin) return known2.needed;
  const { path, source } = origin;
  const found = findOutputField(lowered, path);
  if (found === null || !known2.drafts.has(found.node)) return known2.typeReference(path, source);
  const consumer = { node: source, after: true };
  return isEarlier(lowered, found.node, consumer) ? below(known2.needed, found.rest) ?? "json" : "json";
}

// src/core/compiler/shapes.ts
var nothingKnown = { fields: /* @__PURE__ */ new Map(), closed: false };
function createShapes(lowered, typeReference2) {
  const { nodes } = indexOf(lowered);
  const outputs = /* @__PURE__ */ new Map();
  const fixed = (id) => {
    const shape = outputs.get(id) ?? outputOf(lowered, nodes.get(id));
    outputs.set(id, shape);
    return shape;
  };
  const derived = once(() => deriveShapes(lowered, { fixed, typeReference: typeReference2 }));
  const output2 = (id) => {
    const node = nodes.get(id);
    return node !== void 0 && isDerived(node) ? derived().get(id) ?? nothingKnown : fixed(id);
  };
  return {
    output: output2,
    input: (id) => schemaShape(lowered, nodes.get(id)?.input ?? null),
    brought: (link) => {
      if (link.origin.with !== null) return mappedShape(link, typeReference2);
      if (nodes.get(link.to)?.kind !== "join") return output2(link.from);
      return { fields: /* @__PURE__ */ new Map([[link.from, "object"]]), closed: true };
    }
  };
}
function typeOfMapped(text2, source, typeReference2) {
  const path = loneReference(toTemplate(parseTemplate(text2)));
  return path === void 0 ? "string" : typeReference2(path, source);
}
function mappedShape({ from, origin }, typeReference2) {
  const fields = /* @__PURE__ */ new Map();
  for (const { keyText, value } of origin.with?.entries ?? []) {
    if (!fields.has(keyText)) fields.set(keyText, typeOfMapped(value.text, from, typeReference2));
  }
  return { fields, closed: true };
}
function schemaShape(lowered, name) {
  const declared = name === null ? void 0 : lowered.origins.schemas.get(name);
  if (declared === void 0) return null;
  const fields = new Map(declared.schema.fields.map((field) => [field.name, field.type]));
  return { fields, closed: !declared.open };
}
var ofTools = [
  ["exit_code", "int"],
  ["stdout", "string"],
  ["stderr", "string"]
];
function outputOf(lowered, node) {
  if (node === void 0) return nothingKnown;
  const damaged = lowered.origins.nodes.get(node.id)?.damaged === true;
  const shape = declaredOutput(lowered, node) ?? impliedOutput(lowered, node);
  return damaged ? { ...shape, closed: false } : shape;
}
function declaredOutput(lowered, node) {
  if (node.kind === "router" || (node.output ?? null) === null) return null;
  const shape = schemaShape(lowered, node.output ?? null) ?? nothingKnown;
  return node.kind === "tool" ? { ...shape, fields: new Map([...ofTools, ...shape.fields]) } : shape;
}
function impliedOutput(lowered, node) {
  switch (node.kind) {
    case "agent":
    case "judge":
      return { fields: /* @__PURE__ */ new Map([["text", "string"]]), closed: false };
    case "tool":
      return { fields: new Map([...ofTools, ["result", "string"]]), closed: false };
    case "compute":
      return {
        fields: new Map(expressionNames(lowered, node.id).map((name) => [name, "json"])),
        closed: true
      };
    default:
      return nothingKnown;
  }
}
function expressionNames(lowered, node) {
  return (lowered.origins.nodes.get(node)?.properties.get("expr")?.items ?? []).map(
    (item) => item.text
  );
}

// src/core/compiler/references.ts
var shapesOf = oncePer(
  (lowered) => createShapes(lowered, (path, source) => typeReference(lowered, path, source))
);
function mappedType(lowered, text2, source) {
  return typeOfMapped(text2, source, (path) => typeReference(lowered, path, source));
}
function typeReference(lowered, path, source) {
  const described = describeReference(lowered, path, { node: source, after: true });
  return "type" in described ? described.type : "json";
}
function describeReference(lowered, path, consumer) {
  const [namespace, ...rest] = path;
  if (!isNamespace(namespace)) return fault("C004", { text: path.join("."), why: "namespace" });
  const member = malformed(namespace, rest);
  if (member !== null) return fault("C004", { text: path.join("."), why: member });
  if (consumer === null || lowered.origins.workflow === null) return { type: "json" };
  switch (namespace) {
    case "vars":
      return describeVariable(lowered, rest);
    case "input":
      return describeInput(lowered, rest, consumer.node);
    case "outputs":
      return describeOutput(lowered, rest, consumer);
    case "artifacts":
      return describeArtifact(lowered, rest, consumer);
    case "loop":
      return describeLoop(lowered, rest);
    case "run":
      return { type: rest.length === 1 ? "string" : "json" };
    case "github":
      return { type: "json" };
  }
}
function fault(code, holes) {
  return { fault: (span) => diagnose(code, span, holes) };
}
var loopMembers = ["iteration", "max", "previous_output"];
function malformed(namespace, rest) {
  switch (namespace) {
    case "outputs":
    case "artifacts":
      return rest.length === 0 ? "alone" : null;
    case "loop":
      if (rest.length < 2) return "alone";
      if (!loopMembers.includes(rest[1] ?? "")) return "member";
      return rest.length > 2 && rest[1] !== "previous_output" ? "member" : null;
    case "run":
      if (rest.length === 0) return "alone";
      return rest[0] === "id" ? null : "member";
    case "github":
      return githubMember(rest);
    default:
      return null;
  }
}
var named = oncePer(({ graph, origins }) => ({
  variables: new Map(graph.vars.map((variable) => [variable.name, variable.type])),
  loops: new Set(graph.loops.map(({ name }) => name)),
  damaged: [...origins.nodes.values()].some((node) => node.damaged)
}));
function describeVariable(lowered, [name, ...rest]) {
  if (name === void 0) return { type: "object" };
  const { variables } = named(lowered);
  const declared = variables.get(name);
  const type = declared === void 0 ? null : below(declared, rest);
  if (type !== null) return { type };
  const { lostVariable, lostWorkflowLine, impliedVariablesUnknown } = lowered.gaps;
  if (lostVariable || lostWorkflowLine || impliedVariablesUnknown) return { type: "json" };
  if (declared === void 0) return fault("C033", { name, known: [...variables.keys()] });
  const whole = { name: [name, ...rest].join("."), whole: name, type: declared };
  return fault("C033", { ...whole, known: [] });
}
function describeInput(lowered, [name, ...rest], node) {
  if (name === void 0) return { type: "object" };
  const shape = shapesOf(lowered).input(node);
  if (shape === null || name.startsWith("_")) return { type: "json" };
  const type = typeIn(shape, name, rest);
  if (type !== null) return { type };
  return fault("C034", {
    node,
    name: [name, ...rest].join("."),
    known: [...shape.fields.keys()],
    schema: schemaName(lowered, node)
  });
}
function schemaName(lowered, node) {
  return indexOf(lowered).nodes.get(node)?.input ?? "";
}
function typeIn(shape, name, rest) {
  const type = shape.fields.get(name);
  if (type !== void 0) return below(type, rest);
  return shape.closed ? null : "json";
}
function describeOutput(lowered, [node = "", ...rest], consumer) {
  const index = indexOf(lowered);
  if (lowered.gaps.unreadable.has(node)) return { type: rest.length === 0 ? "object" : "json" };
  if (!index.nodes.has(node) || isTerminal(node)) {
    return fault("C030", { name: node, known: [...lowered.origins.nodes.keys()] });
  }
  if (!isEarlier(lowered, node, consumer))
    return fault("C036", { node, consumer: consumer.node, after: consumer.after });
  if (rest[0] === "history") return describeHistory(lowered, node, rest.slice(1));
  return describeField(lowered, node, rest);
}
function describeHistory(lowered, node, rest) {
  const index = indexOf(lowered);
  if (!index.incomplete && !index.isOnCycle(node)) return fault("C017", { node });
  if (rest.length === 0) return { type: "list" };
  return { type: rest.length === 1 ? "object" : "json" };
}
function describeField(lowered, node, [name, ...rest]) {
  if (name === void 0) return { type: "object" };
  if (name.startsWith("_")) return { type: "json" };
  const shape = shapesOf(lowered).output(node);
  const known2 = shape.fields.get(name);
  const type = typeIn(shape, name, rest);
  if (type === null) {
    const schema = indexOf(lowered).nodes.get(node)?.output ?? null;
    return fault("C031", {
      node,
      name: [name, ...rest].join("."),
      known: [...shape.fields.keys()],
      schema
    });
  }
  if (known2 === void 0 && hasNoSchema(lowered, node)) return fault("C032", { node, name });
  return { type };
}
function hasNoSchema(lowered, id) {
  const node = indexOf(lowered).nodes.get(id);
  if (node === void 0 || !["agent", "judge", "human", "tool"].includes(node.kind)) return false;
  return (node.output ?? null) === null && lowered.origins.nodes.get(id)?.damaged !== true;
}
function describeArtifact(lowered, path, consumer) {
  const [name = "", ...rest] = path;
  const publishers = publishersOf(lowered).get(name) ?? [];
  if (publishers.length === 0) {
    if (lowered.gaps.anyUnreadable || named(lowered).damaged) return { type: "json" };
    return fault("C035", { name, known: [...publishersOf(lowered).keys()] });
  }
  if (!publishers.some((node) => isEarlier(lowered, node, consumer))) {
    const [node = ""] = publishers;
    const { node: reader, after } = consumer;
    return fault("C036", { node, consumer: reader, after, artifact: name });
  }
  const only2 = findOutputField(lowered, ["artifacts", ...path]);
  if (only2 === null) return { type: rest.length === 0 ? "object" : "json" };
  return describeField(lowered, only2.node, rest);
}
function describeLoop(lowered, [name = "", member, ...rest]) {
  const { loops } = named(lowered);
  if (!loops.has(name) && !lowered.gaps.lostWorkflowLine)
    return fault("C105", { name, known: [...loops] });
  if (member !== "previous_output") return { type: "int" };
  return { type: rest.length === 0 ? "object" : "json" };
}

// src/core/compiler/rules/broken-expression.ts
var brokenExpression = {
  codes: ["C100", "C004", "C017", "C030", "C031", "C032", "C033", "C034", "C035", "C036", "C105"],
  needsWorkflow: false,
  check(lowered, report) {
    for (const [node, origin] of lowered.origins.nodes) {
      for (const { traced } of origin.properties.get("expr")?.items ?? []) {
        if (traced !== null) checkExpression(lowered, traced, { node, after: false }, report);
      }
    }
    for (const [index, { from }] of lowered.graph.edges.entries()) {
      const text2 = lowered.origins.edges[index]?.when?.text ?? null;
      if (text2 !== null && !isTerminal(from))
        checkExpression(lowered, text2, { node: from, after: true }, report);
    }
  }
};
function checkExpression(lowered, text2, consumer, report) {
  const parsed = parseExpression(text2.text);
  if ("faults" in parsed) {
    for (const fault2 of parsed.faults)
      report(diagnose("C100", text2.spanOf(fault2.start, fault2.end), fault2));
    return;
  }
  for (const path of listPaths(parsed.expression)) {
    const bare = isBare(path);
    if (bare && consumer.after) continue;
    const described = describeReference(
      lowered,
      bare ? ["input", ...path.path] : path.path,
      consumer
    );
    if ("fault" in described) report(described.fault(text2.spanOf(path.start, path.end)));
  }
}

// src/core/compiler/rules/broken-reference.ts
var promptProperties2 = ["system", "user", "instructions", "interaction_prompt"];
var brokenReference = {
  codes: ["C004", "C017", "C030", "C031", "C032", "C033", "C034", "C035", "C036", "C105"],
  needsWorkflow: false,
  check(lowered, report) {
    const readers2 = promptReaders(lowered);
    for (const [name, { body }] of lowered.origins.prompts)
      checkText(lowered, body, readers2.get(name) ?? [], report);
    for (const [node, origin] of lowered.origins.nodes) {
      for (const property of ["command", "script"]) {
        const text2 = origin.properties.get(property)?.text ?? null;
        if (text2 !== null) checkText(lowered, text2, [{ node, after: false }], report);
      }
    }
    for (const [index, { from }] of lowered.graph.edges.entries()) {
      if (isTerminal(from)) continue;
      for (const { value } of lowered.origins.edges[index]?.with?.entries ?? []) {
        checkText(lowered, value, [{ node: from, after: true }], report);
      }
    }
  }
};
function promptReaders({ file, origins }) {
  const readers2 = /* @__PURE__ */ new Map();
  for (const [node, origin] of origins.nodes) {
    for (const property of promptProperties2) {
      const value = origin.properties.get(property)?.value;
      if (value === void 0) continue;
      const name = file.text.slice(value.start, value.end);
      const known2 = readers2.get(name);
      if (known2 === void 0) readers2.set(name, [{ node, after: false }]);
      else known2.push({ node, after: false });
    }
  }
  return readers2;
}
function checkText(lowered, text2, consumers, report) {
  const { parts, faults } = parseTemplate(text2.text);
  for (const { start, end, kind } of faults) {
    report(
      diagnose("C004", text2.spanOf(start, end), { text: text2.text.slice(start, end), why: kind })
    );
  }
  for (const part of parts) {
    if (typeof part === "string") continue;
    const readers2 = consumers.length === 0 ? [null] : consumers;
    for (const consumer of readers2) {
      const described = describeReference(lowered, part.ref, consumer);
      if ("type" in described) continue;
      report(described.fault(text2.spanOf(part.start, part.end)));
      break;
    }
  }
}

// src/core/compiler/label-sets.ts
function spreadLabels(spreading) {
  const { arrows, seeds, labels, blocked, place } = spreading;
  const sets = /* @__PURE__ */ new Map();
  const open = createQueue(place);
  const width = Math.ceil(labels / 32);
  const add = (vertex, more) => {
    const set = sets.get(vertex) ?? new Uint32Array(width);
    if (blocked(vertex) || !include(set, more)) return;
    sets.set(vertex, set);
    open.push(vertex);
  };
  for (const { vertex, label } of seeds) add(vertex, labelSet(width, label));
  for (let vertex = open.pop(); vertex !== void 0; vertex = open.pop()) {
    const set = sets.get(vertex);
    if (set === void 0) continue;
    if (spreading.until?.(vertex, set) === true) break;
    if (countLabels(set) === labels) continue;
    if (spreading.stopWhenAlike === true && areAlike(open.items, sets, set)) break;
    for (const next of endsOf(arrows, vertex)) add(next, set);
  }
  return sets;
}
function countLabels(set) {
  return listLabels(set).length;
}
function listLabels(set, without) {
  const labels = [];
  for (const [word, bits] of set.entries()) {
    for (let rest = bits & ~(without?.[word] ?? 0); rest !== 0; rest &= rest - 1)
      labels.push(word * 32 + 31 - Math.clz32(rest & -rest));
  }
  return labels;
}
function labelSet(width, label) {
  const set = new Uint32Array(width);
  set[label >> 5] = 1 << (label & 31);
  return set;
}
function include(set, more) {
  let grown = false;
  for (const [word, bits] of more.entries()) {
    const before = set[word] ?? 0;
    set[word] = before | bits;
    grown ||= set[word] !== before;
  }
  return grown;
}
function areAlike(vertices, sets, like) {
  return vertices.every((vertex) => like.every((bits, word) => sets.get(vertex)?.[word] === bits));
}
function createQueue(place) {
  const items = [];
  const waiting = /* @__PURE__ */ new Set();
  const placeAt = (at) => {
    const vertex = items[at];
    return vertex === void 0 ? Infinity : place(vertex);
  };
  const swap = (a, b) => {
    [items[a], items[b]] = [items[b] ?? 0, items[a] ?? 0];
  };
  const push = (vertex) => {
    if (waiting.has(vertex)) return;
    waiting.add(vertex);
    let at = items.push(vertex) - 1;
    for (let above = at - 1 >> 1; at > 0 && placeAt(at) < placeAt(above); above = at - 1 >> 1) {
      swap(at, above);
      at = above;
    }
  };
  const pop = () => {
    const [first] = items;
    const last = items.pop();
    if (first === void 0 || last === void 0) return void 0;
    waiting.delete(first);
    if (items.length === 0) return first;
    items[0] = last;
    for (let at = 0, below2 = 1; below2 < items.length; below2 = 2 * at + 1) {
      if (placeAt(below2 + 1) < placeAt(below2)) below2 += 1;
      if (placeAt(at) <= placeAt(below2)) break;
      swap(at, below2);
      at = below2;
    }
    return first;
  };
  return { items, push, pop };
}

// src/core/compiler/regions.ts
var forksOf = oncePer((lowered) => {
  const { nodes, net, outgoing } = indexOf(lowered);
  return [...nodes.values()].filter(isFork).flatMap(({ id: name }) => {
    const branches = outgoing(name).filter(({ to }) => net.numbers.has(to));
    const number = net.numbers.get(name);
    return number === void 0 || branches.length < 2 ? [] : [{ name, number, branches }];
  });
});
var meetings = oncePer((lowered) => {
  const { net, isMeeting } = indexOf(lowered);
  return Uint8Array.from(net.names, (name) => isMeeting(name) ? 1 : 0);
});
function leadingTo(lowered, targets) {
  const meeting = meetings(lowered);
  const { backward } = indexOf(lowered).net.ways;
  return spread(backward, targets, (vertex) => meeting[vertex] === 1);
}
function regionsOf(lowered, fork, options) {
  const { net } = indexOf(lowered);
  const { within, until } = options;
  const meeting = meetings(lowered);
  const order = net.order();
  const blocked = (vertex) => vertex === fork.number || meeting[vertex] === 1 || !within(vertex);
  const sets = spreadLabels({
    arrows: net.ways.forward,
    seeds: fork.branches.map(({ to }, label) => ({ vertex: net.numbers.get(to) ?? 0, label })),
    labels: fork.branches.length,
    blocked,
    place: (vertex) => order[vertex] ?? 0,
    ...until !== void 0 && { until }
  });
  const isCommon = (vertex) => {
    const set = sets.get(vertex);
    return set !== void 0 && countLabels(set) === fork.branches.length;
  };
  return {
    nodes: sets.keys(),
    branchesTo: (vertex) => {
      const set = sets.get(vertex);
      if (set === void 0 || leadsFrom(net.ways.backward, vertex, blocked, isCommon)) return null;
      return set;
    }
  };
}
function leadsFrom(arrows, start, blocked, wanted2) {
  const seen = /* @__PURE__ */ new Set([start]);
  for (const vertex of seen) {
    if (wanted2(vertex)) return true;
    for (const next of endsOf(arrows, vertex)) if (!blocked(next)) seen.add(next);
  }
  return false;
}

// src/core/compiler/rules/concurrent-writers.ts
var concurrentWriters = {
  codes: ["C115"],
  needsWorkflow: true,
  check(lowered, report) {
    const { nodes, net } = indexOf(lowered);
    const writers = /* @__PURE__ */ new Set();
    for (const [number, name] of net.names.entries())
      if (nodes.get(name)?.mutates === true) writers.add(number);
    if (writers.size === 0) return;
    const leading = leadingTo(lowered, writers);
    for (const fork of forksOf(lowered)) {
      const name = lowered.origins.nodes.get(fork.name)?.name;
      const [first, second] = findWriters(lowered, fork, writers, leading);
      if (name === void 0 || first === void 0 || second === void 0) continue;
      report(diagnose("C115", name, { fork: fork.name, first, second }));
    }
  }
};
function findWriters(lowered, fork, writers, leading) {
  const { names, numbers } = indexOf(lowered).net;
  const busy = fork.branches.filter(({ to }) => leading[numbers.get(to) ?? -1] === 1);
  if (busy.length < 2) return [];
  const byBranch = /* @__PURE__ */ new Map();
  const note = (vertex, branches) => {
    if (branches === null || !writers.has(vertex)) return false;
    for (const branch of listLabels(branches)) {
      const known2 = byBranch.get(branch) ?? Infinity;
      byBranch.set(branch, Math.min(known2, vertex));
    }
    return byBranch.size > 1;
  };
  const within = (vertex) => leading[vertex] === 1;
  const idle = busy.length < fork.branches.length;
  const regions = regionsOf(lowered, fork, idle ? { within, until: note } : { within });
  for (const vertex of idle ? [] : regions.nodes)
    if (writers.has(vertex)) note(vertex, regions.branchesTo(vertex));
  const found = [...byBranch].toSorted(([a], [b]) => a - b).slice(0, 2);
  return found.length < 2 ? [] : found.map(([, vertex]) => names[vertex] ?? "");
}

// src/core/compiler/rules/conflicting-bound.ts
var conflictingBound = {
  codes: ["C005"],
  needsWorkflow: true,
  check({ file, graph, origins }, report) {
    const firsts = /* @__PURE__ */ new Map();
    for (const [index, { loop: name }] of graph.edges.entries()) {
      const loop = origins.edges[index]?.loop;
      if (name === null || loop === null || loop === void 0) continue;
      const first = firsts.get(name);
      if (first === void 0) firsts.set(name, { value: loop.value, span: loop.name });
      else if (first.value !== loop.value) {
        const { line } = positionAt(file, first.span.start);
        const holes = { name, first: first.value, line, here: loop.value };
        report(
          diagnose("C005", loop.name, holes, {
            related: [{ message: `bounded by ${first.value} here`, span: first.span }]
          })
        );
      }
    }
  }
};

// src/core/compiler/rules/contested-key.ts
var contestedKey = {
  codes: ["C028"],
  needsWorkflow: true,
  check(lowered, report) {
    if (forksOf(lowered).length === 0) return;
    const mapped = indexOf(lowered).links.filter(({ edge }) => edge.with !== null);
    const targets = groupBy(mapped, ({ to }) => to);
    const contests = [...targets].flatMap(([target, links]) => contestsAt(lowered, target, links));
    const sources = new Set(contests.flatMap(({ entries }) => entries.map(({ from }) => from)));
    const leading = once(() => leadingTo(lowered, sources));
    for (const { target, entries } of contests) {
      const open = new Set(entries);
      for (const fork of forksBefore(lowered, target, entries)) {
        for (const [later, earlier] of findClashes(lowered, fork, target, entries, leading())) {
          if (!open.delete(later)) continue;
          const related = [{ message: "the same key", span: earlier.key }];
          const holes = { key: later.name, other: earlier.link.from, source: later.link.from };
          report(diagnose("C028", later.key, holes, { related }));
        }
        if (open.size <= 1) break;
      }
    }
  }
};
function contestsAt(lowered, target, links) {
  if (isTerminal(target) || links.length < 2) return [];
  const { numbers } = indexOf(lowered).net;
  const behind = inSomeRegion(lowered);
  const entries = links.flatMap((link) => {
    const from = numbers.get(link.from) ?? 0;
    if (behind[from] !== 1) return [];
    const byName = /* @__PURE__ */ new Map();
    for (const { key, keyText: name } of link.origin.with?.entries ?? []) {
      if (!name.startsWith("_") && !byName.has(name)) byName.set(name, { link, from, name, key });
    }
    return [...byName.values()];
  });
  const contests = [...groupBy(entries, ({ name }) => name).values()];
  return contests.filter((same) => same.some(({ from }) => from !== same[0]?.from)).map((same) => ({ target: numbers.get(target) ?? 0, entries: same }));
}
var inSomeRegion = oncePer((lowered) => {
  const { numbers, ways } = indexOf(lowered).net;
  const meeting = meetings(lowered);
  const forks = forksOf(lowered);
  const first = forks.flatMap(({ branches }) => branches.map(({ to }) => numbers.get(to) ?? 0));
  const marks = spread(ways.forward, first, (vertex) => meeting[vertex] === 1);
  for (const { number } of forks) marks[number] = 1;
  return marks;
});
var forksByNumber = oncePer(
  (lowered) => new Map(forksOf(lowered).map((fork) => [fork.number, fork]))
);
function forksBefore(lowered, target, entries) {
  const { net } = indexOf(lowered);
  const meeting = meetings(lowered);
  const order = net.order();
  const sources = [...new Set(entries.map(({ from }) => from))];
  const reached = spreadLabels({
    arrows: net.ways.backward,
    seeds: sources.map((vertex, label) => ({ vertex, label })),
    labels: sources.length,
    blocked: (vertex) => vertex === target || meeting[vertex] === 1,
    place: (vertex) => -(order[vertex] ?? 0),
    stopWhenAlike: true
  });
  const forks = /* @__PURE__ */ new Set();
  const add = (vertex) => {
    const fork = forksByNumber(lowered).get(vertex);
    if (fork !== void 0) forks.add(fork);
  };
  for (const source of sources) add(source);
  for (const vertex of reached.keys()) {
    add(vertex);
    for (const before of endsOf(net.ways.backward, vertex)) add(before);
  }
  return forks;
}
function findClashes(lowered, fork, target, entries, leading) {
  const within = (vertex) => vertex !== target && leading[vertex] === 1;
  const regions = regionsOf(lowered, fork, { within });
  const width = Math.ceil(fork.branches.length / 32);
  const earlier = /* @__PURE__ */ new Map();
  const clashes = [];
  for (const entry of entries) {
    const own = entry.from === fork.number ? fork.branches.indexOf(entry.link) : -1;
    const branches = own === -1 ? regions.branchesTo(entry.from) : labelSet(width, own);
    if (branches === null) continue;
    const other = [...earlier.values()].find(
      (each2) => each2.entry.from !== entry.from && canMeet(fork, each2.branches, branches)
    );
    if (other !== void 0) clashes.push([entry, other.entry]);
    const sign = branches.join();
    if (!earlier.has(sign)) earlier.set(sign, { entry, branches });
  }
  return clashes;
}
function canMeet(fork, some, others) {
  const mine = listLabels(some, others);
  const theirs = listLabels(others, some);
  return mine.some(
    (one) => theirs.some((other) => !excludes(fork.branches[one], fork.branches[other]))
  );
}
function excludes(a, b) {
  if (a?.edge.when == null || b?.edge.when == null) return false;
  const [one, other] = [canonicalCondition(a.edge.when), canonicalCondition(b.edge.when)];
  return one !== void 0 && other !== void 0 && isPair(one, other);
}

// src/core/compiler/rules/dead-end.ts
var deadEnd = {
  codes: ["C101"],
  needsWorkflow: true,
  check(lowered, report) {
    const { incomplete, net, isReached } = indexOf(lowered);
    if (incomplete) return;
    const { of } = net.groups();
    const leadsOn = /* @__PURE__ */ new Set();
    for (const [number, name] of net.names.entries()) {
      const group = of[number] ?? 0;
      const leaves = endsOf(net.ways.forward, number).some((next) => of[next] !== group);
      if (leaves || isTerminal(name) || lowered.gaps.unreadable.has(name)) leadsOn.add(group);
    }
    for (const [node, { name }] of lowered.origins.nodes) {
      const group = of[net.numbers.get(node) ?? -1];
      if (group === void 0 || leadsOn.has(group) || !isReached(node)) continue;
      leadsOn.add(group);
      report(diagnose("C101", name, { node }));
    }
  }
};

// src/core/compiler/rules/edge-out-of-terminal.ts
var edgeOutOfTerminal = {
  codes: ["C117"],
  needsWorkflow: true,
  check({ graph, origins }, report) {
    for (const [index, edge] of graph.edges.entries()) {
      const origin = origins.edges[index];
      if (origin !== void 0 && isTerminal(edge.from)) {
        report(diagnose("C117", origin.source, { terminal: edge.from, target: edge.to }));
      }
    }
  }
};

// src/core/compiler/rules/field-in-condition.ts
var fieldInCondition = {
  codes: ["C013", "C014", "C032"],
  needsWorkflow: true,
  check(lowered, report) {
    for (const { from, edge, origin } of indexOf(lowered).leaving) {
      if (edge.when === null || origin.when === null) continue;
      if ("field" in edge.when)
        checkField(lowered, from, edge.when.field, origin.when.condition, report, true);
      else if (origin.when.text !== null) {
        const parsed = parseExpression(origin.when.text.text);
        if ("faults" in parsed) continue;
        for (const path of listPaths(parsed.expression).filter(isBare)) {
          const name = path.path[0] ?? "";
          const span = origin.when.text.spanOf(path.start, path.start + name.length);
          checkField(lowered, from, name, span, report, false);
        }
      }
    }
  }
};
function checkField(lowered, node, name, span, report, strict) {
  if (name.startsWith("_")) return;
  const shape = shapesOf(lowered).output(node);
  const type = shape.fields.get(name);
  if (type === void 0 && shape.closed) {
    report(diagnose("C014", span, { node, name, known: [...shape.fields.keys()] }));
  } else if (type === void 0 && hasNoSchema(lowered, node)) {
    report(diagnose("C032", span, { node, name }));
  } else if (strict && type !== void 0 && type !== "bool" && type !== "json") {
    report(diagnose("C013", span, { name, type }));
  }
}

// src/core/compiler/rules/no-entry.ts
var noEntry = {
  codes: ["C008"],
  needsWorkflow: true,
  check(lowered, report) {
    const { file, graph, origins } = lowered;
    const { workflow } = origins;
    if (workflow === null) return;
    const known2 = [...origins.nodes.keys()];
    if (workflow.entry === null) {
      if (!workflow.damaged)
        report(
          diagnose("C008", workflow.name, {
            problem: "missing",
            name: textOf(file, workflow.name),
            known: known2
          })
        );
    } else if (graph.entry !== "" && (isTerminal(graph.entry) || !isNode(lowered, graph.entry))) {
      const problem = isTerminal(graph.entry) ? "terminal" : "unknown";
      report(diagnose("C008", workflow.entry.value, { problem, name: graph.entry, known: known2 }));
    }
  }
};

// src/core/compiler/rules/pointless-meeting.ts
var pointlessMeeting = {
  codes: ["C118", "C119"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const [node, origin] of lowered.origins.nodes) {
      if (index.isMeeting(node) && !index.incomplete && !index.isBehindFork(node)) {
        const span = index.nodes.get(node)?.kind === "join" ? origin.name : origin.properties.get("await")?.name;
        report(diagnose("C118", span ?? origin.name, { node, join: span === origin.name }));
      }
      for (const { text: text2, span } of origin.properties.get("require")?.items ?? []) {
        const known2 = isNode(lowered, text2);
        if (known2 && (index.incomplete || lowered.gaps.unreadable.has(text2) || index.isBefore(text2, node)))
          continue;
        const leading = known2 ? [] : [...lowered.origins.nodes.keys()].filter((each2) => index.isBefore(each2, node));
        report(diagnose("C119", span, { name: text2, node, known: known2, leading }));
      }
    }
  }
};

// src/core/compiler/rules/router-edges.ts
var routerEdges = {
  codes: ["C020", "C021", "C022"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const [node, { name }] of lowered.origins.nodes) {
      const mode = routerMode(lowered, node);
      const links = index.outgoing(node);
      const few = !lowered.gaps.lostWorkflowLine;
      if (mode === "round_robin" && few && links.filter((link) => link.edge.when === null).length < 2) {
        report(diagnose("C020", name, { node }));
      }
      if (mode !== "llm") continue;
      if (few && links.length < 2) report(diagnose("C021", name, { node }));
      for (const { origin } of links) {
        if (origin.when === null) continue;
        const { start, end } = origin.when.clause;
        report(
          diagnose("C022", origin.when.clause, {
            node,
            clause: lowered.file.text.slice(start, end)
          })
        );
      }
    }
  }
};

// src/core/compiler/rules/session-at-a-meeting.ts
var sessionAtAMeeting = {
  codes: ["C009"],
  needsWorkflow: false,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const node of lowered.graph.nodes) {
      const session = lowered.origins.nodes.get(node.id)?.properties.get("session");
      if (session === void 0 || !("session" in node)) continue;
      if (node.session !== "inherit" && node.session !== "fork") continue;
      const join2 = index.incoming(node.id).find((link) => index.nodes.get(link.from)?.kind === "join");
      if ((node.await ?? null) === null && join2 === void 0) continue;
      report(diagnose("C009", session.value, { node: node.id, join: join2?.from ?? null }));
    }
  }
};

// src/core/compiler/rules/undeclared-cycle.ts
var undeclaredCycle = {
  codes: ["C019"],
  needsWorkflow: true,
  check(lowered, report) {
    const { links, net, entry } = indexOf(lowered);
    const unbounded = links.filter((link) => link.edge.loop === null);
    const numberOf = (name) => net.numbers.get(name) ?? 0;
    const ways = numberedWays(
      net.names.length,
      unbounded.map(({ from, to }) => ({ from: numberOf(from), to: numberOf(to) }))
    );
    const roots = [...entry === null ? [] : [numberOf(entry)], ...net.names.keys()];
    for (const { arrow, opening } of findClosings(ways, roots)) {
      const [closing, back] = [unbounded[arrow], unbounded[opening]];
      if (closing === void 0 || back === void 0) continue;
      const { from, to, origin } = closing;
      const { line } = positionAt(lowered.file, back.origin.span.start);
      const message = `leads back to \`${to}\`, where line ${line} came from`;
      const related = back === closing ? [] : [{ message, span: back.origin.span }];
      report(diagnose("C019", origin.span, { from, to }, { related }));
    }
  }
};

// src/core/compiler/rules/unfitting-input.ts
var unfittingInput = {
  codes: ["C111", "C112", "C113"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const node of index.nodes.values()) {
      if (node.kind === "compute") checkCompute(lowered, node.id, report);
      const wanted2 = wantedBy(lowered, node.id);
      if (wanted2 === null) continue;
      const links = index.incoming(node.id);
      if (wanted2.shape.closed) checkMissing(lowered, wanted2, links, report);
      for (const link of links) checkLink(lowered, wanted2, link, report);
      if (index.entry === node.id) checkVariables(lowered, wanted2, report);
    }
  }
};
function wantedBy(lowered, id) {
  const node = indexOf(lowered).nodes.get(id);
  const join2 = node?.kind === "join";
  const schema = (join2 ? node.output : node?.input) ?? null;
  const declared = schema === null ? void 0 : lowered.origins.schemas.get(schema);
  if (schema === null || declared === void 0) return null;
  const fields = new Map(declared.schema.fields.map((field) => [field.name, field.type]));
  return { node: id, schema, shape: { fields, closed: !declared.open }, join: join2 };
}
function checkMissing(lowered, wanted2, links, report) {
  const index = indexOf(lowered);
  const shapes = shapesOf(lowered);
  const names = [...wanted2.shape.fields.keys()].filter((name) => !name.startsWith("_"));
  if (wanted2.node === index.entry) return;
  if (!index.mayBeMeeting(wanted2.node)) {
    for (const link of links) {
      const shape = shapes.brought(link);
      const missing2 = shape.closed ? names.filter((name) => !shape.fields.has(name)) : [];
      if (missing2.length > 0)
        report(
          diagnose("C111", link.origin.span, {
            by: "edge",
            from: link.from,
            node: wanted2.node,
            missing: missing2
          })
        );
    }
    return;
  }
  if (index.incomplete || links.length === 0) return;
  const brought = links.map(shapes.brought);
  const missing = names.filter(
    (name) => brought.every((shape) => shape.closed && !shape.fields.has(name))
  );
  const span = lowered.origins.nodes.get(wanted2.node)?.name;
  if (span === void 0 || missing.length === 0 || brought.some((shape) => !shape.closed)) return;
  report(diagnose("C111", span, { by: "branches", from: "", node: wanted2.node, missing }));
}
function checkLink(lowered, wanted2, link, report) {
  const { origin } = link;
  if (origin.with === null) {
    checkOutput2(lowered, wanted2, link, report);
    return;
  }
  const seen = /* @__PURE__ */ new Set();
  for (const { key, keyText, value } of origin.with.entries) {
    if (seen.has(keyText)) continue;
    seen.add(keyText);
    const type = wanted2.shape.fields.get(keyText);
    if (type === void 0) {
      if (wanted2.shape.closed && !wanted2.join && !keyText.startsWith("_")) {
        report(
          diagnose("C113", key, {
            node: wanted2.node,
            name: keyText,
            schema: wanted2.schema,
            known: [...wanted2.shape.fields.keys()]
          })
        );
      }
      continue;
    }
    const given = mappedType(lowered, value.text, link.from);
    if (!fits2(given, type))
      report(
        diagnose("C112", value.span, {
          name: keyText,
          node: wanted2.node,
          given,
          wanted: type,
          what: "value"
        })
      );
  }
}
function checkOutput2(lowered, wanted2, link, report) {
  for (const [name, given] of shapesOf(lowered).brought(link).fields) {
    const type = wanted2.shape.fields.get(name);
    if (type === void 0 || fits2(given, type)) continue;
    report(
      diagnose("C112", link.origin.span, {
        name,
        node: wanted2.node,
        given,
        wanted: type,
        what: "edge"
      })
    );
    return;
  }
}
function checkVariables(lowered, wanted2, report) {
  const span = lowered.origins.workflow?.entry?.value;
  for (const { name, type: given } of lowered.graph.vars) {
    const type = wanted2.shape.fields.get(name);
    if (span === void 0 || type === void 0 || fits2(given, type)) continue;
    report(
      diagnose("C112", span, { name, node: wanted2.node, given, wanted: type, what: "variable" })
    );
  }
}
function checkCompute(lowered, id, report) {
  const origin = lowered.origins.nodes.get(id);
  const output2 = indexOf(lowered).nodes.get(id)?.output ?? null;
  const declared = output2 === null ? void 0 : lowered.origins.schemas.get(output2);
  if (origin === void 0 || origin.damaged || declared === void 0 || declared.open) return;
  const names = new Set(expressionNames(lowered, id));
  const missing = declared.schema.fields.map((field) => field.name).filter((name) => !names.has(name) && !name.startsWith("_"));
  if (missing.length > 0)
    report(diagnose("C111", origin.name, { by: "expressions", from: "", node: id, missing }));
}

// src/core/compiler/rules/unknown-edge-end.ts
var unknownEdgeEnd = {
  codes: ["C001"],
  needsWorkflow: true,
  check(lowered, report) {
    const { graph, origins } = lowered;
    const known2 = graph.nodes.map((node) => node.id);
    for (const [index, edge] of graph.edges.entries()) {
      const origin = origins.edges[index];
      if (origin === void 0 || isTerminal(edge.from)) continue;
      if (!isNode(lowered, edge.from))
        report(diagnose("C001", origin.source, { name: edge.from, known: known2 }));
      if (!isNode(lowered, edge.to))
        report(diagnose("C001", origin.target, { name: edge.to, known: known2 }));
    }
  }
};

// src/core/compiler/rules/unreachable-node.ts
var unreachableNode = {
  codes: ["C016"],
  needsWorkflow: true,
  check(lowered, report) {
    const { incomplete, entry, isReached } = indexOf(lowered);
    if (incomplete || entry === null || lowered.origins.workflows > 1) return;
    for (const [node, { name }] of lowered.origins.nodes) {
      if (!isReached(node)) report(diagnose("C016", name, { node, entry }));
    }
  }
};

// src/core/compiler/rules/unused-declaration.ts
var unusedDeclaration = {
  codes: ["C116"],
  needsWorkflow: true,
  check({ graph, origins, gaps }, report) {
    if (gaps.anyUnreadable || [...origins.nodes.values()].some((node) => node.damaged)) return;
    const prompts = new Set(graph.prompts.map((prompt) => prompt.name));
    const schemas = new Set(graph.schemas.map((schema) => schema.name));
    for (const [name, origin] of origins.prompts) {
      if (!prompts.has(name)) report(diagnose("C116", origin.name, { what: "prompt", name }));
    }
    for (const [name, origin] of origins.schemas) {
      if (!schemas.has(name)) report(diagnose("C116", origin.name, { what: "schema", name }));
    }
  }
};

// src/core/compiler/rules/index.ts
var rules = [
  unknownEdgeEnd,
  brokenReference,
  conflictingBound,
  noEntry,
  sessionAtAMeeting,
  ambiguousCondition,
  fieldInCondition,
  unreachableNode,
  undeclaredCycle,
  routerEdges,
  contestedKey,
  concurrentWriters,
  brokenExpression,
  deadEnd,
  unfittingInput,
  unusedDeclaration,
  edgeOutOfTerminal,
  pointlessMeeting
];

// src/core/standard.ts
var standard = { languages: [iterLanguage], kinds, rules: rules.map(withWorkflow) };
var drawings = new Map(
  kinds.map((kind) => [kind.name, kind.drawing])
);
function withWorkflow(rule) {
  return {
    check: (lowered, report) => {
      if (!rule.needsWorkflow || lowered.origins.workflow !== null) rule.check(lowered, report);
    }
  };
}
function compileSource(path, source, options) {
  const { text: text2, faults } = typeof source === "string" ? { text: source, faults: [] } : decodeSource(source);
  const file = createSourceFile(path, text2);
  const { environment = {}, simulate = false, planning = false, strict = false, sha256 } = options;
  const settings = { environment, simulate, planning, strict, sha256 };
  const compiled = compile(file, { ...standard, options: settings });
  return faults.length === 0 ? { ...compiled, file } : withBadBytes(compiled, file, faults);
}
function withBadBytes(compiled, file, faults) {
  const lineOf = (offset) => positionAt(file, offset).line;
  const faulty2 = compiled.diagnostics.filter(({ code }) => /^E00[1-4]$/.test(code));
  const lines = new Set(faulty2.map(({ span }) => lineOf(span.start)));
  const added = faults.filter((at) => !lines.has(lineOf(at))).map((at) => diagnose("E001", { start: at, end: at + 1 }, { fault: "encoding" }));
  const diagnostics = sortDiagnostics([...compiled.diagnostics, ...added]);
  return { lowered: compiled.lowered, file, graph: null, diagnostics };
}

export {
  decideCondition,
  printCondition,
  checkOutput,
  fitInput,
  findFault,
  readText,
  isFieldType,
  hasErrors,
  standard,
  drawings,
  compileSource
};
