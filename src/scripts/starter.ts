/** What `iter init` writes, as a module: a bundle has no files beside it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const name = "pr_refine_single_model";

/** The text of `src/cli/starter.generated.ts`. */
export function drawStarter(root: string): string {
  const read = (file: string): string =>
    JSON.stringify(readFileSync(join(root, "examples", file), "utf8"));
  return `/** What \`iter init\` writes; made by \`npm run generate\` from examples/. */
export const starter: string = ${read(`${name}.iter`)};
export const starterTests: string = ${read(`${name}.test.yaml`)};
`;
}
