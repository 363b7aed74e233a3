import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createPrices,
  priceUsage
} from "./chunk-PTRAGBZ6.mjs";
import {
  isFields,
  isList
} from "./chunk-4QXECC3P.mjs";
import {
  RunFailure
} from "./chunk-2ZHFY3E5.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/adapters/models/answer-schema.ts
function toStrictSchema(schema) {
  const strict = tighten(schema);
  return isFields(strict) ? strict : void 0;
}
function describeSchema(schema) {
  return `Answer with exactly one JSON object, and nothing before or after it, that fits this JSON Schema:
${JSON.stringify(schema)}`;
}
function tighten(schema) {
  if (!isFields(schema)) return void 0;
  const { type, description, enum: words } = schema;
  const about = {
    ...typeof description === "string" && { description },
    ...isList(words) && { enum: words }
  };
  if (type === "object") return tightenObject(schema, about);
  if (type === "array") {
    const items = tighten(schema["items"]);
    return items && { type, ...about, items };
  }
  const scalar = typeof type === "string" && scalars.has(type);
  return scalar ? { type, ...about } : void 0;
}
var scalars = /* @__PURE__ */ new Set(["string", "boolean", "integer", "number", "null"]);
function tightenObject({ properties }, about) {
  if (!isFields(properties)) return void 0;
  const strict = {};
  for (const [name, property] of Object.entries(properties)) {
    const tightened = tighten(property);
    if (tightened === void 0) return void 0;
    strict[name] = tightened;
  }
  return {
    type: "object",
    ...about,
    properties: strict,
    required: Object.keys(strict),
    additionalProperties: false
  };
}

// src/adapters/models/tool-names.ts
var longest = 64;
function createToolNames(names) {
  const wireNames = /* @__PURE__ */ new Map();
  const ours = /* @__PURE__ */ new Map();
  for (const name of names) {
    if (wireNames.has(name)) continue;
    const wire = unused(clean(name), ours);
    wireNames.set(name, wire);
    ours.set(wire, name);
  }
  return {
    toWire: (name) => wireNames.get(name) ?? clean(name),
    fromWire: (name) => ours.get(name) ?? name
  };
}
function clean(name) {
  const cleaned = name.replaceAll(/[^\w-]/g, "_").slice(0, longest);
  return cleaned === "" ? "_" : cleaned;
}
function unused(wire, taken) {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? "" : `_${number}`;
    const name = wire.slice(0, longest - end.length) + end;
    if (!taken.has(name)) return name;
  }
}

