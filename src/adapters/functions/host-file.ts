/** Reads the file beside a flow that names its functions, graphs and models. Spec: flow §17.2. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { FlowSource } from "#core/flow.ts";
import type { Budget } from "#core/graph/graph.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { noLimits } from "#core/run/limits.ts";
import { expandVariables } from "#core/text/environment.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { builtInNames } from "./built-in.ts";
import { readHostText } from "./host-form.ts";
import type { HostText, HostTool } from "./host-form.ts";

/** A host as its file says it. */
export interface FlowHost {
  /** Null if there is no file. */
  readonly path: string | null;
  /** Where to declare what is missing: the file, or the one that is looked for first. */
  readonly place: string;
  readonly tools: Readonly<Record<string, HostTool>>;
  /** MCP servers whose tools can be called. */
  readonly servers: Readonly<Record<string, ServerUse>>;
  readonly graphs: Readonly<Record<string, FlowSource>>;
  readonly models: Readonly<Record<string, string>>;
  /** `strict`, `pause_when_missing`, `policies`, `limits`. */
  readonly options: Fields;
  readonly budget: Budget;
}

/** Where a host file is looked for, and what its variables hold. */
export interface HostPlace {
  /** What paths are relative to. */
  readonly cwd: string;
  readonly env: Environment;
}

const nobody: Omit<FlowHost, "place"> = {
  path: null,
  tools: {},
  servers: {},
  graphs: {},
  models: {},
  options: {},
  budget: noLimits,
};

/** Reads the file that was named, or the one beside the flow; without one there are built-ins only. */
export function readHost(place: HostPlace, flow: string, named: string | undefined): FlowHost {
  const path = named ?? findHost(place, flow);
  if (path === undefined) return { ...nobody, place: `${stemOf(flow)}.host.yaml` };
  const text = readText(place, path, "--host");
  const read = readHostText(text, path, (given) => expand(place, given));
  const { tools, mcp_servers, graphs, models, budget, policies, limits, ...flags } = read;
  const changed = changeLimits(noLimits, budget);
  if ("errors" in changed) {
    throw new Refusal("INPUT_INVALID", `\`${path}\` has a budget that is not right.`, {
      errors: changed.errors,
    });
  }
  return {
    path,
    place: path,
    tools,
    servers: toServers(mcp_servers),
    graphs: readGraphs(place, path, graphs),
    models,
    options: present({ ...flags, policies, limits }),
    budget: changed.limits,
  };
}

function toServers(declared: HostText["mcp_servers"]): Record<string, ServerUse> {
  const servers = Object.entries(declared).map(([name, one]): [string, ServerUse] => [
    name,
    { name, env: [], ...one },
  ]);
  return Object.fromEntries(servers);
}

/** What a check of names needs to know. */
export interface HostNames {
  readonly tools: readonly string[];
  readonly servers: readonly string[];
  readonly graphs: readonly string[];
  readonly models: readonly string[];
  readonly place: string;
}

/** The names that a host file knows. */
export function namesOf({ tools, servers, graphs, models, place }: FlowHost): HostNames {
  return {
    place,
    tools: [...Object.keys(tools), ...builtInNames],
    servers: Object.keys(servers),
    graphs: Object.keys(graphs),
    models: Object.keys(models),
  };
}

/** Functions that change the workspace. */
export function mutatingOf({ tools }: FlowHost): string[] {
  return Object.keys(tools).filter((name) => tools[name]?.mutates === true);
}

function findHost({ cwd }: HostPlace, flow: string): string | undefined {
  const names = [`${stemOf(flow)}.host`, join(dirname(flow), "flow.host")];
  const files = names.flatMap((name) => [`${name}.yaml`, `${name}.yml`, `${name}.json`]);
  return files.find((file) => existsSync(resolve(cwd, file)));
}

function stemOf(flow: string): string {
  return flow.replace(/(?:\.flow)?\.(?:json|yaml|yml)$/, "");
}

function readText({ cwd }: HostPlace, path: string, what: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new Refusal("INPUT_INVALID", `The file \`${path}\` of ${what} can't be read${code}.`, {
      hint: "check the path",
      cause: error,
    });
  }
}

function readGraphs(
  place: HostPlace,
  host: string,
  graphs: Readonly<Record<string, string>>,
): Record<string, FlowSource> {
  const read = Object.entries(graphs).map(([name, file]) => {
    const path = join(dirname(host), file);
    const text = readText(place, path, `the graph \`${name}\``);
    checkInside(place, path, `The graph \`${name}\``);
    return [name, { path, text }] as const;
  });
  return Object.fromEntries(read);
}

/** What is read lies in the repository, links followed; where there is none, below the present folder. */
export function checkInside({ cwd }: HostPlace, path: string, what: string): void {
  const root = realpathSync(findRepository(cwd) ?? cwd);
  const way = relative(root, realpathSync(resolve(cwd, path)));
  if (!way.startsWith("..") && way !== resolve(way)) return;
  throw new Refusal("INPUT_INVALID", `${what} lies outside the repository.`, {
    hint: "name a file in it",
  });
}

function findRepository(folder: string): string | undefined {
  const git = join(folder, ".git");
  // As git has it: a file is a worktree's, and a folder without a head is none of git's.
  const isThere = statSync(git, { throwIfNoEntry: false })?.isFile() ?? false;
  if (isThere || existsSync(join(git, "HEAD"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : findRepository(above);
}

/** `${NAME}` in texts; one that is not set is refused. */
function expand(place: HostPlace, given: Value): Value {
  if (typeof given === "string") {
    const { text, unset } = expandVariables(given, place.env, { secrets: "value" });
    if (unset[0] === undefined) return text;
    throw new Refusal(
      "INPUT_INVALID",
      `The host file needs \`${unset[0].name}\`, which is not set.`,
      {
        hint: `set it, or write \`\${${unset[0].name}:-default}\``,
      },
    );
  }
  if (isList(given)) return given.map((item) => expand(place, item));
  if (!isFields(given)) return given;
  const entries = Object.entries(given).map(([key, item]) => [key, expand(place, item)] as const);
  return Object.fromEntries(entries);
}

function present(fields: Readonly<Record<string, Value | undefined>>): Fields {
  const entries = Object.entries(fields).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries) as Fields;
}
