/** Codes of files that a workflow uses. */
import { listNames } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface UseHoles {
  C123: { readonly file: string; readonly problem: UseProblem };
  /** `known` is what the file gives. */
  C124: {
    readonly node: string;
    readonly file: string;
    readonly schema: string;
    readonly fields: readonly string[];
    readonly known: readonly string[];
  };
}

/** Why a file cannot be used. */
export type UseProblem =
  | { readonly kind: "ending" }
  /** It cannot be read, or what it needs cannot. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly hint: string }
  /** It has errors, the first of them at a place. */
  | { readonly kind: "errors"; readonly first: string; readonly count: number }
  | { readonly kind: "circle" };

/** The entries of these codes. */
export const useEntries: CatalogEntries<UseHoles> = {
  C123: {
    severity: "error",
    message: describeProblem,
    help: helpWithProblem,
  },
  C124: {
    severity: "error",
    message: ({ node, file, schema, fields }) =>
      `The schema \`${schema}\` of \`${node}\` wants ${listNames(fields, "and")}, which \`${file}\` doesn't give.`,
    help: ({ known }) =>
      known.length === 0
        ? "leave `output` out"
        : `name nodes of the file: it gives ${listNames(known, "and")}`,
  },
};

function describeProblem({ file, problem }: UseHoles["C123"]): string {
  switch (problem.kind) {
    case "ending":
      return `\`${file}\` is neither a flow nor an \`.iter\` file.`;
    case "unreadable":
      return `\`${file}\` can't be used: ${problem.reason}`;
    case "errors": {
      const count = problem.count === 1 ? "an error" : `${problem.count} errors`;
      return `\`${file}\` has ${count}: ${problem.first}`;
    }
    case "circle":
      return `\`${file}\` uses this file itself, so the two would never end.`;
  }
}

function helpWithProblem({ file, problem }: UseHoles["C123"]): string {
  switch (problem.kind) {
    case "ending":
      return 'name a flow: `file: "checks.flow.json"`';
    case "unreadable":
      return problem.hint;
    case "errors":
      return `mend them: \`iter validate\` lists all of \`${file}\``;
    case "circle":
      return "take one of the two uses out, or loop inside one file";
  }
}
