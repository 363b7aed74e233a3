/** Pages of codes of references and expressions: what they name, and whether it can be there. */
import type { ReferenceHoles } from "../catalog/graph-references.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const referencePages: Pages<ReferenceHoles> = {
  C004: {
    title: "A reference that can't be one",
    explanation: prose`
      A reference is \`{{\`, a path of names and numbers joined by dots, and \`}}\`. The path begins with
      a namespace: \`vars\`, \`input\`, \`outputs\`, \`artifacts\`, \`loop\`, \`run\` or \`github\`. Behind
      \`outputs\` and \`artifacts\` stands a name, behind \`loop\` the loop's name and one of
      \`iteration\`, \`max\` and \`previous_output\`. To write \`{{\` as text, put a backslash before it.`,
    bad: snippet`
      tool greet:
        command: "echo {{name}}"

      workflow w:
        entry: greet
        greet -> done
    `,
    good: snippet`
      tool greet:
        command: "echo {{input.name}}"

      workflow w:
        entry: greet
        greet -> done
    `,
  },
  C017: {
    title: "The history of a node that runs once",
    explanation: prose`
      \`history\` lists all outputs of a node in a run, oldest first. A node that is on no cycle runs
      once at most; its only output is there without \`history\`.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done with { past: "{{outputs.build.history}}" }
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> build when "exit_code != 0" as again(2)
        build -> done with { past: "{{outputs.build.history}}" }
    `,
  },
  C030: {
    title: "The output of no node",
    explanation: prose`
      \`outputs\` is followed by the name of a node that the file declares. The terminals \`done\` and
      \`fail\` have no output.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done with { log: "{{outputs.biuld.stdout}}" }
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done with { log: "{{outputs.build.stdout}}" }
    `,
  },
  C035: {
    title: "An artifact that nobody publishes",
    explanation: prose`
      A node with \`publish: name\` makes its output the next version of that artifact;
      \`artifacts.name\` is the latest one.`,
    bad: snippet`
      tool build:
        command: "make"
        publish: log

      workflow w:
        entry: build
        build -> done with { log: "{{artifacts.logs}}" }
    `,
    good: snippet`
      tool build:
        command: "make"
        publish: log

      workflow w:
        entry: build
        build -> done with { log: "{{artifacts.log}}" }
    `,
  },
  C036: {
    title: "An output of something that comes later",
    explanation: prose`
      An output is there once its node has run. A node, and what leaves it, can only refer to nodes from
      which a path leads to it. Branches that run side by side don't see one another. In a loop a node
      comes before itself: it sees its output of the round before.`,
    bad: snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test with { log: "{{outputs.test.stdout}}" }
        test -> done
    `,
    good: snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
        test -> done with { log: "{{outputs.test.stdout}}" }
    `,
  },
  C100: {
    title: "Something that is no expression",
    explanation: prose`
      Quoted conditions and the entries of \`expr\` are expressions: values, references without braces,
      fields by their bare names, \`||\`, \`&&\`, \`!\`, comparisons, arithmetic and a small set of
      functions. The second argument of \`matches\` is a regular expression in quotes.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done when "exit_code =="
        build -> fail
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done when "exit_code == 0"
        build -> fail
    `,
  },
  C105: {
    title: "A loop that isn't there",
    explanation: prose`
      \`loop\` is followed by the name of a loop: the name behind \`as\` on an edge.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> build when "loop.retries.iteration < 1" as retry(2)
        build -> done
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> build when "loop.retry.iteration < 1" as retry(2)
        build -> done
    `,
  },
};
