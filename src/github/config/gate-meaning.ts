/** Settings of gates that nobody could answer, or that would have no effect. */
import { faultOfApprover } from "../approvers.ts";
import type { YamlPath } from "../yaml-file.ts";
import type { Config, GateSettings } from "./config.ts";
import { mistakeAt, showPath } from "./mistake.ts";
import type { ConfigMistake, LineOf } from "./mistake.ts";

/** A gate's settings in one place of the file. */
interface SetGate {
  readonly path: YamlPath;
  readonly name: string;
  readonly settings: GateSettings;
}

/** What is wrong with the gates of the file, of its defaults and of its triggers. */
export function checkGates(config: Config, at: LineOf): readonly ConfigMistake[] {
  const gates = gatesOf(config);
  return gates.flatMap((gate) => [
    ...checkPeople(gate, "approvers", at),
    ...checkPeople(gate, "escalate-to", at),
    ...checkCompany(gate, gates, at),
  ]);
}

function gatesOf({ gates, defaults, triggers = {} }: Config): readonly SetGate[] {
  const places: readonly (readonly [YamlPath, Config["gates"]])[] = [
    [["gates"], gates],
    [["defaults", "gates"], defaults?.gates],
    ...Object.entries(triggers).map(
      ([trigger, one]) => [["triggers", trigger, "gates"], one.gates] as const,
    ),
  ];
  return places.flatMap(([path, named = {}]) =>
    Object.entries(named).map(([name, settings]) => ({ path: [...path, name], name, settings })),
  );
}

function checkPeople(
  { path, settings }: SetGate,
  key: "approvers" | "escalate-to",
  at: LineOf,
): readonly ConfigMistake[] {
  return (settings[key] ?? []).flatMap((entry, index) => {
    const fault = faultOfApprover(entry);
    if (fault === null) return [];
    const place = [...path, key];
    const line = at([...place, index]);
    return [
      { path: showPath(place), line, message: `\`${showPath(place)}\` has \`${entry}\`; ${fault}` },
    ];
  });
}

/** Settings that mean nothing without another one, which may stand in a wider or a nearer place. */
function checkCompany(
  gate: SetGate,
  all: readonly SetGate[],
  at: LineOf,
): readonly ConfigMistake[] {
  const { path, settings } = gate;
  const near = all.filter(({ name }) => isAbout(name, gate.name)).map((one) => one.settings);
  const found: ConfigMistake[] = [];
  const escalates = settings["on-timeout"] === "escalate";
  if (escalates && !near.some((one) => (one["escalate-to"] ?? []).length > 0))
    found.push(
      mistakeAt(
        [...path, "on-timeout"],
        at,
        `\`${showPath(path)}\` says \`on-timeout: escalate\` and not to whom; add \`escalate-to:\` with people or teams.`,
      ),
    );
  const waits = settings.surface === "environment";
  if (waits && !near.some(({ environment = "" }) => environment !== ""))
    found.push(
      mistakeAt(
        [...path, "surface"],
        at,
        `\`${showPath(path)}\` says \`surface: environment\` and not which; add \`environment: <name>\`.`,
      ),
    );
  return found;
}

/** True if two names may be of one gate: `plan`, `review.plan` and `*` are. */
function isAbout(one: string, other: string): boolean {
  const node = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  return one === "*" || other === "*" || node(one) === node(other);
}
