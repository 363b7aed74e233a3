/** `iter github check`: says what doesn't fit in a repository's files, before GitHub does. */
import { join, resolve } from "node:path";
import type { Value } from "#core/graph/value.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import { quantity } from "#src/cli/quantity.ts";
import type { Session } from "#src/cli/session.ts";
import { readConfig } from "#src/github/config/read-config.ts";
import { setupPaths } from "#src/github/setup/files.ts";
import { checkRepository } from "#src/github/setup/check/check.ts";
import type { ApiFacts, Finding } from "#src/github/setup/check/finding.ts";
import { iterJobs } from "#src/github/setup/check/jobs.ts";
import { textAt } from "#src/github/payload.ts";
import { openYaml } from "#src/github/yaml-file.ts";
import { askGithub } from "./ask-github.ts";
import { lintJobs } from "./lint-jobs.ts";
import { readFileIfThere, readJobFiles, readRepository } from "./repository.ts";

interface Flags {
  readonly config: string;
}

/** The command. */
export const check: CommandModule = {
  declare(command, act) {
    command
      .argument("[dir]", "the repository's folder", ".")
      .option("--config <file>", "the configuration", setupPaths.config);
    act(async (session, [dir = "."]) => {
      const { config } = command.opts<Flags>();
      const root = resolve(session.host.cwd(), dir);
      const text = readFileIfThere(join(root, config));
      const called = readJobFiles(root)
        .flatMap(iterJobs)
        .map(({ value }) => textAt(value, "uses"));
      const asked = await askGithub(session, root, { config: { path: config, text }, called });
      const given = { path: config, text, base: asked.base, api: asked.facts };
      const linted = await lintJobs(session, root);
      const findings = [...findAll(session, root, given), ...linted.findings];
      const errors = findings.filter(({ severity }) => severity === "error").length;
      const api = asked.facts === null ? { asked: false, reason: asked.reason } : { asked: true };
      const lint =
        linted.missing === null ? { asked: true } : { asked: false, reason: linted.missing };
      session.output.document({ version: 1, valid: errors === 0, api, actionlint: lint, findings });
      tell(session, findings);
      if (asked.facts === null) session.output.note(`Only files were looked at: ${asked.reason}.`);
      if (linted.missing !== null) session.output.note(`${linted.missing}.`);
      return errors === 0 ? exitCodes.done : exitCodes.refused;
    });
  },
};

interface Given {
  readonly path: string;
  readonly text: string | null;
  /** The owner's file below it. */
  readonly base: Value;
  readonly api: ApiFacts | null;
}

function findAll(
  session: Session,
  root: string,
  { path, text, base, api }: Given,
): readonly Finding[] {
  const read = readConfig(text ?? (base === null ? "version: 1" : "{}"), base);
  if ("mistakes" in read)
    return read.mistakes.map(({ line, message }) => ({
      code: "G001",
      severity: "error",
      file: path,
      line,
      message,
      help: "until it is mended, no event starts anything",
    }));
  const yaml = openYaml(text ?? "version: 1");
  const facts = readRepository(session, root, {
    ...{ path, config: read.config, configured: text !== null || base !== null, yaml, api },
  });
  const findings = checkRepository(facts);
  // What starts Iter may stand in a file that can't be read.
  if (facts.iter.length > 0 || facts.files.some(({ yaml: { broken } }) => broken !== null))
    return findings;
  const nothing: Finding = {
    code: "G003",
    severity: "error",
    file: setupPaths.job,
    line: 1,
    message: "No workflow file starts Iter.",
    help: "`iter github init` writes one",
  };
  return [nothing, ...findings];
}

function tell({ output }: Session, findings: readonly Finding[]): void {
  for (const { code, severity, file, line, message, help } of findings) {
    const label = output.paint(
      severity === "error" ? "red" : "yellow",
      `${severity} ${code}`,
      "stdout",
    );
    output.print(`${file}:${line} ${label}: ${message}\n  help: ${help}`);
  }
  const count = (of: string): number => findings.filter(({ severity }) => severity === of).length;
  output.print(
    findings.length === 0
      ? "Everything fits."
      : `${quantity(count("error"), "error")}, ${quantity(count("warning"), "warning")}`,
  );
}
