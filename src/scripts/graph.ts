/** Writes the graph of folders into `src/README.md`: `npm run graph`. */
import { join } from "node:path";
import { drawFolderGraph } from "./folder-graph.ts";
import { writeSection } from "./section.ts";

const root = join(import.meta.dirname, "../..");
await writeSection(join(root, "src/README.md"), "graph", await drawFolderGraph(root));
