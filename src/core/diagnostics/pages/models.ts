/** Pages of codes of models, delegates, servers and of who answers questions. */
import type { ModelHoles } from "../catalog/models.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const modelPages: Pages<ModelHoles> = {
  C018: {
    title: "Nobody can do the node's work",
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
    title: "A property of routers that choose by model",
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
    title: "An MCP server that can't be reached",
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
    title: "A text that is no reasoning effort",
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
    title: "A node that asks by a tool",
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
    title: "An unknown delegate",
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
    title: "An MCP server that isn't declared",
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
    title: "A model that no provider serves",
    explanation: prose`
      A model is written as provider and name: \`anthropic/…\`, \`openai/…\`, \`github/…\`,
      \`bedrock/…\`, \`vertex/…\`, \`openai-compatible/…\` or \`simulate/…\`. Names that begin with \`claude-\` or \`gpt-\` are
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
