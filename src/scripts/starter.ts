/** The workflow that `iter init` writes, as a module: a bundle has no files beside it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of `src/cli/starter.generated.ts`. */
export function drawStarter(root: string): string {
  const text = readFileSync(join(root, "examples/pr_refine_single_model.iter"), "utf8");
  return `/** The workflow that \`iter init\` writes; made by \`npm run generate\` from examples/. */
export const starter: string = ${JSON.stringify(text)};
`;
}
