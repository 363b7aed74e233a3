/** The least level for each command where the configuration says nothing. Spec: github §3.1. */
import type { Level } from "../levels.ts";

/** By command; `raise` is `budget` with amounts. */
export const defaultCommandLevels: Readonly<Record<string, Level>> = {
  run: "write",
  retry: "write",
  cancel: "write",
  pause: "write",
  raise: "maintain",
  status: "triage",
  budget: "triage",
  explain: "triage",
  diagram: "triage",
  logs: "triage",
  help: "triage",
};
