/**
 * Writes `later-functions.ts`: the functions that neither start calls which the bench measures.
 *
 * Both are run on a bundle with nothing moved, and Node says what they called. Run it when a start
 * has come to need something that the list has, or a lot of new code has come to be read in vain.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { actionEnvironment } from "../../bench/first-event.ts";
import { bundle } from "./bundle.ts";
import { baseName } from "./move-functions.ts";

/** What Node writes of a program's functions, as far as it is read. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

/** Ends a program as soon as something is durable, with what Node counted until then. */
const hook = `const fs = require("node:fs");
const { stopCoverage, takeCoverage } = require("node:v8");
const { fdatasyncSync } = fs;
fs.fdatasyncSync = (file) => {
  fdatasyncSync(file);
  takeCoverage();
  stopCoverage();
  process.reallyExit(0);
};
require("node:module").syncBuiltinESMExports();
`;

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "iter-calls-"));
const at = (name: string): string => join(folder, name);

const { files } = await bundle(root, { isWhole: true });
for (const [path, content] of files) {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}
writeFileSync(at("hook.cjs"), hook);
run(["cli/index.mjs", "validate", join(root, "bench/fixtures/port.iter")], {});
run(["--require", at("hook.cjs"), "action/index.mjs"], actionEnvironment(root, folder));

const called = new Set<string>();
const found = new Set<string>();
for (const name of readdirSync(at("calls"))) {
  const { result } = JSON.parse(readFileSync(join(at("calls"), name), "utf8")) as Coverage;
  const own = result.filter(({ url }) => url.startsWith(`file://${folder}`));
  for (const { functionName, ranges } of own.flatMap(({ functions }) => functions)) {
    const set = (ranges[0]?.count ?? 0) > 0 ? called : found;
    set.add(baseName(functionName));
  }
}
rmSync(folder, { recursive: true });
const names = [...found].filter((name) => /^[a-z]\w+$/.test(name) && !called.has(name)).sort();
const text = `/** Functions that no start calls, by their names; written by \`list-later-functions.ts\`. */
export const laterFunctions: readonly string[] = [
${names.map((name) => `  ${JSON.stringify(name)},`).join("\n")}
];
`;
writeFileSync(join(root, "src/scripts/later-functions.ts"), text);
process.stdout.write(`${names.length} functions\n`);

function run(words: readonly string[], environment: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", NODE_V8_COVERAGE: at("calls"), ...environment },
  });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${String(status)}: ${stderr}`);
}
