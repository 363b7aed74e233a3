import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  external_exports
} from "./chunk-LPVPINYE.mjs";
import {
  nothingUsed
} from "./chunk-VLHKPJPE.mjs";
import {
  parseDuration
} from "./chunk-5IMY7TMT.mjs";
import {
  toText
} from "./chunk-4QXECC3P.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";
import {
  LineCounter,
  isMap,
  isNode,
  isScalar,
  parseDocument
} from "./chunk-LI5J72JH.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/adapters/simulator/script-schema.ts
var codes = [
  "RATE_LIMITED",
  "PROVIDER_UNAVAILABLE",
  "NETWORK",
  "DELEGATE_CRASHED",
  "TIMEOUT",
  "TOOL_FAILED",
  "EXECUTION_FAILED",
  "AUTH_FAILED",
  "MODEL_UNKNOWN",
  "CONTEXT_LENGTH_EXCEEDED",
  "SESSION_UNAVAILABLE",
  "SCHEMA_VALIDATION",
  "TOOL_DENIED",
  "READONLY_VIOLATED",
  "UNKNOWN_PRICE"
];
var passing = codes.slice(0, 7);
var json = external_exports.json();
var object = external_exports.record(external_exports.string(), json);
var count = external_exports.int().min(0);
var duration = external_exports.union([external_exports.string(), external_exports.literal(0)]).transform((text, context) => {
  const ms = text === 0 ? 0 : parseDuration(text);
  if (ms !== void 0) return ms;
  context.addIssue({
    code: "custom",
    message: "not a duration; write `3s`, `500ms` or `1h30m`"
  });
  return external_exports.NEVER;
});
var usage = external_exports.strictObject({
  input_tokens: count.default(0),
  output_tokens: count.default(0),
  cache_read_tokens: count.default(0),
  cache_write_tokens: count.default(0),
  cost_usd: external_exports.number().min(0).exactOptional()
});
var error = external_exports.strictObject({
  code: external_exports.enum(codes),
  message: external_exports.string(),
  retry_after: duration.optional()
}).transform(({ code, message, retry_after }) => ({
  code,
  message,
  retryable: passing.includes(code),
  ...retry_after !== void 0 && { retryAfterMs: retry_after }
}));
var call = external_exports.strictObject({ tool: external_exports.string().min(1), input: json.default({}) });
var ask = external_exports.strictObject({ question: external_exports.string(), fields: object.exactOptional() });
var itemShape = {
  output: json.optional(),
  text: external_exports.string().optional(),
  tool_calls: external_exports.array(call).min(1).optional(),
  ask: ask.optional(),
  error: error.optional(),
  stdout: json.optional(),
  stderr: json.optional(),
  exit_code: count.max(255).optional(),
  usage: usage.optional(),
  duration: duration.default(0),
  repeat: external_exports.boolean().default(false)
};
var item = external_exports.strictObject(itemShape).transform((fields, context) => {
  const replies = toReplies(fields);
  const [reply = { kind: "text", text: "" }] = replies;
  if (replies.length !== 1) {
    context.addIssue({
      code: "custom",
      message: replies.length === 0 ? "an item says what comes back: `output`, `text`, `tool_calls`, `ask`, `error` or `stdout`" : `an item says one thing, not ${replies.map(({ kind }) => wordOf[kind]).join(" and ")}`
    });
  }
  return {
    reply,
    usage: fields.usage ?? nothingUsed,
    durationMs: fields.duration,
    repeat: fields.repeat
  };
});
var wordOf = {
  output: "`output`",
  text: "`text`",
  calls: "`tool_calls`",
  ask: "`ask`",
  error: "`error`",
  process: "`stdout`"
};
function toReplies(fields) {
  const { output, text, tool_calls, ask: ask2, error: error2, stdout, stderr, exit_code } = fields;
  const replies = [];
  if (output !== void 0) replies.push({ kind: "output", value: output });
  if (tool_calls) replies.push({ kind: "calls", text: text ?? "", calls: tool_calls });
  else if (text !== void 0) replies.push({ kind: "text", text });
  if (ask2) {
    replies.push({ kind: "ask", text: ask2.question, ...ask2.fields && { fields: ask2.fields } });
  }
  if (error2) replies.push({ kind: "error", failure: error2 });
  if (stdout !== void 0 || stderr !== void 0 || exit_code !== void 0) {
    const [out, err] = [toText(stdout ?? ""), toText(stderr ?? "")];
    replies.push({ kind: "process", stdout: out, stderr: err, exitCode: exit_code ?? 0 });
  }
  return replies;
}
var toolItem = external_exports.strictObject({ result: json, duration: duration.default(0), repeat: external_exports.boolean().default(false) }).transform(({ result, duration: durationMs, repeat }) => ({
  result,
  durationMs,
  repeat
}));
function list(entry) {
  return external_exports.array(entry).superRefine((items, context) => {
    for (const [index, { repeat }] of items.slice(0, -1).entries()) {
      if (!repeat) continue;
      context.addIssue({
        code: "custom",
        path: [index, "repeat"],
        message: "only the last item of a list can repeat"
      });
    }
  });
}
var ignored = {
  vars: external_exports.unknown().optional(),
  preset: external_exports.unknown().optional(),
  recipe: external_exports.unknown().optional(),
  env: external_exports.unknown().optional(),
  phases: external_exports.unknown().optional(),
  crash_everywhere: external_exports.unknown().optional()
};
var scriptKeys = ["nodes", "tools", "run_tools", "auto"];
var itemKeys = Object.keys(itemShape);
var toolItemKeys = ["result", "duration", "repeat"];
var scriptSchema = external_exports.strictObject({
  nodes: external_exports.record(external_exports.string(), list(item)).nullish(),
  tools: external_exports.record(external_exports.string(), list(toolItem)).nullish(),
  run_tools: external_exports.boolean().default(false),
  auto: external_exports.boolean().default(false),
  ...ignored
}).transform(({ nodes, tools, run_tools, auto }) => ({
  nodes: new Map(Object.entries(nodes ?? {})),
  tools: new Map(Object.entries(tools ?? {})),
  runTools: run_tools,
  auto
}));

