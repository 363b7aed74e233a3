/** Codes of ways through the graph: what is reached, what runs for ever, what can't end. */
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface WayHoles {
  C016: { readonly entry: string; readonly node: string };
  C019: { readonly from: string; readonly to: string };
  C020: { readonly node: string };
  C021: { readonly node: string };
  C101: { readonly node: string };
}

/** The entries of these codes. */
export const wayEntries: CatalogEntries<WayHoles> = {
  C016: {
    severity: "error",
    message: ({ entry, node }) => `No path leads from \`${entry}\` to \`${node}\`.`,
    help: ({ node }) => `add an edge to \`${node}\`, or remove it`,
  },
  C019: {
    severity: "error",
    message: ({ from, to }) => `\`${from} -> ${to}\` closes a cycle that no loop bounds.`,
    help: ({ from, to }) => `name the loop and bound it: \`${from} -> ${to} as refine(5)\``,
  },
  C020: {
    severity: "error",
    message: ({ node }) => `\`${node}\` takes turns between fewer than two unconditional edges.`,
    help: ({ node }) => `add another: \`${node} -> …\``,
  },
  C021: {
    severity: "error",
    message: ({ node }) => `\`${node}\` has fewer than two edges to choose from.`,
    help: ({ node }) => `add another: \`${node} -> …\``,
  },
  C101: {
    severity: "error",
    message: ({ node }) => `From \`${node}\` no path leads to \`done\` or \`fail\`.`,
    help: ({ node }) => `add \`${node} -> done\``,
  },
};
