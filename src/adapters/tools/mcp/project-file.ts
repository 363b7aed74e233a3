/** Reads the MCP servers of a project from its `.mcp.json`, in the form that most clients share. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";
import { expandVariables } from "#core/text/environment.ts";
import { readYaml } from "#adapters/files/yaml-text.ts";
import type { YamlForm, YamlText } from "#adapters/files/yaml-text.ts";
import type { Environment } from "#adapters/processes/environment.ts";

const fileName = ".mcp.json";

const texts = z.record(z.string(), z.string());

/** Other clients have settings of their own in it, which mean nothing here. */
const entry = z
  .looseObject({
    type: z.enum(["stdio", "http", "streamable-http", "sse"]).exactOptional(),
    command: z.string().min(1).exactOptional(),
    args: z.array(z.string()).exactOptional(),
    env: texts.exactOptional(),
    url: z.string().min(1).exactOptional(),
    headers: texts.exactOptional(),
  })
  .superRefine((server, context) => {
    const isProgram = (server.type ?? "stdio") === "stdio" && server.url === undefined;
    const needed = isProgram ? "command" : "url";
    if (server[needed] !== undefined) return;
    const message = isProgram
      ? "a server needs a `command`, or a `url` with its `type`"
      : "a server of this `type` needs a `url`";
    context.addIssue({ code: "custom", message });
  });

type Entry = z.infer<typeof entry>;

interface ProjectFile {
  readonly mcpServers: Readonly<Record<string, Entry>>;
}

const form: YamlForm<ProjectFile> = {
  schema: z.looseObject({ mcpServers: z.record(z.string().min(1), entry) }),
  whatAt: () => "the file",
  keysAt: () => ["mcpServers"],
};

/**
 * The servers that a folder's `.mcp.json` declares; none if there is no such file.
 *
 * Variables are put in, but for secrets, which stay names until the server is reached.
 *
 * @throws Refusal `INPUT_INVALID` with one entry per mistake, each with its `path:line:column`.
 */
export function readProjectServers(folder: string, env: Environment): readonly ServerUse[] {
  const text = readText(join(folder, fileName));
  if (text === undefined) return [];
  const read = isJson(text) ? readYaml(text, fileName, form) : notJson(text);
  if ("errors" in read) throw refusal(read.errors);
  const servers = Object.entries(read.value.mcpServers);
  const unset = servers.flatMap(([name, server]) => findUnset(read.yaml, { name, server, env }));
  if (unset.length > 0) throw refusal(unset);
  return servers.map(([name, server]) => toUse(name, server, env));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is no JSON may still be YAML; whoever shares the file can't read that. */
function notJson(text: string): { readonly errors: readonly FieldError[] } {
  const read = readYaml(text, fileName, form);
  if ("errors" in read) return read;
  return { errors: [{ field: `${fileName}:1:1`, message: "this is no JSON" }] };
}

interface Named {
  readonly name: string;
  readonly server: Entry;
  readonly env: Environment;
}

/** Variables that have neither a value nor a default, where they are written. */
function findUnset(yaml: YamlText, { name, server, env }: Named): readonly FieldError[] {
  const { command, args = [], url, env: values = {}, headers = {} } = server;
  const written: readonly (readonly [string, ...PropertyKey[]])[] = [
    ...(command === undefined ? [] : [[command, "command"] as const]),
    ...(url === undefined ? [] : [[url, "url"] as const]),
    ...args.map((text, index) => [text, "args", index] as const),
    ...Object.entries(values).map(([key, text]) => [text, "env", key] as const),
    ...Object.entries(headers).map(([key, text]) => [text, "headers", key] as const),
  ];
  return written.flatMap(([text, ...path]) =>
    expandVariables(text, env, { secrets: "name" }).unset.map((use) => ({
      field: yaml.placeOf(["mcpServers", name, ...path]),
      message: `the environment variable \`${use.name}\` isn't set; give it a default: \`\${${use.name}:-…}\``,
    })),
  );
}

function toUse(name: string, server: Entry, env: Environment): ServerUse {
  const put = (text: string): string => expandVariables(text, env, { secrets: "name" }).text;
  const putAll = (all: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(all).map(([key, text]) => [key, put(text)]));
  const { type, command = "", args = [], env: values, url, headers } = server;
  if (url === undefined || type === "stdio") {
    return {
      name,
      transport: "stdio",
      command: put(command),
      args: args.map(put),
      env: [],
      ...(values && { values: putAll(values) }),
    };
  }
  return {
    name,
    transport: type === "sse" ? "sse" : "http",
    url: put(url),
    env: [],
    ...(headers && { headers: putAll(headers) }),
  };
}

function refusal(errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The project's MCP servers can't be used: ${first?.field ?? fileName}: ${first?.message ?? ""}${more}`,
    {
      errors,
      hint: `mend ${fileName}, or take \`autoload_project: true\` out of the workflow; nothing was run`,
    },
  );
}
