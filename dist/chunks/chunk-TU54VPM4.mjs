import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/kinds/kind.ts
var delegateWords = {
  claude_code: "claude_code",
  claude: "claude_code",
  codex: "codex",
  none: "none",
  goai: "none"
};
var interactionWords = {
  human: "human",
  llm: "llm",
  llm_or_human: "llm_or_human",
  none: "none"
};
function defineKind(kind) {
  return kind;
}

// src/core/languages/iter/declarations.ts
var workflowProperties = {
  entry: { form: "name", field: "entry", summary: "The node where a run begins." },
  mcp: {
    form: "block",
    field: "mcp",
    block: {
      autoload_project: {
        form: "bool",
        field: "autoloadProject",
        default: false,
        summary: "Whether the project's `.mcp.json` is read."
      },
      servers: {
        form: "servers",
        field: "servers",
        default: [],
        summary: "Servers for all agents and judges."
      },
      disable: {
        form: "servers",
        field: "disable",
        default: [],
        summary: "Servers that are left out."
      }
    },
    summary: "The MCP servers of the workflow."
  },
  budget: {
    form: "block",
    field: "budget",
    default: null,
    block: {
      max_parallel_branches: {
        form: "whole",
        field: "maxParallelBranches",
        min: 1,
        summary: "Branches that may run at once."
      },
      max_duration: { form: "duration", field: "maxDurationMs", summary: "Working time." },
      max_cost_usd: {
        form: "number",
        field: "maxCostUsd",
        above: 0,
        summary: "Money for models and delegates."
      },
      max_tokens: { form: "whole", field: "maxTokens", min: 1, summary: "Tokens in and out." },
      max_iterations: {
        form: "whole",
        field: "maxIterations",
        min: 1,
        summary: "Traversals of loop edges."
      },
      unknown_price: {
        form: "word",
        field: "unknownPrice",
        words: { error: "error", ignore: "ignore" },
        default: "error",
        summary: "What a model without a known price means where money is limited."
      }
    },
    summary: "The limits of a run."
  },
  default_backend: {
    form: "delegate",
    field: "defaultBackend",
    words: delegateWords,
    summary: "The delegate of nodes that name none."
  },
  tool_policy: {
    form: "tools",
    field: "toolPolicy",
    summary: "Which tools are let through where a node doesn't say."
  },
  interaction: {
    form: "word",
    field: "interaction",
    words: interactionWords,
    default: "none",
    summary: "Who answers questions where a node doesn't say."
  }
};
var serverProperties = {
  transport: {
    form: "word",
    field: "transport",
    words: { stdio: "stdio", http: "http", sse: "sse" },
    summary: "A program on standard input and output, or an address."
  },
  command: { form: "string", field: "command", keepsSecrets: true, summary: "The program." },
  args: { form: "texts", field: "args", keepsSecrets: true, summary: "Its arguments." },
  env: {
    form: "env-names",
    field: "env",
    default: [],
    summary: "Names of environment variables that are handed to the program."
  },
  url: { form: "string", field: "url", keepsSecrets: true, summary: "The address." }
};

// src/core/languages/iter/vocabulary.ts
function vocabulary(kinds) {
  const declared = kinds.filter((kind) => kind.declared);
  return {
    kinds: declared.map((kind) => kind.name),
    declarations: new Map([
      ...declared.map((kind) => [kind.name, wordsOf(kind.properties)]),
      ["mcp_server", wordsOf(serverProperties)],
      ["workflow", wordsOf(workflowProperties)]
    ])
  };
}
function wordsOf(table) {
  const words = /* @__PURE__ */ new Map();
  for (const [name, spec] of Object.entries(table)) {
    const property = { name, block: blockOf(spec) };
    for (const spelling of [name, ...spec.aliases ?? []]) words.set(spelling, property);
  }
  return words;
}
function blockOf(spec) {
  if (spec.form === "expressions") return "any";
  return spec.block === void 0 ? null : wordsOf(spec.block);
}

export {
  delegateWords,
  interactionWords,
  defineKind,
  workflowProperties,
  serverProperties,
  vocabulary
};
