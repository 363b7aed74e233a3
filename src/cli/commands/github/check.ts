/** `iter github check`: says what doesn't fit in a repository's files, before GitHub does. */
import { join, resolve } from "node:path";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import { quantity } from "#src/cli/quantity.ts";
import type { Session } from "#src/cli/session.ts";
import { readConfig } from "#src/github/config/read-config.ts";
import { setupPaths } from "#src/github/setup/files.ts";
import { checkRepository } from "#src/github/setup/check/check.ts";
import type { ApiFacts, Finding } from "#src/github/setup/check/finding.ts";
import { openYaml } from "#src/github/yaml-file.ts";
import { askGithub } from "./ask-github.ts";
import { readFileIfThere, readRepository } from "./repository.ts";

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
      const asked = await askGithub(session, root);
      const findings = findAll(session, root, { path: config, api: asked.facts });
      const errors = findings.filter(({ severity }) => severity === "error").length;
      const api = asked.facts === null ? { asked: false, reason: asked.reason } : { asked: true };
      session.output.document({ version: 1, valid: errors === 0, api, findings });
      tell(session, findings);
      if (asked.facts === null) session.output.note(`Only files were looked at: ${asked.reason}.`);
      return errors === 0 ? exitCodes.done : exitCodes.refused;
    });
  },
};

function findAll(
  session: Session,
  root: string,
  { path, api }: { readonly path: string; readonly api: ApiFacts | null },
): readonly Finding[] {
  const text = readFileIfThere(join(root, path));
  const read = readConfig(text ?? "version: 1");
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
    ...{ path, config: read.config, configured: text !== null, yaml, api },
  });
  if (facts.iter.length > 0) return checkRepository(facts);
  const nothing: Finding = {
    code: "G003",
    severity: "error",
    file: setupPaths.job,
    line: 1,
    message: "No workflow file starts Iter.",
    help: "`iter github init` writes one",
  };
  return [nothing, ...checkRepository(facts)];
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
