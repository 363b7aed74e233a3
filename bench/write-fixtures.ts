/** Writes `fixtures/port.iter`, the 36 kB file: `node bench/write-fixtures.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWorkflow } from "./workflow-text.ts";

writeFileSync(join(import.meta.dirname, "fixtures/port.iter"), writeWorkflow(18));
