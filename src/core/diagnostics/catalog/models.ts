/** Codes of models, delegates, servers and of who answers questions. */
import { didYouMean } from "#core/text/suggest.ts";
import { prose, snippet } from "./entry.ts";
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
    title: "Nobody can do the node's work",
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
    explanation: prose`
      Agents, judges and routers with \`mode: llm\` need a model, or a delegate that brings its own.
      The workflow's \`default_backend\` and the variables ITERION_DEFAULT_SUPERVISOR_MODEL and
      ITERION_DEFAULT_BACKEND count, too. A human node that a model may answer needs a model and an
      \`output\`, so that the answer has a form.`,
    bad: snippet`
      agent thinker:
        tools: [read_file]

      workflow w:
        entry: thinker
        thinker -> done
    `,
    good: snippet`
      agent thinker:
        model: "anthropic/claude-sonnet-5"
        tools: [read_file]

      workflow w:
        entry: thinker
        thinker -> done
    `,
  },
  C023: {
    severity: "error",
    title: "A property of routers that choose by model",
    message: ({ property }) => `\`${property}\` belongs to \`mode: llm\` only.`,
    help: () => "remove it, or write `mode: llm`",
    explanation: prose`
      Only a router with \`mode: llm\` asks a model. The other modes go by conditions and turns, so
      models, prompts and time limits would have no effect on them.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"

      router all:
        model: "openai/gpt-5"

      workflow w:
        entry: all
        all -> a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"

      router choice:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: choice
        choice -> a
        choice -> done
        a -> done
    `,
  },
  C025: {
    severity: "error",
    title: "An MCP server that can't be reached",
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
    explanation: prose`
      A server with \`transport: stdio\` is a program: it has a \`command\`, perhaps \`args\` and \`env\`.
      One with \`transport: http\` has a \`url\`. What belongs to the other sort would be ignored, and
      is refused.`,
    bad: snippet`
      mcp_server tickets:
        transport: stdio

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `,
  },
  C027: {
    severity: "error",
    title: "A text that is no reasoning effort",
    message: ({ written }) =>
      written.includes("${")
        ? `\`${written}\` expands to no reasoning effort.`
        : `\`${written}\` is no reasoning effort.`,
    help: () => "use `low`, `medium`, `high`, `extra_high` or `max`",
    explanation: prose`
      The effort may be a bare word, or a text with an environment variable in it. After the variable
      has been put in, the text must be one of the efforts.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"
        reasoning_effort: "\${EFFORT:-full}"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"
        reasoning_effort: "\${EFFORT:-high}"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C029: {
    severity: "warning",
    title: "A node that asks by a tool",
    message: ({ name }) =>
      `\`${name}\` has no delegate: its model can ask only by calling the tool \`ask_user\`.`,
    help: () => 'tell the model in its prompt when to ask, or add `delegate: "claude_code"`',
    explanation: prose`
      \`interaction\` says who answers questions while a node works. Coding agents are made for that. A
      model that is called directly is given the tool \`ask_user\`: it has to be one that calls tools,
      and to be told when to ask.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"
        interaction: human

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        delegate: "claude_code"
        interaction: human

      workflow w:
        entry: a
        a -> done
    `,
  },
  C103: {
    severity: "error",
    title: "An unknown delegate",
    message: ({ written }) => `\`${written}\` is no delegate.`,
    help: ({ written, known }) =>
      didYouMean(written.replaceAll('"', ""), known, "use `claude_code`, `codex` or `none`"),
    explanation: prose`
      A delegate is a coding agent that Iter starts: \`claude_code\` (or \`claude\`) and \`codex\`. \`none\`
      (or \`goai\`) calls the model directly, whatever the defaults say.`,
    bad: snippet`
      agent a:
        delegate: "claude-code"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        delegate: "claude_code"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C110: {
    severity: "error",
    title: "An MCP server that isn't declared",
    message: ({ name }) => `There is no MCP server \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`mcp_server ${name}:\``),
    explanation: prose`
      \`servers\` and \`disable\` name servers that the file declares. With \`autoload_project: true\` the
      project's own servers count as well, and the names can't be checked.`,
    bad: snippet`
      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [ticket]

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `,
  },
  C121: {
    severity: "warning",
    title: "A model that no provider serves",
    message: ({ written }) => `No provider serves \`${written}\`.`,
    help: () => 'write `"anthropic/claude-sonnet-5"`',
    explanation: prose`
      A model is written as provider and name: \`anthropic/…\`, \`openai/…\`, \`github/…\`,
      \`openai-compatible/…\` or \`simulate/…\`. Names that begin with \`claude-\` or \`gpt-\` are
      understood without one. Several, with \`|\` between them, are tried in their order as long as
      one can't be reached. References have no meaning in a model's name; environment variables
      have.`,
    bad: snippet`
      agent a:
        model: "sonnet"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "anthropic/claude-sonnet-5"

      workflow w:
        entry: a
        a -> done
    `,
  },
};