// src/adapters/models/anthropic-messages.ts
function toParams(model, request) {
  const earlier = calledTools(request.messages);
  const names = createToolNames([...request.tools.map(({ name }) => name), ...earlier]);
  const schema = request.schema;
  const strict = schema === null || !hasSchemaMode(model) ? void 0 : toStrictSchema(schema);
  const described = schema !== null && strict === void 0 ? describeSchema(schema) : "";
  const system = [request.system, described].filter((text) => text !== "").join("\n\n");
  const effort = request.reasoningEffort;
  const params = {
    model,
    max_tokens: maxTokensOf(model),
    messages: request.messages.flatMap((message) => toMessages(message, names)),
    ...system !== "" && { system },
    ...toTools(request, earlier, names),
    ...(strict !== void 0 || effort !== null) && {
      output_config: {
        ...strict && { format: { type: "json_schema", schema: strict } },
        ...effort !== null && { effort: effort === "extra_high" ? "xhigh" : effort }
      }
    }
  };
  return { params, names };
}
function fromMessage(message, names) {
  const content = readContent(message.content);
  const toolCalls = message.content.flatMap(
    (block) => block.type === "tool_use" ? [{ id: block.id, name: names.fromWire(block.name), input: readValue(block.input) }] : []
  );
  const own = message.content.some(({ type }) => type !== "text" && type !== "tool_use");
  return {
    model: message.model,
    text: message.content.map((block) => block.type === "text" ? block.text : "").join(""),
    toolCalls,
    finishReason: finishOf(message.stop_reason, toolCalls),
    tokens: toTokens(message.usage),
    ...own && { native: { provider: "anthropic", content } }
  };
}
function toTokens(usage) {
  const cache_read_tokens = usage.cache_read_input_tokens ?? 0;
  const cache_write_tokens = usage.cache_creation_input_tokens ?? 0;
  return {
    input_tokens: usage.input_tokens + cache_read_tokens + cache_write_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens,
    cache_write_tokens
  };
}
function maxTokensOf(model) {
  if (/^claude-(?:2|3-(?:opus|sonnet|haiku)|instant)/.test(model)) return 4096;
  return model.startsWith("claude-3-5") ? 8192 : 32e3;
}
function hasSchemaMode(model) {
  return !/^claude-(?:[23]|instant|(?:opus|sonnet)-4-(?:0|2025))/.test(model);
}
function toTools({ tools }, earlier, names) {
  if (tools.length > 0) {
    return {
      tools: tools.map(({ name, description, inputSchema }) => ({
        name: names.toWire(name),
        description,
        input_schema: { ...inputSchema, type: "object" }
      }))
    };
  }
  if (earlier.length === 0) return {};
  return {
    tools: earlier.map((name) => ({
      name: names.toWire(name),
      input_schema: { type: "object" }
    })),
    tool_choice: { type: "none" }
  };
}
function calledTools(messages) {
  const called = messages.flatMap(
    (message) => message.role === "assistant" ? message.toolCalls.map(({ name }) => name) : []
  );
  return [...new Set(called)];
}
function toMessages(message, names) {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return [
        {
          role: "user",
          content: message.results.map(({ id, output, failed }) => ({
            type: "tool_result",
            tool_use_id: id,
            content: output,
            is_error: failed
          }))
        }
      ];
    case "assistant": {
      const content = toBlocks(message, names);
      return content.length === 0 ? [] : [{ role: "assistant", content }];
    }
  }
}
function toBlocks({ text, toolCalls, native }, names) {
  if (native?.provider === "anthropic") return readBlocks(native.content);
  const blocks = [];
  if (text.trim() !== "") blocks.push({ type: "text", text });
  for (const { id, name, input } of toolCalls) {
    blocks.push({
      type: "tool_use",
      id,
      name: names.toWire(name),
      input: isFields(input) ? input : {}
    });
  }
  return blocks;
}
function finishOf(reason, calls) {
  if (reason === "max_tokens" || reason === "model_context_window_exceeded") return "length";
  if (reason === "refusal") return "refusal";
  return calls.length > 0 ? "tool_calls" : "stop";
}
function readContent(content) {
  return JSON.parse(JSON.stringify(content));
}
function readBlocks(content) {
  return isList(content) ? content : [];
}
function readValue(input) {
  return input ?? {};
}

