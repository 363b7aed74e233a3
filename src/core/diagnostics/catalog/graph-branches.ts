/** Codes of parallel branches: where they meet and what they do to one another. */
import { didYouMean } from "#core/text/suggest.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface BranchHoles {
  /** `join` is the join straight before the node, null if branches meet at the node itself. */
  C009: { readonly node: string; readonly join: string | null };
  C028: { readonly key: string; readonly other: string; readonly source: string };
  /** Two nodes of different branches of `fork`, or one that several branches run. */
  C115: { readonly fork: string; readonly first: string; readonly second: string };
  C118: { readonly node: string; readonly join: boolean };
  /** `known` is false for a name that is no node; `leading` are then those that lead to the join. */
  C119: {
    readonly name: string;
    readonly node: string;
    readonly known: boolean;
    readonly leading: readonly string[];
  };
}

/** The entries of these codes. */
export const branchEntries: CatalogEntries<BranchHoles> = {
  C009: {
    severity: "error",
    message: ({ node, join }) =>
      join === null
        ? `\`${node}\` continues a session, but several branches meet here.`
        : `\`${node}\` continues a session, but several branches meet at \`${join}\` before it.`,
    help: () => "use `session: fresh` or `inherit_if_available`",
  },
  C028: {
    severity: "warning",
    message: ({ key, other }) =>
      `\`${key}\` also comes from the branch of \`${other}\`; this value wins.`,
    help: ({ key, source }) => `use another key: \`${key}_${source}: …\``,
  },
  C115: {
    severity: "warning",
    message: ({ first, second }) =>
      first === second
        ? `Several branches change the workspace by \`${first}\`; they will wait for one another.`
        : `\`${first}\` and \`${second}\` both change the workspace; they will wait for one another.`,
    help: () => "mark one `readonly: true`, or run them one after the other",
  },
  C118: {
    severity: "warning",
    message: ({ node }) =>
      `No parallel router leads to \`${node}\`, so there is nothing to wait for.`,
    help: ({ join }) => (join ? "remove the join" : "remove `await`"),
  },
  C119: {
    severity: "error",
    message: ({ name, node, known }) =>
      known
        ? `No path leads from \`${name}\` to \`${node}\`, so no branch can bring it.`
        : `There is no node \`${name}\`.`,
    help: ({ name, known, leading }) => {
      const otherwise = `remove \`${name}\`, or require a node of a branch`;
      return known ? otherwise : didYouMean(name, leading, otherwise);
    },
  },
};
