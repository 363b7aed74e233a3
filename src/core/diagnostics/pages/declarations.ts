/** Pages of codes of declarations: what they are called, what they name, what is there twice. */
import type { DeclarationHoles } from "../catalog/declarations.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const declarationPages: Pages<DeclarationHoles> = {
  C002: {
    title: "A schema that isn't declared",
    explanation: prose`
      \`input\` and \`output\` name the schemas that data must fit. A schema may be declared anywhere in
      the file, also below its use.`,
    bad: snippet`
      agent planner:
        model: "openai/gpt-5"
        output: plan

      workflow w:
        entry: planner
        planner -> done
    `,
    good: snippet`
      agent planner:
        model: "openai/gpt-5"
        output: plan

      schema plan:
        steps: string[]

      workflow w:
        entry: planner
        planner -> done
    `,
  },
  C003: {
    title: "A prompt that isn't declared",
    explanation: prose`
      \`system\`, \`user\`, \`instructions\` and \`interaction_prompt\` name prompts of the file; texts
      can't be written there directly. One prompt may serve any number of nodes.`,
    bad: snippet`
      agent critic:
        model: "openai/gpt-5"
        system: critic_system

      workflow w:
        entry: critic
        critic -> done
    `,
    good: snippet`
      prompt critic_system:
        Judge harshly, but say why.

      agent critic:
        model: "openai/gpt-5"
        system: critic_system

      workflow w:
        entry: critic
        critic -> done
    `,
  },
  C006: {
    title: "No workflow",
    explanation: prose`
      A file is run by its workflow: where it begins, and which edges lead from node to node. There
      is exactly one in a file.`,
    bad: snippet`
      agent solo:
        model: "openai/gpt-5"
    `,
    good: snippet`
      agent solo:
        model: "openai/gpt-5"

      workflow main:
        entry: solo
        solo -> done
    `,
  },
  C007: {
    title: "A second workflow",
    explanation: prose`
      Which of two workflows a run would mean can't be told. The first one is compiled, the others
      are only read for faults in their text.`,
    bad: snippet`
      agent worker:
        model: "openai/gpt-5"

      workflow morning:
        entry: worker
        worker -> done

      workflow evening:
        entry: worker
        worker -> done
    `,
    good: snippet`
      agent worker:
        model: "openai/gpt-5"

      workflow morning:
        entry: worker
        worker -> done
    `,
  },
  C024: {
    title: "An MCP server is declared twice",
    explanation: prose`
      Agents name servers, so a name must mean one of them. The first declaration counts.`,
    bad: snippet`
      mcp_server tickets:
        transport: http
        url: "https://tickets.example/mcp"

      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      mcp_server tickets:
        transport: http
        url: "https://tickets.example/mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `,
  },
  C104: {
    title: "A property, clause or key is given twice",
    explanation: prose`
      The first one counts. Two spellings of one property count as the same: \`delegate\` and
      \`backend\`, and \`mode\` and \`interaction\` of a human node.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"
        readonly: true
        model: "openai/gpt-5-mini"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"
        readonly: true

      workflow w:
        entry: a
        a -> done
    `,
  },
  C106: {
    title: "A tool has more to run than one thing",
    explanation: prose`
      A \`command\` is a line for the shell. A \`script\` is a whole program, whose \`language\` says
      what runs it. A tool runs one of the two.`,
    bad: snippet`
      tool t:
        command: "make"
        script: |
          make install

      workflow w:
        entry: t
        t -> done
    `,
    good: snippet`
      tool t:
        script: |
          make
          make install
        language: bash

      workflow w:
        entry: t
        t -> done
    `,
  },
  C108: {
    title: "A preset sets a variable that isn't declared",
    explanation: prose`
      A preset is a set of values for variables of the workflow: those under \`vars:\`, and the fields
      of the entry node's \`input\`.`,
    bad: snippet`
      vars:
        depth: int = 1

      presets:
        nightly:
          depht: 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      vars:
        depth: int = 1

      presets:
        nightly:
          depth: 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C120: {
    title: "An enum on a type that has none",
    explanation: prose`
      An \`enum\` lists the texts that a field of type \`string\` may hold, or the items of a
      \`string[]\`. Other types don't take one.`,
    bad: snippet`
      schema v:
        level: int [enum: "1", "2"]

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> done
    `,
    good: snippet`
      schema v:
        level: string [enum: "low", "high"]

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> done
    `,
  },
};
