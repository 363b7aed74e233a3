/** The ready workflows of examples/github: their texts as a module, and the files around them as `iter github init` writes them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readyNames } from "#src/github/setup/ready.ts";
import { setupFiles, setupPaths } from "#src/github/setup/files.ts";

const folder = "examples/github";
const released = { repository: "iter/action", ref: "v1", commit: null };

/** The text of `src/github/setup/ready.generated.ts`. */
export function drawReadyTexts(root: string): string {
  const texts = readyNames.map((name): [string, string] => [
    name,
    readFileSync(join(root, folder, `${name}.iter`), "utf8"),
  ]);
  return `/** The workflows that \`iter github init\` writes; made by \`npm run generate\` from ${folder}. */
export const readyTexts: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(texts))};
`;
}

/** Configuration and workflow files for all of them, by their path. */
export function drawReadySetup(): Readonly<Record<string, string>> {
  const files = setupFiles({
    ...{ bot: false, reusable: false, watched: ["CI"], ready: readyNames },
    action: released,
  });
  const named = { job: "workflows/iter.yml", signal: "workflows/iter-review-signal.yml" } as const;
  return {
    [`${folder}/${named.job}`]: files[setupPaths.job] ?? "",
    [`${folder}/${named.signal}`]: files[setupPaths.signal] ?? "",
    [`${folder}/iter.yml`]: files[setupPaths.config] ?? "",
  };
}
