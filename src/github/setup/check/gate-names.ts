/** C183: settings for a gate that no workflow has. Spec: github §11.8. */
import { triggerOf } from "#src/github/config/config.ts";
import type { Finding, RepositoryFacts } from "./finding.ts";

/** Names that stand for more than one gate, or for none of a workflow's own. */
const general: ReadonlySet<string> = new Set([
  "*",
  "protected-paths",
  "effect-unknown",
  "work-does-not-apply",
]);

/** Gates of the file and of its triggers; nothing is said while a workflow can't be found. */
export function findUnknownGates(facts: RepositoryFacts): readonly Finding[] {
  const { config, workflows } = facts;
  const triggers = Object.keys(config.triggers ?? {});
  const known = [...workflows].flatMap(([workflow, found]) =>
    (found?.gates ?? []).flatMap((gate) => [gate, `${workflow}.${gate}`]),
  );
  const ofTrigger = triggers.flatMap((trigger) => {
    const own = workflows.get(triggerOf(config, trigger)?.workflow ?? "")?.gates ?? [];
    const names = Object.keys(config.triggers?.[trigger]?.gates ?? {});
    return names.map((name) => ({ path: ["triggers", trigger, "gates", name], name, known: own }));
  });
  const ofFile = Object.keys(config.gates ?? {}).map((name) => ({
    ...{ path: ["gates", name], name, known },
  }));
  return [...ofFile, ...ofTrigger]
    .filter((gate) => !general.has(gate.name) && !gate.known.includes(gate.name))
    .map((gate) => toFinding(facts, gate));
}

function toFinding(
  { configPath, configYaml }: RepositoryFacts,
  {
    path,
    name,
    known,
  }: {
    readonly path: readonly string[];
    readonly name: string;
    readonly known: readonly string[];
  },
): Finding {
  const names = known.map((one) => `\`${one}\``).join(", ");
  return {
    code: "C183",
    severity: "warning",
    file: configPath,
    line: configYaml.lineOf([...path]),
    message: `The gate \`${name}\` has settings, and no workflow has a human node of that name.`,
    help: names === "" ? "remove it" : `the gates are called ${names}`,
  };
}
