/** Compiles the grammar of the language to TypeScript. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "src/core/languages/iter");

/** Writes grammar.generated.ts from grammar.ne; the same text for the same grammar. */
export function generateGrammar(): void {
  const source = join(folder, "grammar.ne");
  const nearleyc = join(root, "node_modules/.bin/nearleyc");
  const compiled = execFileSync(nearleyc, [source], { encoding: "utf8" });
  const target = join(folder, "grammar.generated.ts");
  const text = `// @ts-nocheck -- made from grammar.ne by \`npm run generate\`\n${compiled.replace(/^\/\/ Generated automatically.*\n\/\/ http.*\n/m, "")}`;
  if (readIfThere(target) !== text) writeFileSync(target, text);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

if (import.meta.main) generateGrammar();
