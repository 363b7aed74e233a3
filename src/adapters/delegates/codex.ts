/** The program `codex` of OpenAI's Codex. Spec: runtime §15.2. */
import { existsSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { isFields, parseFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { askServerName } from "./ask-server.ts";
import { createCodexReader } from "./codex-events.ts";
import { findCodexRuleFault, readCodexRules } from "./codex-rules.ts";
import type { CodexRules } from "./codex-rules.ts";
import type { Call, DelegateProgram } from "./program.ts";
import { readSession } from "./session-files.ts";
import { writeToml } from "./toml.ts";

const keys = ["CODEX_API_KEY", "OPENAI_API_KEY"] as const;

/** How `codex` is started and read. */
export const codex: DelegateProgram = {
  backend: "codex",
  file: "codex",
  packageName: "@openai/codex",
  minimum: "0.169.0",
  provider: "openai",
  variables: [
    ...keys,
    ...["OPENAI_BASE_URL", "OPENAI_ORGANIZATION", "OPENAI_PROJECT"],
    ...["CODEX_CA_CERTIFICATE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"],
  ],
  endpoint: { keys, address: "OPENAI_BASE_URL", usual: "https://api.openai.com/v1" },
  findKeyFault(env) {
    if (keyIn(env) !== undefined || existsSync(loginIn(env))) return undefined;
    return {
      message: "`codex` needs a key: `OPENAI_API_KEY` is not set, and nobody is logged in",
      hint: "set `OPENAI_API_KEY`, or call `codex login`; `--simulate` needs neither",
    };
  },
  findRuleFault: findCodexRuleFault,
  // It looks for the id at the end of the name, whatever the day.
  sessionPath: (id) =>
    join("sessions", "2025", "01", "01", `rollout-2025-01-01T00-00-00-${id}.jsonl`),
  ancestorOf(content) {
    const { payload } = parseFields(content.slice(0, content.indexOf("\n"))) ?? {};
    const ancestor = isFields(payload) ? payload["forked_from_id"] : undefined;
    return typeof ancestor === "string" ? ancestor : undefined;
  },
  async prepare(call) {
    const { task, home, env } = call;
    await writeFile(join(home, "config.toml"), writeToml(describeSettings(call)), { mode: 0o600 });
    if (keyIn(env) === undefined) await symlink(loginIn(env), join(home, "auth.json"));
    const schema = strictSchema(call);
    const file = join(home, "iter-schema.json");
    if (schema !== undefined) await writeFile(file, JSON.stringify(schema), { mode: 0o600 });
    const { session } = task;
    const args = [
      "exec",
      ...(session === null ? [] : [session.fork ? "fork" : "resume"]),
      ...["--json", "--skip-git-repo-check"],
      ...(schema === undefined ? [] : ["--output-schema", file]),
      ...(session === null ? [] : [session.id]),
      "-",
    ];
    return { args, env: { CODEX_HOME: home }, input: await promptFor(call) };
  },
  createReader: createCodexReader,
};

/** A session goes on with the instructions that it began with; others are said in the prompt. */
async function promptFor({ task, home }: Call): Promise<string> {
  const { session, system, prompt } = task;
  if (session === null || system === "") return prompt;
  const written = (await readSession(home, session.id)) ?? "";
  const known = written.includes(JSON.stringify(system).slice(1, -1));
  return known ? prompt : `${system}\n\n${prompt}`;
}

function keyIn(env: Environment): (typeof keys)[number] | undefined {
  return keys.find((name) => (env[name] ?? "").trim() !== "");
}

function loginIn(env: Environment): string {
  return join(env["CODEX_HOME"] ?? join(env["HOME"] ?? homedir(), ".codex"), "auth.json");
}

/** All that the program is told, but for the prompt: nobody else's settings count. */
function describeSettings(call: Call): Fields {
  const { task, env } = call;
  const rules = readCodexRules(task);
  const key = keyIn(env);
  return {
    model: task.model?.replace(/^openai\//, "") ?? null,
    model_reasoning_effort: efforts[task.reasoningEffort ?? ""] ?? null,
    developer_instructions: task.system === "" ? null : task.system,
    sandbox_mode: rules.sandbox,
    approval_policy: "never",
    check_for_update_on_startup: false,
    web_search: rules.usual ? null : "disabled",
    shell_environment_policy: { exclude: [...keys] },
    analytics: { enabled: false },
    agents: { enabled: rules.usual ? null : false },
    features: describeFeatures(rules),
    mcp_servers: describeServers(call, rules),
    ...(key === undefined
      ? {}
      : { model_provider: "iter", model_providers: { iter: describeProvider(env, key) } }),
  };
}

/** Names without a counterpart here go to the highest there is. */
const efforts: Readonly<Record<string, string | undefined>> = {
  low: "low",
  medium: "medium",
  high: "high",
  extra_high: "xhigh",
  max: "xhigh",
};

/** A variable of its own would be ignored, so the server's address stands in the settings. */
function describeProvider(env: Environment, key: string): Fields {
  const own = (env["OPENAI_BASE_URL"] ?? "").trim();
  return {
    name: own === "" ? "OpenAI" : "Gateway",
    base_url: own === "" ? "https://api.openai.com/v1" : own,
    env_key: key,
    wire_api: "responses",
    request_max_retries: 2,
    stream_max_retries: 2,
  };
}

function describeFeatures({ shell, usual }: CodexRules): Fields {
  return {
    plugins: false,
    // Where there is no network it would wait for one without end.
    unbounded_connection_retries: false,
    apps: false,
    goals: false,
    ...(usual ? {} : { view_image: false, image_generation: false }),
    ...(shell ? {} : { shell_tool: false, unified_exec: false }),
  };
}

function describeServers({ servers, askUrl }: Call, rules: CodexRules): Fields {
  const allowed = servers.flatMap((server): [string, Fields][] => {
    const tools = rules.servers.get(server.name);
    if (tools === undefined) return [];
    return [[server.name, describeServer(server, tools)]];
  });
  const ask: [string, Fields][] =
    askUrl === null ? [] : [[askServerName, { url: askUrl, ...approved }]];
  return Object.fromEntries([...allowed, ...ask]);
}

/** There is nobody who could approve a call; the list of tools is the rule. */
const approved: Fields = {
  default_tools_approval_mode: "approve",
  required: true,
  startup_timeout_sec: 60,
};

function describeServer(server: ServerUse, tools: readonly string[] | null): Fields {
  const { transport, command, args, url, env, values, headers } = server;
  const rule: Fields = { ...approved, ...(tools && { enabled_tools: tools }) };
  if (transport !== "stdio")
    return { url: url ?? "", ...(headers && { http_headers: headers }), ...rule };
  return {
    command: command ?? "",
    args: args ?? [],
    env_vars: env,
    ...(values && { env: values }),
    ...rule,
  };
}

/** Its schema mode takes no field that may be anything; the answer is checked in any case. */
function strictSchema({ task: { schema } }: Call): Fields | undefined {
  return schema === null || hasFreeForm(schema) ? undefined : schema;
}

function hasFreeForm(schema: Value): boolean {
  if (!isFields(schema) || schema["type"] === undefined) return true;
  const { properties, items } = schema;
  if (items !== undefined && hasFreeForm(items)) return true;
  return isFields(properties) && Object.values(properties).some(hasFreeForm);
}
