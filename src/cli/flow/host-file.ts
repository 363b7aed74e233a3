/** Reads the file beside a flow that names its functions, graphs and models. Spec: flow §17.2. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { CommandFunction } from "#adapters/functions/commands.ts";
import type { FlowSource } from "#core/flow.ts";
import type { Budget } from "#core/graph/graph.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { noLimits } from "#core/run/limits.ts";
import { expandVariables } from "#core/text/environment.ts";
import { readDataFile, readTextFile } from "#src/cli/data-file.ts";
import type { Session } from "#src/cli/session.ts";

/** A host as its file says it. */
export interface FlowHost {
  /** Null if there is no file. */
  readonly path: string | null;
  readonly tools: Readonly<Record<string, HostTool>>;
  readonly graphs: Readonly<Record<string, FlowSource>>;
  readonly models: Readonly<Record<string, string>>;
  /** `strict`, `pause_when_missing`, `policies`, `limits`. */
  readonly options: Fields;
  readonly budget: Budget;
}

/** A function: a command or another name for a built-in one. */
export type HostTool =
  | (CommandFunction & { readonly mutates: boolean })
  | { readonly builtin: string; readonly mutates: boolean };

const mutates = z.boolean().default(false);
const tool = z.union(
  [
    z.strictObject({
      command: z.union([z.string(), z.array(z.string()).min(1)]),
      env: z.array(z.string()).default([]),
      mutates,
    }),
    z.strictObject({ builtin: z.string().startsWith("iter."), mutates }),
  ],
  { error: "must be `{ command: … }` or `{ builtin: iter.… }`" },
);
const value: z.ZodType<Value> = z.json();
const form = z.strictObject({
  tools: z.record(z.string(), tool).default({}),
  graphs: z.record(z.string(), z.string()).default({}),
  models: z.record(z.string(), z.string()).default({}),
  policies: value.optional(),
  limits: value.optional(),
  budget: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  strict: z.boolean().optional(),
  pause_when_missing: z.boolean().optional(),
});

const nobody: FlowHost = {
  path: null,
  tools: {},
  graphs: {},
  models: {},
  options: {},
  budget: noLimits,
};

/** Reads the file that was named, or the one beside the flow; without one there are built-ins only. */
export async function readHost(
  session: Session,
  flow: string,
  named: string | undefined,
): Promise<FlowHost> {
  const path = named ?? findHost(session, flow);
  if (path === undefined) return nobody;
  const given = expand(session, await readDataFile(session, path, "--host"));
  const read = form.safeParse(given ?? {});
  if (!read.success) throw refuse(path, read.error);
  const { tools, graphs, models, budget, policies, limits, ...flags } = read.data;
  const changed = changeLimits(noLimits, budget);
  if ("errors" in changed) {
    throw new Refusal("INPUT_INVALID", `\`${path}\` has a budget that is not right.`, {
      errors: changed.errors,
    });
  }
  return {
    path,
    tools,
    graphs: readGraphs(session, path, graphs),
    models,
    options: present({ ...flags, policies, limits }),
    budget: changed.limits,
  };
}

/** What a check of names needs to know. */
export interface HostNames {
  readonly tools: readonly string[];
  readonly graphs: readonly string[];
  readonly models: readonly string[];
}

/** The names that a host file knows. */
export function namesOf(
  { tools, graphs, models }: FlowHost,
  builtIns: Iterable<string>,
): HostNames {
  return {
    tools: [...Object.keys(tools), ...builtIns],
    graphs: Object.keys(graphs),
    models: Object.keys(models),
  };
}

/** Functions that change the workspace. */
export function mutatingOf({ tools }: FlowHost): string[] {
  return Object.keys(tools).filter((name) => tools[name]?.mutates === true);
}

function findHost({ host }: Session, flow: string): string | undefined {
  const stem = flow.replace(/(?:\.flow)?\.(?:json|yaml|yml)$/, "");
  const folder = dirname(flow);
  const names = [`${stem}.host`, join(folder, "flow.host")];
  const files = names.flatMap((name) => [`${name}.yaml`, `${name}.yml`, `${name}.json`]);
  return files.find((file) => existsSync(resolve(host.cwd(), file)));
}

function readGraphs(
  session: Session,
  host: string,
  graphs: Readonly<Record<string, string>>,
): Record<string, FlowSource> {
  const read = Object.entries(graphs).map(([name, file]) => {
    const path = join(dirname(host), file);
    return [name, { path, text: readTextFile(session, path, `the graph \`${name}\``) }] as const;
  });
  return Object.fromEntries(read);
}

/** `${NAME}` in texts; one that is not set is refused. */
function expand(session: Session, given: Value): Value {
  if (typeof given === "string") {
    const { text, unset } = expandVariables(given, session.env, { secrets: "value" });
    if (unset[0] === undefined) return text;
    throw new Refusal(
      "INPUT_INVALID",
      `The host file needs \`${unset[0].name}\`, which is not set.`,
      {
        hint: `set it, or write \`\${${unset[0].name}:-default}\``,
      },
    );
  }
  if (isList(given)) return given.map((item) => expand(session, item));
  if (!isFields(given)) return given;
  const entries = Object.entries(given).map(([key, item]) => [key, expand(session, item)] as const);
  return Object.fromEntries(entries);
}

function present(fields: Readonly<Record<string, Value | undefined>>): Fields {
  const entries = Object.entries(fields).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries) as Fields;
}

function refuse(path: string, error: z.ZodError): Refusal {
  const errors = error.issues.map(({ path: at, message }) => ({ field: at.join("."), message }));
  const list = errors.map(({ field, message }) => `${field || "the file"}: ${message}`).join("; ");
  return new Refusal("INPUT_INVALID", `The host file \`${path}\` is not right: ${list}`, {
    hint: "it has tools, graphs, models, policies, limits, budget, strict, pause_when_missing",
    errors,
  });
}
