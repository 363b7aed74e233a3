/** G001, G002: what starts nothing, since a file or a value is not there or is wrong. */
import { didYouMean } from "#core/text/suggest.ts";
import { eventsOf, triggerOf } from "#src/github/config/config.ts";
import type { Finding, RepositoryFacts, WorkflowFacts } from "./finding.ts";

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
    const found: Finding[] = known == null ? [] : findRefused(facts, name, known);
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

/** What keeps the workflow of a trigger from starting, although it is there. */
function findRefused(
  { configPath, configYaml, config, iter }: RepositoryFacts,
  name: string,
  { path, errors, needs }: WorkflowFacts,
): Finding[] {
  const [first] = errors;
  const trigger = triggerOf(config, name) ?? {};
  const { vars = {}, recipe } = trigger;
  // A person who asks for a run also says what it is to work with.
  const isAsked = eventsOf(trigger).every((event) => event === "command");
  const isGiven = recipe !== undefined || isAsked || iter.some(({ inputs }) => "vars" in inputs);
  const missing = isGiven ? [] : needs.filter((one) => !Object.hasOwn(vars, one));
  return [
    ...(first === undefined
      ? []
      : [
          {
            code: "G002",
            severity: "error" as const,
            file: path,
            line: first.line,
            message: `The workflow of the trigger \`${name}\` has errors: ${first.message} (${first.code})`,
            help: `\`iter validate ${path}\` shows all of them`,
          },
        ]),
    ...missing.map((one) => ({
      code: "G002",
      severity: "error" as const,
      file: configPath,
      line: configYaml.lineOf(["triggers", name]),
      message: `The trigger \`${name}\` starts nothing: its workflow needs a value for \`${one}\`.`,
      help: `add \`vars: { ${one}: … }\` to the trigger, or a default to the variable`,
    })),
  ];
}

/** Jobs that look for a configuration which nobody has written. */
export function findMissingConfig({ configured, configPath, iter }: RepositoryFacts): Finding[] {
  const waits = iter.filter(({ inputs }) => !("workflow" in inputs));
  if (configured || waits.length === 0) return [];
  return [
    {
      code: "G001",
      severity: "error",
      file: configPath,
      line: 1,
      message: `There is no \`${configPath}\`, so no event starts anything.`,
      help: "`iter github init` writes one",
    },
  ];
}