// src/adapters/models/failures.ts
function toRunFailure(foreign) {
  const code = codeOf(foreign);
  const retryAfterMs = readRetryAfter(foreign.headers);
  const failure = {
    code,
    message: messageOf(foreign, code),
    hint: hintOf(foreign, code),
    retryable: isPassing(code, foreign),
    cause: hideKey(describe(foreign.error), foreign.key),
    ...retryAfterMs !== void 0 && { retryAfterMs },
    ...foreign.status !== void 0 && { statusCode: foreign.status },
    ...foreign.tokens && { usage: unpriced(foreign.tokens) }
  };
  return new RunFailure(failure);
}
function textOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? textOf(error.cause) : error.message;
}
function isNonsense(error, response) {
  if (error instanceof SyntaxError) return true;
  if (error instanceof Error && error.cause instanceof SyntaxError) return true;
  const type = response?.headers.get("content-type") ?? "text/event-stream";
  return !type.startsWith("text/event-stream");
}
function unpriced(tokens) {
  return { ...tokens, cost_usd: 0, cost_source: "unknown" };
}
function codeOf(foreign) {
  const { status, kind, text, connection } = foreign;
  if (connection) return "NETWORK";
  const byKind = codeByKind[kind];
  if (byKind !== void 0) return byKind;
  if (isTooLong(status, text)) return "CONTEXT_LENGTH_EXCEEDED";
  if (status === void 0) return "EXECUTION_FAILED";
  if (status === 404) return /\bmodel\b/i.test(text) ? "MODEL_UNKNOWN" : "EXECUTION_FAILED";
  return status >= 500 ? "PROVIDER_UNAVAILABLE" : codeByStatus[status] ?? "EXECUTION_FAILED";
}
var codeByKind = {
  rate_limit_error: "RATE_LIMITED",
  rate_limit_exceeded: "RATE_LIMITED",
  insufficient_quota: "RATE_LIMITED",
  overloaded_error: "PROVIDER_UNAVAILABLE",
  api_error: "PROVIDER_UNAVAILABLE",
  timeout_error: "PROVIDER_UNAVAILABLE",
  server_error: "PROVIDER_UNAVAILABLE",
  // A stream that ends with an error which has no name of its own.
  error: "PROVIDER_UNAVAILABLE",
  authentication_error: "AUTH_FAILED",
  permission_error: "AUTH_FAILED",
  invalid_api_key: "AUTH_FAILED",
  model_not_found: "MODEL_UNKNOWN",
  context_length_exceeded: "CONTEXT_LENGTH_EXCEEDED"
};
var codeByStatus = {
  401: "AUTH_FAILED",
  403: "AUTH_FAILED",
  408: "PROVIDER_UNAVAILABLE",
  409: "PROVIDER_UNAVAILABLE",
  413: "CONTEXT_LENGTH_EXCEEDED",
  429: "RATE_LIMITED"
};
function isTooLong(status, text) {
  const long = /prompt is too long|maximum context length|context (?:length|window)/i;
  return (status === 400 || status === 413) && long.test(text);
}
function isPassing(code, { kind }) {
  if (kind === "insufficient_quota") return false;
  return code === "RATE_LIMITED" || code === "PROVIDER_UNAVAILABLE" || code === "NETWORK";
}
function messageOf(foreign, code) {
  const { provider, model, status, connection, key } = foreign;
  const text = hideKey(foreign.text, key);
  if (connection) return `the connection to ${provider} failed: ${text}`;
  if (code === "MODEL_UNKNOWN") return `${provider} knows no model \`${model}\``;
  const what = status === void 0 ? "failed" : `answered ${status}`;
  return text === "" ? `${provider} ${what}` : `${provider} ${what}: ${text}`;
}
function hintOf(foreign, code) {
  const { provider, keyName: keyName3, baseUrlName: baseUrlName3, nearest, kind } = foreign;
  if (kind === "insufficient_quota") {
    return `the account's credit at ${provider} is used up; raise it, then resume`;
  }
  const hints = {
    RATE_LIMITED: "resume later, or give the node `retry:` with a longer `delay`",
    PROVIDER_UNAVAILABLE: `${provider} has trouble of its own; resume later`,
    NETWORK: `check the network and \`${baseUrlName3}\`, then resume`,
    AUTH_FAILED: `put a key that is allowed to do this into \`${keyName3}\`, then resume`,
    MODEL_UNKNOWN: nearest === void 0 ? `check the node's \`model\` against ${provider}'s list` : `did you mean \`${provider}/${nearest}\`?`,
    CONTEXT_LENGTH_EXCEEDED: "send less: shorter prompts, fewer `outputs`, `session: fresh`, or a model with a larger window"
  };
  return hints[code] ?? `see the cause; if it makes no sense, check \`${baseUrlName3}\``;
}
function readRetryAfter(headers) {
  const exact = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers?.get("retry-after");
  if (text === null || text === void 0 || text === "") return void 0;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1e3 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : void 0;
}
function describe(error, depth = 0) {
  if (!(error instanceof Error)) return String(error);
  const text = `${error.name}: ${error.message}`;
  const deeper = error.cause !== void 0 && depth < 3;
  return deeper ? `${text}; ${describe(error.cause, depth + 1)}` : text;
}
function hideKey(text, key) {
  const hidden = key === "" ? text : text.replaceAll(key, "***");
  return hidden.replaceAll(/\bsk-[\w*-]+/g, "***");
}

