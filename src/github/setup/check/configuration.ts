/** G002: triggers that name what is not there. */
import { didYouMean } from "#core/text/suggest.ts";
import { triggerOf } from "#src/github/config/config.ts";
import type { Finding, RepositoryFacts } from "./finding.ts";

/** Workflows, recipes and variables that triggers name and nobody has. */
export function findUnknownNames(facts: RepositoryFacts): readonly Finding[] {
  const { config, configPath, configYaml, workflows, recipes } = facts;
  const say = (path: readonly string[], message: string, help: string): Finding => ({
    code: "G002",
    severity: "error",
    file: configPath,
    line: configYaml.lineOf(path),
    message,
    help,
  });
  return Object.keys(config.triggers ?? {}).flatMap((name) => {
    const { workflow = "", recipe, vars = {} } = triggerOf(config, name) ?? {};
    const place = ["triggers", name];
    const known = workflows.get(workflow);
    const found: Finding[] = [];
    if (known == null)
      found.push(
        say(
          [...place, "workflow"],
          `There is no workflow \`${workflow}\`.`,
          `write it to \`${config.workflows ?? ".github/iter"}/${workflow.replace(/\.iter$/, "")}.iter\``,
        ),
      );
    if (recipe !== undefined && !recipes.has(recipe))
      found.push(
        say(
          [...place, "recipe"],
          `There is no recipe \`${recipe}\`.`,
          didYouMean(
            recipe,
            [...recipes],
            `write it to \`${config.workflows ?? ".github/iter"}/recipes\`.`,
          ),
        ),
      );
    const unknown =
      known == null ? [] : Object.keys(vars).filter((one) => !known.vars.includes(one));
    for (const one of unknown)
      found.push(
        say(
          [...place, "vars", one],
          `\`${workflow}\` has no variable \`${one}\`.`,
          didYouMean(one, known?.vars ?? [], `it has ${known?.vars.join(", ") ?? "none"}.`),
        ),
      );
    return found;
  });
}
