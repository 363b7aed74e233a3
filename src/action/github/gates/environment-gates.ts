/** Gates whose answer is the approval of an environment: opened only where somebody must give it. Spec: github §6.3. */
import type { World } from "#core/engine/world.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { openGates } from "#core/report/run-document.ts";
import { RunFailure } from "#core/run/failure.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { gateSettings } from "#src/github/config/config.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";

/** The same world, in which no gate asks an environment that asks nobody. */
export function withEnvironments<Part extends World>(
  door: Door,
  world: Part,
  trigger: string,
): Part {
  const guard = (kind: NodeKind): NodeKind => ({
    ...kind,
    async run(context) {
      await refuseUnprotected(door, trigger, context.node.id);
      return kind.run(context);
    },
  });
  const kinds = world.kinds.map((kind) => (kind.name === "human" ? guard(kind) : kind));
  return { ...world, kinds };
}

/** A name that nobody has made would be made by the first job that asks for it, without protection. */
async function refuseUnprotected(
  { client, config }: Door,
  trigger: string,
  node: string,
): Promise<void> {
  const { surface, environment = "" } = gateSettings(config, trigger, node);
  if (surface !== "environment") return;
  if (environment !== "" && (await client.jobs.isProtected(environment))) return;
  const name = environment === "" ? `the gate of \`${node}\` names none` : `\`${environment}\``;
  throw new RunFailure({
    code: "TOOL_DENIED",
    message: `${name}: ${explainReason("environment_unprotected")}`,
    hint: `set \`gates.${node}.environment\` in \`.github/iter.yml\` to an environment that has required reviewers, and give the job \`actions: read\``,
    retryable: false,
    errors: [{ field: "environment_unprotected", message: name }],
  });
}

/** The environment that the only open gate asks for; empty if it asks otherwise. */
export function gateEnvironment(door: Door, trigger: string, state: RunState): string {
  const [gate, ...others] = openGates(state);
  return gate === undefined || others.length > 0 ? "" : (environmentOf(door, trigger, gate) ?? "");
}

/** True if an environment is what a gate of that node asks for in one of the triggers. */
export function asksEnvironment(door: Door, gate: Interaction, environment: string): boolean {
  const triggers = Object.keys(door.config.triggers ?? {});
  return triggers.some((trigger) => environmentOf(door, trigger, gate) === environment);
}

/** The environment that a gate of a node asks for, if it asks one. */
export function environmentOf(
  { config }: Door,
  trigger: string,
  gate: Interaction,
): string | undefined {
  const { surface, environment } = gateSettings(config, trigger, nameOfGate(gate));
  return surface === "environment" ? environment : undefined;
}
