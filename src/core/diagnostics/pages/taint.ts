/** Pages of codes of text that strangers have written. */
import type { TaintHoles } from "../catalog/taint.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const taintPages: Pages<TaintHoles> = {
  C180: {
    title: "Text of strangers leads to a push",
    explanation: prose`
      Titles, comments, diffs and logs are written by others, and a model that reads them may do what
      they say. Before such a model's work becomes a commit, a pull request or a dispatch, every way
      has to pass a person or the verdict of a judge.`,
    bad: snippet`
      agent mend:
        model: "openai/gpt-5"
        tools: [github.comments, write_file]

      agent push:
        model: "openai/gpt-5"
        tools: [github.commit]

      workflow w:
        entry: mend
        mend -> push
        push -> done
    `,
    good: snippet`
      schema verdict:
        sound: bool

      agent mend:
        model: "openai/gpt-5"
        tools: [github.comments, write_file]

      judge sound:
        model: "openai/gpt-5"
        output: verdict

      agent push:
        model: "openai/gpt-5"
        tools: [github.commit]

      workflow w:
        entry: mend
        mend -> sound
        sound -> push when sound
        sound -> fail when not sound
        push -> done
    `,
  },
  C181: {
    title: "A command is given text of strangers",
    explanation: prose`
      A reference in a command is never pasted into it: the shell gets a variable, and the text stays
      one word. The program that is called gets it all the same, and must not take it for a path, an
      option or a script. Give it what can't be chosen freely: a number, a bool or a word of a list.`,
    bad: snippet`
      tool greet:
        command: "echo {{github.pr.title}}"

      workflow w:
        entry: greet
        greet -> done
    `,
    good: snippet`
      tool greet:
        command: "echo {{github.pr.number}}"

      workflow w:
        entry: greet
        greet -> done
    `,
  },
};
