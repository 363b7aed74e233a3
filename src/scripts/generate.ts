/** Makes every generated file anew: the grammar, the shapes of common lines, the starter, the ready workflows, the page of reports, the schema of tests, the graph of folders, the tables of the README. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawActionTables } from "./action-tables.ts";
import { drawCommonLines } from "./draw-common-lines.ts";
import { drawFlowKinds } from "./flow-kinds-table.ts";
import { drawFolderGraph } from "./folder-graph.ts";
import { generateGrammar } from "./generate-grammar.ts";
import { drawReadySetup, drawReadyTexts } from "./ready-workflows.ts";
import { drawReportPage } from "./report-page.ts";
import { drawRunWorkflow } from "./run-workflow.ts";
import { writeSection } from "./section.ts";
import { drawStarter } from "./starter.ts";
import { versionText } from "../version.ts";
import { drawTestsSchema } from "./tests-schema.ts";

const root = join(import.meta.dirname, "../..");

generateGrammar();
writeIfChanged(join(root, "src/core/languages/iter/common-lines.generated.ts"), drawCommonLines());
writeIfChanged(join(root, "src/cli/starter.generated.ts"), drawStarter(root));
writeIfChanged(join(root, "src/github/setup/ready.generated.ts"), drawReadyTexts(root));
for (const [path, text] of Object.entries(drawReadySetup())) writeIfChanged(join(root, path), text);
writeIfChanged(join(root, "src/core/report/page/assets.generated.ts"), await drawReportPage(root));
writeIfChanged(
  join(root, ".github/workflows/run.yml"),
  drawRunWorkflow(join(root, "action.yml"), versionText()),
);
writeIfChanged(join(root, "schemas/tests.schema.json"), drawTestsSchema());
const [readme, map] = [join(root, "README.md"), join(root, "src/README.md")];
await writeSection(readme, "action", drawActionTables(join(root, "action.yml")));
await writeSection(readme, "flow-kinds", drawFlowKinds());
await writeSection(map, "graph", await drawFolderGraph(root));

function writeIfChanged(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
