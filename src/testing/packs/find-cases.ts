/** Finds the cases in a file or folder, telling formats by what lies there. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { isFlowPath } from "#core/languages/flow-path.ts";
import { NoCases } from "./case.ts";
import type { PackCase } from "./case.ts";
import { diagnosticsCase } from "./diagnostics.ts";
import { expressionCases } from "./expressions.ts";
import { flowDiagramCase, isFlowDiagram } from "./flow/diagrams.ts";
import { flowExpressionCases } from "./flow/expressions.ts";
import { isFlowRun } from "./flow/read-run.ts";
import { flowRunCase } from "./flow/runs.ts";
import { flowTraceCases } from "./flow/traces.ts";
import { flowValidationCase } from "./flow/validation.ts";
import { formatCase, isFormatted } from "./format.ts";
import { githubCases } from "./github.ts";
import { playInProcess } from "./runs/in-process.ts";
import type { Door } from "./runs/place.ts";
import { isScenario } from "./runs/read-scenario.ts";
import { runCase } from "./runs/run-case.ts";

/**
 * All cases of a pack folder, a single case, or a folder with packs; a `NoCases` if there are none.
 * Phases of runs are played through the door.
 */
export function findCases(path: string, door: Door = playInProcess): readonly PackCase[] {
  if (!existsSync(path)) throw new NoCases(`There is no file or folder \`${path}\`.`);
  const found = statSync(path).isDirectory() ? casesOfFolder(path, door) : casesOfFile(path, door);
  if (found.length === 0) throw new NoCases(`\`${path}\` holds no case of a known format.`);
  return found;
}

function casesOfFolder(folder: string, door: Door): readonly PackCase[] {
  if (isFlowDiagram(folder)) return [flowDiagramCase(folder)];
  if (isFlowRun(folder)) return [flowRunCase(folder)];
  if (isScenario(folder)) return [runCase(folder, door)];
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return casesOfFolder(path, door);
    return isFormatted(path) ? [] : casesOfFile(path, door);
  });
}

function casesOfFile(path: string, door: Door): readonly PackCase[] {
  const name = basename(path);
  if (name === "expect.yaml" || name === "script.yaml") return casesOfScenarioFile(path, door);
  if (isFlowPath(name)) return listOf(flowValidationCase(path));
  if (extname(path) === ".json") {
    const ofFlow = flowExpressionCases(path) ?? flowTraceCases(path);
    return ofFlow ?? [...expressionCases(path), ...githubCases(path)];
  }
  if (extname(path) !== ".iter") return [];
  const found = formatCase(path) ?? diagnosticsCase(path);
  return found === null ? casesOfScenarioFile(path, door) : [found];
}

function listOf(found: PackCase | null): readonly PackCase[] {
  return found === null ? [] : [found];
}

/** A file of a scenario stands for the scenario, if it was named itself. */
function casesOfScenarioFile(path: string, door: Door): readonly PackCase[] {
  const folder = join(path, "..");
  return isScenario(folder) ? [runCase(folder, door)] : [];
}
