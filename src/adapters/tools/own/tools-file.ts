/** Reads the tools that an author declares beside a workflow, and says where they are wrong. */
import { z } from "zod";
import { parseDuration } from "#core/graph/duration.ts";
import type { FieldType, Template } from "#core/graph/graph.ts";
import { parseTemplate, toTemplate } from "#core/graph/reference.ts";
import type { ScriptLanguage } from "#core/graph/shell/command.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";
import { didYouMean } from "#core/text/suggest.ts";
import { readYaml } from "#adapters/files/yaml-text.ts";
import type { YamlForm, YamlText } from "#adapters/files/yaml-text.ts";

/** A field of a tool's input. */
export interface OwnField {
  readonly name: string;
  readonly type: FieldType;
  readonly enum?: readonly string[];
  readonly optional: boolean;
}

/** A tool as it was declared. */
export interface OwnTool {
  readonly name: string;
  readonly description: string;
  readonly input: readonly OwnField[];
  /** A shell line, or a program in a language. */
  readonly run:
    | { readonly command: Template }
    | { readonly script: Template; readonly language: ScriptLanguage };
  readonly timeoutMs: number;
  readonly readsOnly: boolean;
  readonly env: readonly string[];
}

/** How long a tool may take that says nothing of it. */
export const defaultTimeoutMs = 120_000;

const type = z.enum(["string", "bool", "int", "float", "json", "string[]"]);
const field = z.union([
  type.transform((named) => ({ type: named, enum: undefined, optional: false })),
  z
    .strictObject({
      type,
      enum: z.array(z.string()).min(1).optional(),
      optional: z.boolean().default(false),
    })
    .refine((one) => one.enum === undefined || one.type === "string" || one.type === "string[]", {
      message: "only `string` and `string[]` can have an `enum`",
    }),
]);

const toolKeys = {
  description: z.string().min(1),
  input: z.record(z.string().regex(/^[A-Za-z_]\w*$/), field).default({}),
  command: z.string().min(1).exactOptional(),
  script: z.string().min(1).exactOptional(),
  language: z.enum(["sh", "bash", "js", "node", "py", "python", "python3"]).default("sh"),
  timeout: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, 'write a duration like "90s" or "5m"')
    .exactOptional(),
  readonly: z.boolean().default(false),
  env: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
};

const tool = z
  .strictObject(toolKeys)
  .refine(({ command, script }) => (command === undefined) !== (script === undefined), {
    message: "a tool has either a `command` or a `script`",
  });

type Entry = z.infer<typeof tool>;

interface ToolsFile {
  readonly tools: Readonly<Record<string, Entry>>;
}

const form: YamlForm<ToolsFile> = {
  schema: z.strictObject({ tools: z.record(z.string(), tool) }),
  whatAt: (path) => (path.length === 0 ? "a file of tools" : `\`${path.map(String).join(".")}\``),
  keysAt: (path) => (path.length === 0 ? ["tools"] : Object.keys(toolKeys)),
  sampleAt: (path) => (path.length === 3 && path[2] === "timeout" ? '"5m"' : undefined),
};

const nameForm = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;

/**
 * Reads a file of tools; `taken` are names that mean something already.
 *
 * @throws Refusal `INPUT_INVALID` with one entry per mistake, each with its `path:line:column`.
 * @example
 * readToolsFile("tools:\n  greet: { description: Greets., command: echo hi }\n", "my.tools.yaml", []);
 */
export function readToolsFile(
  text: string,
  path: string,
  taken: readonly string[],
): readonly OwnTool[] {
  const read = readYaml(text, path, form);
  if ("errors" in read) throw refusal(path, read.errors);
  const entries = Object.entries(read.value.tools);
  const errors = entries.flatMap(([name, entry]) => [
    ...checkName(read.yaml, name, taken),
    ...checkTemplate(read.yaml, name, entry),
  ]);
  if (errors.length > 0) throw refusal(path, errors);
  return entries.map(([name, entry]) => toTool(name, entry));
}

function checkName(yaml: YamlText, name: string, taken: readonly string[]): readonly FieldError[] {
  const at = yaml.placeOfKey(["tools"], name);
  if (!nameForm.test(name)) {
    return [
      {
        field: at,
        message: `\`${name}\` is no name of a tool: use letters, digits, \`_\`, \`-\` and \`.\``,
      },
    ];
  }
  if (!taken.includes(name) && !name.startsWith("mcp.")) return [];
  return [{ field: at, message: `\`${name}\` means something already: call it something else` }];
}

/** A tool knows its input and nothing of the run. */
function checkTemplate(yaml: YamlText, name: string, entry: Entry): readonly FieldError[] {
  const key = entry.command === undefined ? "script" : "command";
  const at = yaml.placeOf(["tools", name, key]);
  const { parts, faults } = parseTemplate(entry[key] ?? "");
  const known = Object.keys(entry.input);
  const list = known.map((one) => `\`{{input.${one}}}\``).join(", ");
  return [
    ...faults.map(() => ({
      field: at,
      message: "a `{{` in it begins no reference; write `\\{{` for the text",
    })),
    ...parts.flatMap((part): FieldError[] => {
      if (typeof part === "string") return [];
      const [namespace, wanted] = part.ref;
      if (namespace === "input" && (wanted === undefined || known.includes(wanted))) return [];
      const otherwise = known.length === 0 ? "declare it under `input`" : `use ${list}`;
      const advice = namespace === "input" ? didYouMean(wanted ?? "", known, otherwise) : otherwise;
      return [
        {
          field: at,
          message: `\`{{${part.ref.join(".")}}}\` is nothing that a tool knows; ${advice}`,
        },
      ];
    }),
  ];
}

function toTool(name: string, entry: Entry): OwnTool {
  const { description, input, command, script = "", language, timeout, env } = entry;
  const template = toTemplate(parseTemplate(command ?? script));
  return {
    name,
    description,
    input: Object.entries(input).map(([key, { enum: allowed, ...rest }]) => ({
      name: key,
      ...rest,
      ...(allowed !== undefined && { enum: allowed }),
    })),
    run: command === undefined ? { script: template, language } : { command: template },
    timeoutMs: parseDuration(timeout ?? "") ?? defaultTimeoutMs,
    readsOnly: entry.readonly,
    env,
  };
}

function refusal(path: string, errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The tools can't be used: ${first?.field ?? path}: ${first?.message ?? ""}${more}`,
    {
      errors,
      hint: "under `tools`, each tool has a `description`, an `input`, and a `command` or a `script`; nothing was run",
    },
  );
}
