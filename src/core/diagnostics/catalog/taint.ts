/** Codes of text that strangers have written. */
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface TaintHoles {
  /** `from` is the node by which the text comes in. */
  C180: { readonly node: string; readonly from: string };
  C181: { readonly node: string; readonly reference: string };
}

/** The entries of these codes. */
export const taintEntries: CatalogEntries<TaintHoles> = {
  C180: {
    severity: "warning",
    message: ({ node, from }) =>
      node === from
        ? `\`${node}\` reads what strangers have written and pushes, with nobody between.`
        : `What strangers have written comes from \`${from}\` to \`${node}\`, which pushes, with nobody between.`,
    help: ({ node }) => `let a human node, or a judge's \`when\`, lead to \`${node}\``,
  },
  C181: {
    severity: "warning",
    message: ({ node, reference }) =>
      `The command of \`${node}\` is given \`{{${reference}}}\`, which strangers may have written.`,
    help: () => "it stays one word for the shell; see that the program doesn't run or obey it",
  },
};
