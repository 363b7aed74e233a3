/** The program `claude` of Anthropic's Claude Code. Spec: runtime §15.2. */
import { existsSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { askServerName, askToolName } from "./ask-server.ts";
import { createClaudeReader } from "./claude-events.ts";
import { findClaudeRuleFault, readClaudeRules, serverRule } from "./claude-rules.ts";
import type { Call, DelegateProgram } from "./program.ts";

/** Longer than this, a schema doesn't go on a command line. */
const longestSchema = 100_000;

const keys = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"] as const;

/** How `claude` is started and read. */
export const claudeCode: DelegateProgram = {
  backend: "claude_code",
  file: "claude",
  packageName: "@anthropic-ai/claude-code",
  minimum: "2.1.197",
  provider: "anthropic",
  variables: [
    ...keys,
    ...["ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_MODEL"],
    ...["ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL"],
    ...["ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_SMALL_FAST_MODEL"],
    ...["CLAUDE_CODE_MAX_OUTPUT_TOKENS", "CLAUDE_CODE_MAX_RETRIES", "API_TIMEOUT_MS"],
    ...["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_GIT_BASH_PATH"],
    ...["BASH_DEFAULT_TIMEOUT_MS", "BASH_MAX_TIMEOUT_MS"],
    ...["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"],
  ],
  endpoint: { keys, address: "ANTHROPIC_BASE_URL", usual: "https://api.anthropic.com" },
  findKeyFault(env) {
    const clouds = ["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"];
    const has = [...keys, ...clouds].some((name) => (env[name] ?? "").trim() !== "");
    if (has || existsSync(credentialsIn(env))) return undefined;
    return {
      message: "`claude` needs a key: `ANTHROPIC_API_KEY` is not set, and nobody is logged in",
      hint: "set `ANTHROPIC_API_KEY`, or call `claude` and log in; `--simulate` needs neither",
    };
  },
  findRuleFault: findClaudeRuleFault,
  sessionPath: (id, cwd) => join("projects", cwd.replaceAll(/[^a-zA-Z0-9]/g, "-"), `${id}.jsonl`),
  ancestorOf: () => undefined,
  async prepare(call) {
    const { task, home, env } = call;
    const files = await writeFiles(call);
    await linkLogin(env, home);
    const { mode, tools, allowed } = readClaudeRules(task);
    const model = task.model?.replace(/^anthropic\//, "");
    const args = [
      ...["-p", "--output-format", "stream-json", "--verbose"],
      ...["--setting-sources", "user", "--strict-mcp-config", "--permission-mode", mode],
      ...option("--mcp-config", files.servers),
      ...option("--settings", files.settings),
      ...option("--append-system-prompt-file", files.system),
      ...option("--json-schema", schemaText(call)),
      ...option("--model", model),
      ...option("--effort", efforts[task.reasoningEffort ?? ""]),
      ...option("--max-turns", task.maxTurns > 0 ? String(turns(call)) : undefined),
      ...option("--max-budget-usd", task.budgetUsd === null ? undefined : dollars(task.budgetUsd)),
      ...option("--tools", tools?.join(",")),
      ...option("--allowedTools", allowed.length === 0 ? undefined : allowed.join(",")),
      ...(task.session === null ? [] : ["--resume", task.session.id]),
      ...(task.session?.fork === true ? ["--fork-session"] : []),
    ];
    return { args, env: { ...quiet, ...retries(env), CLAUDE_CONFIG_DIR: home } };
  },
  createReader: createClaudeReader,
};

/** No update, no telemetry, nothing but the work. */
const quiet: Readonly<Record<string, string>> = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_TELEMETRY: "1",
  DISABLE_ERROR_REPORTING: "1",
  DISABLE_AUTOUPDATER: "1",
  // After 5 s it would begin without the servers that are not there yet.
  MCP_CONNECTION_NONBLOCKING: "0",
  MCP_CONNECT_TIMEOUT_MS: "60000",
  MCP_TIMEOUT: "60000",
};

const efforts: Readonly<Record<string, string | undefined>> = {
  low: "low",
  medium: "medium",
  high: "high",
  extra_high: "xhigh",
  max: "max",
};

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

/** Its own retries go on for minutes; the run has some of its own. */
function retries(env: Environment): Readonly<Record<string, string>> {
  return { CLAUDE_CODE_MAX_RETRIES: env["CLAUDE_CODE_MAX_RETRIES"] ?? "2" };
}

/** Rounds with tools, one that answers, and with a schema one more in which the answer is given. */
function turns({ task }: Call): number {
  return task.maxTurns + (task.schema === null ? 1 : 2);
}

function dollars(amount: number): string {
  return Math.max(amount, 0.000001).toFixed(6);
}

function schemaText({ task: { schema } }: Call): string | undefined {
  const text = schema === null ? undefined : JSON.stringify(schema);
  return text === undefined || text.length > longestSchema ? undefined : text;
}

interface Files {
  readonly servers: string | undefined;
  readonly settings: string | undefined;
  readonly system: string | undefined;
}

/** What is too long or too secret for a command line. */
async function writeFiles({ task, home, servers, askUrl }: Call): Promise<Files> {
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(home, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const ask = askUrl === null ? [] : [[askServerName, { type: "http", url: askUrl }] as const];
  const all = [...servers.map((server) => [server.name, describeServer(server)] as const), ...ask];
  const config = { mcpServers: Object.fromEntries(all) };
  return {
    servers: all.length === 0 ? undefined : await write("iter-mcp.json", JSON.stringify(config)),
    settings:
      askUrl === null
        ? undefined
        : await write("iter-settings.json", JSON.stringify(stopAtQuestion)),
    system: task.system === "" ? undefined : await write("iter-system.txt", task.system),
  };
}

/** A question ends the turn before the model is called again. */
const stopAtQuestion: Fields = {
  hooks: {
    PostToolUse: [
      {
        matcher: serverRule(askServerName, askToolName),
        hooks: [
          {
            type: "command",
            command: `echo '{"continue":false,"stopReason":"a question was asked"}'`,
          },
        ],
      },
    ],
  },
};

function describeServer({ transport, command, args, url, values, headers }: ServerUse): Fields {
  if (transport !== "stdio")
    return { type: transport, url: url ?? "", ...(headers && { headers }) };
  return {
    type: "stdio",
    command: command ?? "",
    args: args ?? [],
    ...(values && { env: values }),
  };
}

function credentialsIn(env: Environment): string {
  const folder = env["CLAUDE_CONFIG_DIR"] ?? join(env["HOME"] ?? homedir(), ".claude");
  return join(folder, ".credentials.json");
}

/** A login stays where it is, so that what is renewed of it isn't lost. */
async function linkLogin(env: Environment, home: string): Promise<void> {
  const path = credentialsIn(env);
  if (existsSync(path)) await symlink(path, join(home, ".credentials.json"));
}
