/** Codes of models, delegates, servers and of who answers questions. */
import { didYouMean } from "#core/text/suggest.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface ModelHoles {
  C018: { readonly lack: "model" | "output"; readonly kind: string; readonly name: string };
  C023: { readonly property: string };
  C025: ServerFault;
  /** The value as it stands in the source. */
  C027: { readonly written: string };
  C029: { readonly name: string };
  C103: { readonly written: string; readonly known: readonly string[] };
  C110: { readonly name: string; readonly known: readonly string[] };
  C121: { readonly written: string };
}

/** What is wrong with an MCP server. */
export type ServerFault =
  | { readonly fault: "transport"; readonly name: string }
  | { readonly fault: "missing"; readonly transport: string; readonly property: string }
  | { readonly fault: "extra"; readonly transport: string; readonly property: string }
  | { readonly fault: "sse" };

/** The entries of these codes. */
export const modelEntries: CatalogEntries<ModelHoles> = {
  C018: {
    severity: "error",
    message: ({ lack, kind, name }) => {
      if (lack === "output")
        return `\`${name}\` is answered by a model, but has no \`output\` to fill in.`;
      return kind === "human"
        ? `\`${name}\` is answered by a model, but names none.`
        : `\`${name}\` has neither a model nor a delegate.`;
    },
    help: ({ lack }) =>
      lack === "output"
        ? "add `output:` with the name of a schema"
        : 'add `model: "anthropic/claude-sonnet-5"`',
  },
  C023: {
    severity: "error",
    message: ({ property }) => `\`${property}\` belongs to \`mode: llm\` only.`,
    help: () => "remove it, or write `mode: llm`",
  },
  C025: {
    severity: "error",
    message: (holes) => {
      switch (holes.fault) {
        case "transport":
          return `The server \`${holes.name}\` has no \`transport\`.`;
        case "missing":
          return `A \`${holes.transport}\` server needs a \`${holes.property}\`.`;
        case "extra":
          return `A \`${holes.transport}\` server has no use for \`${holes.property}\`.`;
        case "sse":
          return "The transport `sse` isn't supported.";
      }
    },
    help: (holes) => {
      switch (holes.fault) {
        case "transport":
          return "add `transport: stdio` or `transport: http`";
        case "missing":
          return holes.property === "url"
            ? 'add `url: "https://example.com/mcp"`'
            : 'add `command: "npx"`';
        case "extra":
          return `remove \`${holes.property}\``;
        case "sse":
          return "use `transport: http` with the server's `url`";
      }
    },
  },
  C027: {
    severity: "error",
    message: ({ written }) =>
      written.includes("${")
        ? `\`${written}\` expands to no reasoning effort.`
        : `\`${written}\` is no reasoning effort.`,
    help: () => "use `low`, `medium`, `high`, `extra_high` or `max`",
  },
  C029: {
    severity: "warning",
    message: ({ name }) =>
      `\`${name}\` has no delegate: its model can ask only by calling the tool \`ask_user\`.`,
    help: () => 'tell the model in its prompt when to ask, or add `delegate: "claude_code"`',
  },
  C103: {
    severity: "error",
    message: ({ written }) => `\`${written}\` is no delegate.`,
    help: ({ written, known }) =>
      didYouMean(written.replaceAll('"', ""), known, "use `claude_code`, `codex` or `none`"),
  },
  C110: {
    severity: "error",
    message: ({ name }) => `There is no MCP server \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`mcp_server ${name}:\``),
  },
  C121: {
    severity: "warning",
    message: ({ written }) => `No provider serves \`${written}\`.`,
    help: () => 'write `"anthropic/claude-sonnet-5"`',
  },
};
