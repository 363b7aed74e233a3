/** Codes of references and expressions: what they name, and whether it can be there. */
import { didYouMean, suggest } from "#core/text/suggest.ts";
import { listNames, prose, snippet } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface ReferenceHoles {
  /** `text` is what is written: a path, or with its braces what is none; `bare` in an expression. */
  C004: {
    readonly text: string;
    readonly bare: boolean;
    readonly why: "unclosed" | "not-a-path" | "namespace" | "alone" | "member";
  };
  C017: { readonly node: string; readonly bare: boolean };
  C030: { readonly name: string; readonly known: readonly string[] };
  C035: { readonly name: string; readonly known: readonly string[] };
  /** `after`: the consumer itself has run; `artifact` is what the node publishes. */
  C036: {
    readonly node: string;
    readonly consumer: string;
    readonly after: boolean;
    readonly artifact?: string;
  };
  C100: { readonly message: string; readonly help?: string };
  C105: { readonly name: string; readonly known: readonly string[] };
}

/** The entries of these codes. */
export const referenceEntries: CatalogEntries<ReferenceHoles> = {
  C004: {
    severity: "error",
    title: "A reference that can't be one",
    message: describeMalformed,
    help: helpWithMalformed,
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
    severity: "error",
    title: "The history of a node that runs once",
    message: ({ node }) => `\`${node}\` is in no loop, so it has no history.`,
    help: ({ node, bare }) => `use ${asWritten(`outputs.${node}`, bare)}`,
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
    severity: "error",
    title: "The output of no node",
    message: ({ name }) => `There is no node \`${name}\`${isTerminalName(name)}.`,
    help: ({ name, known }) => suggestPath("outputs", name, known, "remove the reference"),
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
    severity: "error",
    title: "An artifact that nobody publishes",
    message: ({ name }) => `No node publishes \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `publish it: \`publish: ${name}\``),
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
    severity: "error",
    title: "An output of something that comes later",
    message: ({ node, consumer, after, artifact }) => {
      const what =
        artifact === undefined
          ? `\`${node}\` can't have run`
          : `No node that publishes \`${artifact}\` can have run`;
      return `${what} ${after ? `when an edge of \`${consumer}\` is taken` : `before \`${consumer}\``}.`;
    },
    help: ({ node }) => `move the reference behind \`${node}\``,
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
    severity: "error",
    title: "Something that is no expression",
    message: ({ message }) => message,
    help: ({ help }) => help ?? "write one such as `score > 5`",
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
    severity: "error",
    title: "A loop that isn't there",
    message: ({ name }) => `No edge is marked \`as ${name}(…)\`.`,
    help: ({ name, known }) => suggestPath("loop", name, known, `mark an edge: \`as ${name}(3)\``),
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

/** A path as it stands in a text, or bare in an expression. */
function asWritten(path: string, bare: boolean): string {
  return bare ? `\`${path}\`` : `\`{{${path}}}\``;
}

function describeMalformed({ text, bare, why }: ReferenceHoles["C004"]): string {
  switch (why) {
    case "unclosed":
      return "The reference that begins here isn't closed.";
    case "not-a-path":
      return `\`${text}\` is no path of names and numbers.`;
    case "namespace":
      return `${asWritten(text, bare)} begins with no namespace.`;
    case "alone":
      return `${asWritten(text, bare)} stops before it names anything.`;
    case "member":
      return `There is no ${asWritten(text, bare)}.`;
  }
}

function helpWithMalformed({ text, bare, why }: ReferenceHoles["C004"]): string {
  switch (why) {
    case "unclosed":
      return "close it with `}}`, or write `\\{{` for plain text";
    case "not-a-path":
      return "write a path such as `{{input.title}}`, or `\\{{` for plain text";
    case "namespace":
      return `use ${listNames(namespaces)}, or write \`\\{{\` for plain text`;
    case "alone":
      return `go on with a dot and a name: \`${membersOf(text)[0] ?? `${text}.name`}\``;
    case "member":
      return suggestMember(text, bare);
  }
}

const namespaces = ["vars", "input", "outputs", "artifacts", "loop", "run", "github"];

const pullRequest = "number title body author head_sha base_sha head_ref base_ref draft fork";
const events = "event event_name repository owner sha ref actor actor_level run_url thread.number";
const known: readonly string[] = [
  "run.id",
  ...events.split(" ").map((name) => `github.${name}`),
  ...`${pullRequest} changed_files`.split(" ").map((name) => `github.pr.${name}`),
  ...["number", "title", "body", "author", "labels"].map((name) => `github.issue.${name}`),
  ...["name", "text"].map((name) => `github.command.${name}`),
  ...["workflow", "conclusion", "fingerprint", "attempt"].map((name) => `github.ci.${name}`),
];

/** What there is of the namespace that a path begins with, and of the loop that it names. */
function membersOf(text: string): readonly string[] {
  const [namespace = "", name] = text.split(".");
  if (namespace !== "loop") return known.filter((each) => each.startsWith(`${namespace}.`));
  const loop = `loop.${name ?? "name"}`;
  return [`${loop}.iteration`, `${loop}.max`, `${loop}.previous_output`];
}

function suggestMember(text: string, bare: boolean): string {
  const members = membersOf(text);
  const inside = members.find((member) => text.startsWith(`${member}.`));
  if (inside !== undefined) return `end it there: ${asWritten(inside, bare)}`;
  const leafOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
  const near = suggest(leafOf(text), members.map(leafOf));
  const alike = members.filter((member) => leafOf(member) === near);
  const meant = alike.find((member) => member === text.replace(/[^.]*$/, near ?? ""));
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return `use ${listNames((alike.length > 0 ? alike : members).slice(0, 5))}`;
}

function suggestPath(
  namespace: string,
  name: string,
  known: readonly string[],
  otherwise: string,
): string {
  const help = didYouMean(name, known, "");
  if (help !== "") return help.replace("`", `\`${namespace}.`);
  const few = known.slice(0, 5).map((each) => `${namespace}.${each}`);
  return few.length === 0 ? otherwise : `use ${listNames(few)}`;
}

function isTerminalName(name: string): string {
  return name === "done" || name === "fail" ? " with an output" : "";
}
