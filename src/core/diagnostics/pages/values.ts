/** Pages of codes of values: numbers, durations, variables' values and the environment. */
import type { ValueHoles } from "../catalog/values.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const valuePages: Pages<ValueHoles> = {
  C026: {
    title: "A loop that can never be taken",
    explanation: prose`
      The number behind a loop's name is how often its edges may be taken before the run has to go
      another way. Below 1 that is never.`,
    bad: snippet`
      schema v:
        ok: bool

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> j when not ok as again(0)
        j -> done when ok
    `,
    good: snippet`
      schema v:
        ok: bool

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> j when not ok as again(3)
        j -> done when ok
    `,
  },
  C102: {
    title: "An environment variable isn't set",
    explanation: prose`
      \`\${NAME}\` is replaced when the file is compiled. Without a value and without a default nothing
      can be put in. While a file is only checked, formatted or drawn this is a warning; before a run
      it is an error. Empty counts as unset.`,
    bad: snippet`
      agent a:
        model: "\${REVIEW_MODEL}"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "\${REVIEW_MODEL:-openai/gpt-5}"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C107: {
    title: "A text that is no duration",
    explanation: prose`
      A duration is one number or several, each with its unit: \`ms\`, \`s\`, \`m\`, \`h\` or \`d\`, without
      blanks, together more than nothing. So \`"90s"\`, \`"1h30m"\` and \`"1.5m"\` are durations.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"
        timeout: "soon"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"
        timeout: "1h30m"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C109: {
    title: "A value of another type than its variable",
    explanation: prose`
      Defaults and presets must fit the declared type: an \`int\` takes a whole number, a \`float\` any
      number, a \`bool\` \`true\` or \`false\`, a \`string[]\` a list of texts, \`json\` anything. A text with
      an environment variable may stand for a number or a bool if it reads as one.`,
    bad: snippet`
      vars:
        count: int = "three"

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      vars:
        count: int = 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C114: {
    title: "A number outside its range",
    explanation: prose`
      Counts and limits have a least value, some a greatest one. Whole numbers are kept exactly up to
      nine quadrillions (2⁵³ − 1); beyond that they would change silently.`,
    bad: snippet`
      human h:
        min_answers: 0

      workflow w:
        entry: h
        h -> done
    `,
    good: snippet`
      human h:
        min_answers: 2

      workflow w:
        entry: h
        h -> done
    `,
  },
  C122: {
    title: "A secret where it would be written to the log",
    explanation: prose`
      Mappings, defaults and presets become part of the run's log. A variable whose name ends in
      TOKEN, KEY, SECRET, PASSWORD and the like is a secret and isn't put in there. Commands and
      servers' addresses get it at the last moment instead, and the log keeps the variable's name.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"

      agent b:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> b with { auth: "Bearer \${DEPLOY_TOKEN}" }
        b -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"

      tool b:
        command: "curl -H \\"Authorization: Bearer \${DEPLOY_TOKEN}\\" https://deploy.example"

      workflow w:
        entry: a
        a -> b
        b -> done
    `,
  },
};