// src/adapters/models/provider.ts
function toHeader(key) {
  return key.replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));
}

// src/adapters/models/anthropic.ts
var keyName = "ANTHROPIC_API_KEY";
var baseUrlName = "ANTHROPIC_BASE_URL";
var anthropic = {
  name: "anthropic",
  keyName,
  bare: /^claude-/,
  generate
};
async function generate(model, request, options) {
  const { signal, onText, env } = options;
  signal.throwIfAborted();
  const sdk = await import("./sdk-X7AB2XRK.mjs");
  const { params, names } = toParams(model, request);
  const stream = createClient(sdk, env).messages.stream(params, {
    signal,
    headers: { "Idempotency-Key": toHeader(request.site.key) }
  });
  if (onText) stream.on("text", onText);
  try {
    const message = await stream.finalMessage();
    return fromMessage(message, names);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translate(sdk, error, { model, options, stream });
  }
}
function createClient(sdk, env) {
  return new sdk.Anthropic({
    apiKey: env[keyName] ?? "",
    baseURL: env[baseUrlName] ?? "https://api.anthropic.com",
    maxRetries: 0,
    logLevel: "off"
  });
}
function translate(sdk, error, { model, options, stream }) {
  const api = error instanceof sdk.APIError ? error : void 0;
  const nonsense = api === void 0 && isNonsense(error, stream.response);
  const used = stream.currentMessage?.usage;
  return toRunFailure({
    provider: "anthropic",
    model,
    keyName,
    baseUrlName,
    key: options.env[keyName] ?? "",
    status: api?.status,
    kind: api?.type ?? "",
    text: nonsense ? "it did not answer with messages" : api?.apiMessage ?? textOf(error),
    headers: api?.headers,
    connection: api === void 0 ? !nonsense : api instanceof sdk.APIConnectionError,
    nearest: options.nearest(model),
    tokens: used && toTokens(used),
    error
  });
}

