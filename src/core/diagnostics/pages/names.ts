/** Pages of codes of names and words: declared twice, unknown, missing. */
import type { NameHoles } from "../catalog/names.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const namePages: Pages<NameHoles> = {
  E010: {
    title: "A name is declared twice",
    explanation: prose`
      All nodes share one namespace, whatever their kind; schemas, prompts, presets and variables
      have one each. The first declaration of a name counts. The second is read for faults in its
      text and otherwise left out.`,
    bad: snippet`
      agent check:
        model: "openai/gpt-5"

      tool check:
        command: "make check"

      workflow w:
        entry: check
        check -> done
    `,
    good: snippet`
      agent check:
        model: "openai/gpt-5"

      tool check_build:
        command: "make check"

      workflow w:
        entry: check
        check -> check_build
        check_build -> done
    `,
  },
  E011: {
    title: "A node is called like a built-in one",
    explanation: prose`
      Every workflow has two terminals: \`done\` ends a path well, \`fail\` ends it badly. Edges lead
      to them without a declaration. Schemas, prompts and servers may be called so.`,
    bad: snippet`
      agent done:
        model: "openai/gpt-5"

      agent starter:
        model: "openai/gpt-5"

      workflow w:
        entry: starter
        starter -> done
    `,
    good: snippet`
      agent starter:
        model: "openai/gpt-5"

      workflow w:
        entry: starter
        starter -> done
    `,
  },
  E012: {
    title: "A block doesn't have this property",
    explanation: prose`
      Which properties a declaration takes depends on its kind: a tool has a \`command\`, an agent a
      \`model\`, a human node neither. A property that nobody reads would be ignored silently, so it
      is refused.`,
    bad: snippet`
      agent coder:
        modle: "anthropic/claude-sonnet-5"

      workflow w:
        entry: coder
        coder -> done
    `,
    good: snippet`
      agent coder:
        model: "anthropic/claude-sonnet-5"

      workflow w:
        entry: coder
        coder -> done
    `,
  },
  E013: {
    title: "A required property is missing",
    explanation: prose`
      A tool needs something to run, a \`command\` or a \`script\`. A compute needs its \`expr\` block.`,
    bad: snippet`
      tool verify:
        readonly: true

      workflow w:
        entry: verify
        verify -> done
    `,
    good: snippet`
      tool verify:
        command: "make verify"
        readonly: true

      workflow w:
        entry: verify
        verify -> done
    `,
  },
  E020: {
    title: "A word that isn't among the allowed ones",
    explanation: prose`
      Some properties take one word of a fixed list: modes, strategies, sessions, efforts, and
      \`true\` or \`false\`.`,
    bad: snippet`
      agent chat:
        model: "openai/gpt-5"
        session: keep

      workflow w:
        entry: chat
        chat -> done
    `,
    good: snippet`
      agent chat:
        model: "openai/gpt-5"
        session: inherit_if_available

      workflow w:
        entry: chat
        chat -> done
    `,
  },
  E021: {
    title: "An unknown type",
    explanation: prose`
      Variables and fields have one of six types: \`string\`, \`bool\`, \`int\`, \`float\`, \`json\` for
      anything, and \`string[]\`. Schemas aren't types; nested data is \`json\`.`,
    bad: snippet`
      vars:
        since: date

      agent historian:
        model: "openai/gpt-5"

      workflow w:
        entry: historian
        historian -> done
    `,
    good: snippet`
      vars:
        since: string

      agent historian:
        model: "openai/gpt-5"

      workflow w:
        entry: historian
        historian -> done
    `,
  },
};
