/** Pages of codes of fields that references ask for. */
import type { FieldHoles } from "../catalog/graph-fields.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const fieldPages: Pages<FieldHoles> = {
  C031: {
    title: "A field that the output hasn't",
    explanation: prose`
      If everything that an output contains is known, by the node's schema or by what leads to it, a
      field that isn't in it is always empty. A path goes on below \`json\` and objects, and below
      \`string[]\` by one number.`,
    bad: snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done with { why: "{{outputs.review.reason}}" }
    `,
    good: snippet`
      schema verdict:
        ok: bool
        reason: string

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done with { why: "{{outputs.review.reason}}" }
    `,
  },
  C032: {
    title: "A field that nobody can check",
    explanation: prose`
      Without an \`output\` schema a node may put out anything, so a misspelt field goes unnoticed until
      it is empty when the workflow runs. With a schema the compiler checks the name, and the run
      checks the value.`,
    bad: snippet`
      agent rate:
        model: "openai/gpt-5"

      workflow w:
        entry: rate
        rate -> done with { score: "{{outputs.rate.score}}" }
    `,
    good: snippet`
      schema rating:
        score: int

      agent rate:
        model: "openai/gpt-5"
        output: rating

      workflow w:
        entry: rate
        rate -> done with { score: "{{outputs.rate.score}}" }
    `,
  },
  C033: {
    title: "A variable that isn't declared",
    explanation: prose`
      Variables are declared under \`vars:\`, at the top of the file or in the workflow. The fields of the
      entry's \`input\` schema are variables, too.`,
    bad: snippet`
      vars:
        base: string = "main"

      tool compare:
        command: "git diff {{vars.base}}...{{vars.head}}"

      workflow w:
        entry: compare
        compare -> done
    `,
    good: snippet`
      vars:
        base: string = "main"
        head: string

      tool compare:
        command: "git diff {{vars.base}}...{{vars.head}}"

      workflow w:
        entry: compare
        compare -> done
    `,
  },
  C034: {
    title: "A field that the input hasn't",
    explanation: prose`
      \`input\` is what comes into the node that refers to it; on an edge it is the input of the node
      that the edge leaves. With an \`input\` schema only the schema's fields are there for certain.`,
    bad: snippet`
      schema request:
        title: string

      tool greet:
        command: "echo {{input.name}}"
        input: request

      workflow w:
        entry: greet
        greet -> done
    `,
    good: snippet`
      schema request:
        title: string

      tool greet:
        command: "echo {{input.title}}"
        input: request

      workflow w:
        entry: greet
        greet -> done
    `,
  },
};
