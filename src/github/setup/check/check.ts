/** Everything that doesn't fit in a repository's files. Spec: github §16.2. */
import { findDeafJobs } from "./conditions.ts";
import { findMissingConfig, findUnknownNames } from "./configuration.ts";
import {
  findDeafGates,
  findMissingCi,
  findMissingEvents,
  findMissingSchedule,
  findUnheardEnds,
} from "./events.ts";
import type { Finding, RepositoryFacts } from "./finding.ts";
import { findUnknownGates } from "./gate-names.ts";
import { findBrokenFiles, findUnknownInputs } from "./job-files.ts";
import { findGateFaults, findStateFaults } from "./gates.ts";
import { findGroups, findPermissions } from "./permissions.ts";
import {
  findForeignHeads,
  findGrantsBesideTokens,
  findUnpinned,
  findUnpinnedBehind,
} from "./trust.ts";

const rules: readonly ((facts: RepositoryFacts) => readonly Finding[])[] = [
  findMissingConfig,
  findUnknownNames,
  findBrokenFiles,
  findUnknownInputs,
  findMissingEvents,
  findUnheardEnds,
  findDeafJobs,
  findPermissions,
  findGroups,
  findGateFaults,
  findUnknownGates,
  findDeafGates,
  findStateFaults,
  findUnpinned,
  findUnpinnedBehind,
  findForeignHeads,
  findGrantsBesideTokens,
  findMissingCi,
  findMissingSchedule,
];

/**
 * What doesn't fit, by code, then file and line.
 *
 * @example
 * const errors = checkRepository(facts).filter(({ severity }) => severity === "error");
 */
export function checkRepository(facts: RepositoryFacts): readonly Finding[] {
  const key = ({ code, file, line }: Finding): string =>
    `${code} ${file} ${String(line).padStart(6, "0")}`;
  return rules
    .flatMap((rule) => rule(facts))
    .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
