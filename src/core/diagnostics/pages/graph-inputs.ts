/** Pages of codes of what edges bring, and of declarations that nothing needs. */
import type { InputHoles } from "../catalog/graph-inputs.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const inputPages: Pages<InputHoles> = {
  C111: {
    title: "A field that isn't brought",
    explanation: prose`
      Every field of an \`input\` schema is needed. What an edge brings is its mapping, or without one
      the output of the node that it leaves. Where branches meet, one edge that brings the field is
      enough. A field that doesn't come arrives as null.`,
    bad: snippet`
      schema task:
        title: string
        body: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "{{outputs.plan.text}}" }
        write -> done
    `,
    good: snippet`
      schema task:
        title: string
        body: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "The plan", body: "{{outputs.plan.text}}" }
        write -> done
    `,
  },
  C112: {
    title: "A field of another type",
    explanation: prose`
      A mapping's value that is exactly one reference keeps the type of what it refers to; everything
      else is text. A value of another type is converted where nothing is lost by that, else the node
      fails when it is reached.`,
    bad: snippet`
      schema task:
        count: int

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { count: "3" }
        write -> done
    `,
    good: snippet`
      vars:
        count: int = 3

      schema task:
        count: int

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { count: "{{vars.count}}" }
        write -> done
    `,
  },
  C113: {
    title: "A key that the input doesn't know",
    explanation: prose`
      A mapping brings a key that the target's \`input\` schema doesn't have. It is kept, but nothing
      that relies on the schema will look for it; most often it is misspelt.`,
    bad: snippet`
      schema task:
        title: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { titel: "{{outputs.plan.text}}", title: "x" }
        write -> done
    `,
    good: snippet`
      schema task:
        title: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "{{outputs.plan.text}}" }
        write -> done
    `,
  },
  C116: {
    title: "A declaration that nothing uses",
    explanation: prose`
      Prompts are used by the nodes that name them, schemas as \`input\` or \`output\` of nodes. One that
      no node names has no effect, and what it says isn't checked.`,
    bad: snippet`
      prompt old_rules:
        Write short sentences.

      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `,
    good: snippet`
      prompt rules:
        Write short sentences.

      agent write:
        model: "openai/gpt-5"
        system: rules

      workflow w:
        entry: write
        write -> done
    `,
  },
};
