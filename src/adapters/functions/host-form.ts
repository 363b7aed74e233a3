/** What a host file may hold, and what is wrong with one, each fault with its place. Spec: flow §17.2. */
import { z } from "zod";
import { readYaml } from "#adapters/files/yaml-text.ts";
import type { YamlForm, YamlText } from "#adapters/files/yaml-text.ts";
import type { Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { CommandFunction } from "./commands.ts";

/** A function: a command, a tool of an MCP server, or another name for a built-in one. */
export type HostTool =
  | (CommandFunction & { readonly mutates: boolean })
  | { readonly mcp: string; readonly tool: string; readonly mutates: boolean }
  | { readonly builtin: string; readonly mutates: boolean };

/** A server, but for its name. */
export type HostServer =
  | {
      readonly transport: "stdio";
      readonly command: string;
      readonly args: readonly string[];
      readonly env: readonly string[];
    }
  | { readonly transport: "http"; readonly url: string };

/** A host file as it is written. */
export interface HostText {
  readonly tools: Readonly<Record<string, HostTool>>;
  readonly mcp_servers: Readonly<Record<string, HostServer>>;
  readonly graphs: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, string>>;
  readonly policies?: Value | undefined;
  readonly limits?: Value | undefined;
  readonly budget: Readonly<Record<string, string | number>>;
  readonly strict?: boolean | undefined;
  readonly pause_when_missing?: boolean | undefined;
}

const env = z.array(z.string());
const toolKeys = {
  command: z
    .union([z.string(), z.array(z.string()).min(1)], { error: "must be a text or a list of texts" })
    .optional(),
  env: env.optional(),
  mcp: z.string().optional(),
  tool: z.string().optional(),
  builtin: z.string().startsWith("iter.", { error: "must begin with `iter.`" }).optional(),
  mutates: z.boolean().default(false),
};
const tool = z.strictObject(toolKeys).transform((given, context): HostTool => {
  const { mutates, ...keys } = given;
  const read = toTool(keys);
  if (read !== undefined) return { ...read, mutates };
  const message = "must be `{ command: … }`, `{ mcp: …, tool: … }` or `{ builtin: iter.… }`";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

type ToolKeys = Omit<z.output<z.ZodObject<typeof toolKeys>>, "mutates">;

/** Keys of two forms together are none. */
function toTool({ command, env: names, mcp, tool: name, builtin }: ToolKeys) {
  const forms = [command ?? names, mcp ?? name, builtin].filter((form) => form !== undefined);
  if (forms.length !== 1) return undefined;
  if (command !== undefined) return { command, env: names ?? [] };
  if (mcp !== undefined && name !== undefined) return { mcp, tool: name };
  return builtin === undefined ? undefined : { builtin };
}

const server = z.discriminatedUnion("transport", [
  z.strictObject({
    transport: z.literal("stdio"),
    command: z.string().min(1),
    args: z.array(z.string()).default([]),
    env: env.default([]),
  }),
  z.strictObject({ transport: z.literal("http"), url: z.url() }),
]);
const serverKeys = ["transport", "command", "args", "env", "url"];
const value: z.ZodType<Value> = z.json();
const host = z.strictObject({
  tools: z.record(z.string(), tool).default({}),
  mcp_servers: z.record(z.string(), server).default({}),
  graphs: z.record(z.string(), z.string()).default({}),
  models: z.record(z.string(), z.string()).default({}),
  policies: value.optional(),
  limits: value.optional(),
  budget: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  strict: z.boolean().optional(),
  pause_when_missing: z.boolean().optional(),
});

/**
 * Reads the text of a host file; JSON is YAML too.
 *
 * @param expand - Puts in the values of variables.
 * @throws Refusal `INPUT_INVALID` with one entry per mistake, each with its `path:line:column`.
 */
export function readHostText(
  text: string,
  path: string,
  expand: (given: Value) => Value,
): HostText {
  const form: YamlForm<HostText> = {
    // Through JSON, since YAML knows values that JSON has not.
    schema: z.preprocess((given) => expand(JSON.parse(JSON.stringify(given)) as Value), host),
    whatAt: (at) => (at.length === 0 ? "a host file" : `\`${at.map(String).join(".")}\``),
    keysAt,
  };
  const read = readYaml(text, path, form);
  if ("errors" in read) throw refuse(path, read.errors);
  const { tools, mcp_servers: servers } = read.value;
  const faults = Object.entries(tools).flatMap(([name, one]) =>
    findFault(read.yaml, { name, tool: one, servers: Object.keys(servers) }),
  );
  if (faults.length > 0) throw refuse(path, faults);
  return read.value;
}

function keysAt([section]: readonly PropertyKey[]): readonly string[] {
  if (section === undefined) return Object.keys(host.shape);
  if (section === "tools") return Object.keys(toolKeys);
  return section === "mcp_servers" ? serverKeys : [];
}

/** A tool of a server that is not declared, and names that are kept for built-in ones. */
function findFault(
  yaml: YamlText,
  one: { readonly name: string; readonly tool: HostTool; readonly servers: readonly string[] },
): FieldError[] {
  const { name, tool: called, servers } = one;
  if (name.startsWith("iter.")) {
    const message = `\`${name}\`: the prefix \`iter.\` is kept for built-in functions`;
    return [{ field: yaml.placeOfKey(["tools"], name), message }];
  }
  if (!("mcp" in called) || servers.includes(called.mcp)) return [];
  const help = didYouMean(called.mcp, servers, "declare it under `mcp_servers`");
  const message = `\`tools.${name}.mcp\`: there is no server \`${called.mcp}\`; ${help}`;
  return [{ field: yaml.placeOf(["tools", name, "mcp"]), message }];
}

function refuse(path: string, errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The host file \`${path}\` is not right: ${first?.field ?? path}: ${first?.message ?? ""}${more}`,
    { hint: `it has ${Object.keys(host.shape).join(", ")}`, errors },
  );
}
