/** Pages of codes of the text: characters, tokens, indentation and strings. */
import type { TextHoles } from "../catalog/text.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const textPages: Pages<TextHoles> = {
  E001: {
    title: "Text that nothing allows at this place",
    explanation: prose`
      Every line of a file is read by itself, and here stands something that can't be part of one:
      a character that begins no word, a first word that begins no declaration, or a further word
      behind a line that is complete already. The line is left out, with everything indented below
      it, and reading goes on with the next one.

      Bytes that are not UTF-8, a carriage return without a line feed, a file above 10 MiB and JSON
      nested more than 100 levels deep are reported by this code as well.`,
    bad: snippet`
      agent draft:
        model: "openai/gpt-5"

      agent polish:
        model: "openai/gpt-5"

      workflow writing:
        entry: draft
        draft -> polish -> done
        polish -> done
    `,
    good: snippet`
      agent draft:
        model: "openai/gpt-5"

      agent polish:
        model: "openai/gpt-5"

      workflow writing:
        entry: draft
        draft -> polish
        polish -> done
    `,
  },
  E002: {
    title: "Something needed isn't there, or a value has the wrong form",
    explanation: prose`
      A line stops before it is complete, another word stands where a certain one must, a bracket
      stays open, a block has no lines, or a property is given a value of another form than it
      takes: a name where a text belongs, a number where a list does.

      Names of nodes, schemas and prompts are bare words. Models, commands and durations are texts
      in quotes.`,
    bad: snippet`
      agent writer:
        model: "openai/gpt-5"

      workflow short:
        entry: "writer"
        writer -> done
    `,
    good: snippet`
      agent writer:
        model: "openai/gpt-5"

      workflow short:
        entry: writer
        writer -> done
    `,
  },
  E003: {
    title: "The indentation fits no block",
    explanation: prose`
      Blocks are made by indentation with blanks. The first line of a block sets its width; the
      other lines stand at the same depth. A line that is deeper than the one above without a colon
      before it, a line whose depth belongs to no open block, and a tab among the blanks can't be
      placed. Everything from there down to the next line that fits is left out.`,
    bad: snippet`
      agent porter:
          model: "openai/gpt-5"
        readonly: true

      workflow w:
        entry: porter
        porter -> done
    `,
    good: snippet`
      agent porter:
          model: "openai/gpt-5"
          readonly: true

      workflow w:
        entry: porter
        porter -> done
    `,
  },
  E004: {
    title: "A string is never closed",
    explanation: prose`
      A string in double quotes ends on its own line; a quote inside it is written \`\\"\`. Text over
      several lines goes between backticks, or below \`key: |\` as an indented block.`,
    bad: snippet`
      tool tests:
        command: "npm test

      workflow ci:
        entry: tests
        tests -> done
    `,
    good: snippet`
      tool tests:
        command: "npm test"

      workflow ci:
        entry: tests
        tests -> done
    `,
  },
};
