/** Codes of references and expressions: what they name, and whether it can be there. */
import { didYouMean, suggest } from "#core/text/suggest.ts";
import { listNames } from "./entry.ts";
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
    message: describeMalformed,
    help: helpWithMalformed,
  },
  C017: {
    severity: "error",
    message: ({ node }) => `\`${node}\` is in no loop, so it has no history.`,
    help: ({ node, bare }) => `use ${asWritten(`outputs.${node}`, bare)}`,
  },
  C030: {
    severity: "error",
    message: ({ name }) => `There is no node \`${name}\`${isTerminalName(name)}.`,
    help: ({ name, known }) => suggestPath("outputs", name, known, "remove the reference"),
  },
  C035: {
    severity: "error",
    message: ({ name }) => `No node publishes \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `publish it: \`publish: ${name}\``),
  },
  C036: {
    severity: "error",
    message: ({ node, consumer, after, artifact }) => {
      const what =
        artifact === undefined
          ? `\`${node}\` can't have run`
          : `No node that publishes \`${artifact}\` can have run`;
      return `${what} ${after ? `when an edge of \`${consumer}\` is taken` : `before \`${consumer}\``}.`;
    },
    help: ({ node }) => `move the reference behind \`${node}\``,
  },
  C100: {
    severity: "error",
    message: ({ message }) => message,
    help: ({ help }) => help ?? "write one such as `score > 5`",
  },
  C105: {
    severity: "error",
    message: ({ name }) => `No edge is marked \`as ${name}(…)\`.`,
    help: ({ name, known }) => suggestPath("loop", name, known, `mark an edge: \`as ${name}(3)\``),
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
