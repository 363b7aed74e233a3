/** Makes every generated file anew: the grammar, the graph of folders, the tables of the README. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawActionTables } from "./action-tables.ts";
import { drawFolderGraph } from "./folder-graph.ts";
import { drawStarter } from "./starter.ts";
import { writeSection } from "./section.ts";

const root = join(import.meta.dirname, "../..");

execFileSync(process.execPath, [join(import.meta.dirname, "generate-grammar.ts")], {
  cwd: root,
  stdio: "inherit",
});
writeFileSync(join(root, "src/cli/starter.generated.ts"), drawStarter(root));
const [readme, map] = [join(root, "README.md"), join(root, "src/README.md")];
await writeSection(readme, "action", drawActionTables(join(root, "action.yml")));
await writeSection(map, "graph", await drawFolderGraph(root));
