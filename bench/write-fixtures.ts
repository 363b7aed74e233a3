/**
 * Writes the files of 36 kB that the compiler is measured with: `node bench/write-fixtures.ts`.
 *
 * `port.iter` has the shape of the file that Go's figures are of, `dense.iter` has more than four
 * times its nodes and edges.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writePort } from "./port-text.ts";
import { writeWorkflow } from "./workflow-text.ts";

const fixtures = join(import.meta.dirname, "fixtures");
writeFileSync(join(fixtures, "port.iter"), writePort());
writeFileSync(join(fixtures, "dense.iter"), writeWorkflow(18));