// src/adapters/models/openai-items.ts
function toParams2(model, request) {
  const names = createToolNames(request.tools.map(({ name }) => name));
  const effort = request.reasoningEffort;
  const params = {
    model,
    stream: true,
    store: false,
    input: request.messages.flatMap((message) => toItems(message, names)),
    ...request.system !== "" && { instructions: request.system },
    ...request.tools.length > 0 && {
      tools: request.tools.map(({ name, description, inputSchema }) => ({
        type: "function",
        name: names.toWire(name),
        description,
        parameters: { ...inputSchema },
        strict: false
      }))
    },
    ...request.schema !== null && { text: { format: toFormat(request.schema) } },
    ...reasons(model) && { include: ["reasoning.encrypted_content"] },
    ...effort !== null && {
      reasoning: { effort: effort === "extra_high" ? "xhigh" : effort }
    }
  };
  return { params, names };
}
function fromResponse(response, names) {
  const { output } = response;
  const toolCalls = output.flatMap(
    (item) => item.type === "function_call" ? [{ id: item.call_id, name: names.fromWire(item.name), input: readInput(item.arguments) }] : []
  );
  const parts = output.flatMap((item) => item.type === "message" ? item.content : []);
  const refused = parts.some(({ type }) => type === "refusal");
  const own = output.some((item) => isOwn(item));
  return {
    model: response.model,
    text: parts.map((part) => part.type === "refusal" ? part.refusal : part.text).join(""),
    toolCalls,
    finishReason: refused ? "refusal" : finishOf2(response, toolCalls),
    tokens: toTokens2(response.usage),
    ...own && { native: { provider: "openai", content: readContent2(output) } }
  };
}
function toTokens2(usage) {
  const { input_tokens = 0, output_tokens = 0, input_tokens_details: cached } = usage ?? {};
  const { cached_tokens = 0, cache_write_tokens = 0 } = cached ?? {};
  return {
    input_tokens,
    output_tokens,
    cache_read_tokens: cached_tokens,
    cache_write_tokens
  };
}
function toFormat(schema) {
  const strict = toStrictSchema(schema);
  return {
    type: "json_schema",
    name: "answer",
    schema: { ...strict ?? schema },
    strict: strict !== void 0
  };
}
function reasons(model) {
  return /^(?:o\d|codex|gpt-(?:[5-9]|\d\d))/.test(model) && !model.includes("chat");
}
function toItems(message, names) {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return message.results.map(({ id, output }) => ({
        type: "function_call_output",
        call_id: id,
        output
      }));
    case "assistant": {
      const { text, toolCalls, native } = message;
      if (native?.provider === "openai") return readItems(native.content);
      const calls = toolCalls.map(({ id, name, input }) => ({
        type: "function_call",
        call_id: id,
        name: names.toWire(name),
        arguments: JSON.stringify(input)
      }));
      return text === "" ? calls : [{ role: "assistant", content: text }, ...calls];
    }
  }
}
function isOwn(item) {
  if (item.type === "message") return item.phase !== void 0 && item.phase !== null;
  return item.type !== "function_call";
}
function finishOf2({ status, incomplete_details }, calls) {
  if (status === "incomplete") {
    return incomplete_details?.reason === "content_filter" ? "refusal" : "length";
  }
  return calls.length > 0 ? "tool_calls" : "stop";
}
function readInput(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
function readContent2(output) {
  return JSON.parse(JSON.stringify(output));
}
function readItems(content) {
  return isList(content) ? content : [];
}

// src/adapters/models/openai.ts
var keyName2 = "OPENAI_API_KEY";
var baseUrlName2 = "OPENAI_BASE_URL";
var openai = {
  name: "openai",
  keyName: keyName2,
  bare: /^gpt-/,
  generate: generate2
};
async function generate2(model, request, options) {
  const { signal, env } = options;
  signal.throwIfAborted();
  const sdk = await import("./openai-LGE3GV7S.mjs");
  const { params, names } = toParams2(model, request);
  const seen = { answer: void 0, response: void 0 };
  try {
    const headers = { "Idempotency-Key": toHeader(request.site.key) };
    const call = createClient2(sdk, env).responses.create(params, { signal, headers });
    const { data: events, response } = await call.withResponse();
    seen.response = response;
    for await (const event of events) {
      if (event.type === "response.output_text.delta") options.onText?.(event.delta);
      if ("response" in event) seen.answer = event.response;
      if (isLast(event.type)) break;
    }
    signal.throwIfAborted();
    return fromResponse(complete(seen.answer), names);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translate2(sdk, error, { model, options, seen });
  }
}
function isLast(type) {
  return type === "response.completed" || type === "response.incomplete";
}
function createClient2(sdk, env) {
  return new sdk.OpenAI({
    apiKey: env[keyName2] ?? "",
    baseURL: env[baseUrlName2] ?? "https://api.openai.com/v1",
    organization: env["OPENAI_ORG_ID"] ?? null,
    project: env["OPENAI_PROJECT_ID"] ?? null,
    maxRetries: 0,
    logLevel: "off"
  });
}
function complete(answer) {
  if (answer?.status === "completed" || answer?.status === "incomplete") return answer;
  if (answer?.status === "failed" && answer.error) throw new FailedResponseError(answer.error);
  throw new Error("the stream ended before the answer was complete");
}
var FailedResponseError = class extends Error {
  name = "FailedResponseError";
  code;
  constructor({ code, message }) {
    super(message);
    this.code = code;
  }
};
function translate2(sdk, error, { model, options, seen }) {
  const api = error instanceof sdk.APIError ? error : void 0;
  const failed = error instanceof FailedResponseError ? error : void 0;
  const said = api !== void 0 || failed !== void 0;
  const nonsense = !said && isNonsense(error, seen.response);
  return toRunFailure({
    provider: "openai",
    model,
    keyName: keyName2,
    baseUrlName: baseUrlName2,
    key: options.env[keyName2] ?? "",
    status: api?.status,
    kind: failed?.code ?? api?.code ?? api?.type ?? "",
    text: nonsense ? "it did not answer with responses" : textOf(error).replace(/^\d{3} /, ""),
    headers: api?.headers,
    connection: said ? api instanceof sdk.APIConnectionError : !nonsense,
    nearest: options.nearest(model),
    tokens: seen.answer?.usage && toTokens2(seen.answer.usage),
    error
  });
}

// src/adapters/models/index.ts
var providers = [anthropic, openai];
function createModels({ env, prices: table, simulated }) {
  const prices = createPrices(table);
  async function generate3(request, options) {
    if (simulated && isSimulated(request.model)) return simulated.generate(request, options);
    const found = find(request.model, env);
    if ("message" in found) throw new RunFailure({ ...found, retryable: false });
    const { provider, name } = found;
    const full = `${provider.name}/${name}`;
    const nearest = () => prices.nearest(full);
    try {
      const answer = await provider.generate(name, request, { ...options, env, nearest });
      const { tokens, model, ...response } = answer;
      const usage = priceUsage(prices, full, tokens);
      return { ...response, model: `${provider.name}/${model}`, usage };
    } catch (error) {
      throw withCost(prices, full, error);
    }
  }
  return {
    generate: generate3,
    hasPrice: (model) => isSimulated(model) || prices.hasPrice(model),
    check(model) {
      if (simulated && isSimulated(model)) return void 0;
      const found = find(model, env);
      return "message" in found ? { message: found.message, hint: found.hint } : void 0;
    },
    observe: (event) => {
      simulated?.observe?.(event);
    }
  };
}
function find(model, env) {
  const slash = model.indexOf("/");
  const [prefix, name] = [model.slice(0, Math.max(0, slash)), model.slice(slash + 1)];
  const provider = providers.find(
    (some) => slash < 0 ? some.bare.test(model) : some.name === prefix
  );
  if (provider === void 0 || name === "") return unknownProvider(model, prefix);
  if ((env[provider.keyName] ?? "") !== "") return { provider, name };
  return {
    code: "AUTH_FAILED",
    message: `\`${model}\` needs a key: \`${provider.keyName}\` is not set`,
    hint: `set \`${provider.keyName}\`, or try the workflow out with \`--simulate\``
  };
}
function unknownProvider(model, prefix) {
  if (isSimulated(model)) {
    return {
      code: "MODEL_UNKNOWN",
      message: `\`${model}\` is answered by the simulator only`,
      hint: "run with `--simulate`"
    };
  }
  return {
    code: "MODEL_UNKNOWN",
    message: `\`${model}\` has no provider that this version of Iter can call`,
    hint: adviceFor(prefix, model)
  };
}
function adviceFor(prefix, model) {
  const names = providers.map((provider) => provider.name);
  if (names.includes(prefix)) return "name a model behind the slash";
  const nearest = suggest(prefix, names);
  if (nearest !== void 0) return `did you mean \`${nearest}${model.slice(prefix.length)}\`?`;
  const list = names.map((name) => `\`${name}/…\``).join(", ");
  return `there are ${list}, and with \`--simulate\` any`;
}
function withCost(prices, model, error) {
  if (!(error instanceof RunFailure) || error.failure.usage === void 0) return error;
  const usage = priceUsage(prices, model, error.failure.usage);
  return new RunFailure({ ...error.failure, usage }, error.cause);
}
function isSimulated(model) {
  return model.startsWith("simulate/");
}
export {
  createModels
};