// src/adapters/simulator/read-script.ts
function readScript(text, path) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const faults = document.errors.map((error2) => ({
    field: place(error2.pos[0]),
    message: error2.message
  }));
  if (faults.length > 0) throw refusal(path, faults);
  const checked = scriptSchema.safeParse(readValue(document, path) ?? {});
  if (checked.success) return checked.data;
  throw refusal(
    path,
    checked.error.issues.flatMap((issue) => toFaults(document, issue, place))
  );
}
function readValue(document, path) {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error2) {
    const message = error2 instanceof Error ? error2.message : String(error2);
    throw refusal(path, [{ field: `${path}:1:1`, message }]);
  }
}
function refusal(path, errors) {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The script cannot be used: ${first?.field ?? path}: ${first?.message ?? ""}${more}`,
    {
      errors,
      hint: `a script has ${scriptKeys.map((key) => `\`${key}\``).join(", ")}; an item has one of \`output\`, \`text\`, \`tool_calls\`, \`ask\`, \`error\` or \`stdout\``
    }
  );
}
function toFaults(document, issue, place) {
  if (issue.code !== "unrecognized_keys") {
    return [{ field: place(offsetOf(document, issue.path)), message: sentence(issue) }];
  }
  return issue.keys.map((key) => ({
    field: place(offsetOfKey(document, issue.path, key)),
    message: unknownKey(key, issue.path)
  }));
}
function sentence(issue) {
  const at = issue.path.map(String).join(".");
  return at === "" ? issue.message : `\`${at}\`: ${issue.message}`;
}
function unknownKey(key, path) {
  const known = knownKeys(path);
  const nearest = suggest(key, known);
  const where = path.length === 0 ? "a script" : `\`${path.map(String).join(".")}\``;
  const advice = nearest === void 0 ? "" : ` Did you mean \`${nearest}\`?`;
  return `\`${key}\` is no key of ${where}.${advice}`;
}
function knownKeys(path) {
  if (path.length === 0) return scriptKeys;
  if (path.length === 3) return path[0] === "tools" ? toolItemKeys : itemKeys;
  return [];
}
function offsetOf(document, path) {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
function offsetOfKey(document, path, key) {
  const around = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isMap(around)) {
    const pair = around.items.find(({ key: name }) => isScalar(name) && String(name.value) === key);
    if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  return offsetOf(document, path);
}
export {
  readScript
};
