/** G007, G009, G014, G016, C182: gates that nobody can answer, or everybody. */
import { parseDuration } from "#core/graph/duration.ts";
import { gateSettings, triggerOf } from "#src/github/config/config.ts";
import type { GateSettings } from "#src/github/config/config.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import type { Finding, RepositoryFacts } from "./finding.ts";
import { fieldsAt } from "./jobs.ts";

const day = 86_400_000;

/** A gate of a trigger's workflow, and what is set for it. */
interface SetGate {
  readonly trigger: string;
  readonly node: string;
  readonly settings: GateSettings;
}

/** What doesn't fit about gates. */
export function findGateFaults(facts: RepositoryFacts): readonly Finding[] {
  const { configPath, configYaml } = facts;
  return gatesOf(facts).flatMap((gate) => {
    const place = {
      file: configPath,
      line: configYaml.lineOf(
        facts.config.gates?.[gate.node] === undefined
          ? ["triggers", gate.trigger]
          : ["gates", gate.node],
      ),
    };
    return rules.flatMap((rule) => {
      const fault = rule(gate, facts);
      return fault === null ? [] : [{ ...place, ...fault }];
    });
  });
}

function gatesOf({ config, workflows }: RepositoryFacts): readonly SetGate[] {
  return Object.keys(config.triggers ?? {}).flatMap((trigger) => {
    const settings = triggerOf(config, trigger);
    const workflow = settings?.workflow ?? "";
    return (workflows.get(workflow)?.gates ?? []).map((node) => ({
      trigger,
      node,
      settings: gateSettings(config, trigger, node),
    }));
  });
}

type Rule = (gate: SetGate, facts: RepositoryFacts) => Omit<Finding, "file" | "line"> | null;

const rules: readonly Rule[] = [environment, teams, retention, everybody, silence];

function silence({ trigger, node, settings }: SetGate, facts: RepositoryFacts): ReturnType<Rule> {
  if (settings["on-timeout"] !== "approve") return null;
  const workflow = triggerOf(facts.config, trigger)?.workflow ?? "";
  if (facts.workflows.get(workflow)?.gatesOfPushes.includes(node) !== true) return null;
  return {
    code: "C182",
    severity: "error",
    message: `Nobody's answer at \`${node}\` would let \`${workflow}\` push.`,
    help: "write `on-timeout: deny`",
  };
}

function environment(
  { node, settings }: SetGate,
  { api, iter }: RepositoryFacts,
): ReturnType<Rule> {
  if (settings.surface !== "environment") return null;
  const name = settings.environment;
  if (name === undefined)
    return {
      code: "G007",
      severity: "error",
      message: `The gate \`${node}\` doesn't say which environment it is.`,
      help: "add `environment: <name>`",
    };
  if (iter.length > 0 && !iter.some(waitsForEnvironments))
    return {
      code: "G007",
      severity: "error",
      message: `No job waits for the reviewers of \`${name}\`, whom the gate \`${node}\` asks.`,
      help: "call the reusable workflow (`iter github init --reusable`), or add a job with `environment:` from `gate-environment` and one behind it with `mode: resume`",
    };
  const environments = api?.environments ?? null;
  if (environments === null || environments[name] === true) return null;
  return {
    code: "G007",
    severity: "error",
    message: `Nobody must approve the environment \`${name}\` of the gate \`${node}\`.`,
    help: "make it and set required reviewers in the settings of the repository",
  };
}

/** The reusable workflow has the jobs for it; a file of one's own needs them. */
function waitsForEnvironments({ file, value }: RepositoryFacts["iter"][number]): boolean {
  if (textAt(value, "uses") !== "") return true;
  return Object.values(fieldsAt(file.yaml.value, "jobs")).some((job) =>
    JSON.stringify(at(job, "environment")).includes("gate-environment"),
  );
}

function teams({ node, settings }: SetGate, { iter }: RepositoryFacts): ReturnType<Rule> {
  const team = settings.approvers?.find((one) => one.includes("/"));
  const isAble = iter.some(({ inputs, throughBot }) => throughBot || "token" in inputs);
  if (team === undefined || iter.length === 0 || isAble) return null;
  return {
    code: "G009",
    severity: "warning",
    message: `The job's own token can't read who is in ${team}, of the gate \`${node}\`.`,
    help: "give the Action the token of an App with `members: read`, or name people",
  };
}

function retention({ node, settings }: SetGate, { config }: RepositoryFacts): ReturnType<Rule> {
  const days = numberAt(config.state ?? null, "retention-days") ?? 0;
  const timeout = settings.timeout ?? "7d";
  if (days === 0 || days * day >= (parseDuration(timeout) ?? 0)) return null;
  return {
    code: "G014",
    severity: "error",
    message: `The gate \`${node}\` is open for ${timeout}, but what it needs is kept for ${days} days.`,
    help: "raise `state.retention-days`, or leave it out",
  };
}

function everybody({ node, settings }: SetGate, { api }: RepositoryFacts): ReturnType<Rule> {
  const isOpen = settings.permission === "read" || settings.permission === "none";
  if (!isOpen || (settings.approvers ?? []).length > 0 || api?.public === false) return null;
  return {
    code: "G016",
    severity: api?.public === true ? "error" : "warning",
    message: `In a public repository everybody may answer the gate \`${node}\`.`,
    help: "name `approvers`, or set `permission: write`",
  };
}

/** G010, G015, G018: secrets, sessions and stores that are not there. */
export function findStateFaults({
  config,
  iter,
  api,
  githubDotCom,
}: RepositoryFacts): readonly Finding[] {
  return iter.flatMap(({ file, inputs, place, value }) => {
    const isCalled = textAt(value, "uses") !== "";
    const line = file.yaml.lineOf([...place, isCalled ? "secrets" : "with"]);
    const at = { file: file.path, line };
    const missing = secretsIn(inputs).filter((name) => api?.secrets?.includes(name) === false);
    const found: Finding[] = missing.map((name) => ({
      ...at,
      code: "G010",
      severity: "warning",
      message: `The secret \`${name}\` is not set.`,
      help: `\`gh secret set ${name}\``,
    }));
    const keepsSessions = config.state?.["sessions"] !== false;
    if (api?.public === true && keepsSessions && !("state-key" in inputs))
      found.push({
        ...at,
        code: "G015",
        severity: "warning",
        message: "Sessions of agents are not kept in a public repository without a key.",
        help: `add \`state-key:\` to \`${isCalled ? "secrets" : "with"}:\`, a secret of 32 characters or more`,
      });
    if (!githubDotCom && inputs["state"] === "artifact")
      found.push({
        ...at,
        code: "G018",
        severity: "error",
        message: "This server has no artifacts that a later job can read.",
        help: "set `state: branch`, or leave it out",
      });
    return found;
  });
}

function secretsIn(inputs: RepositoryFacts["iter"][number]["inputs"]): readonly string[] {
  return Object.keys(inputs).flatMap((name) =>
    [...textAt(inputs, name).matchAll(/secrets\.([A-Za-z_][A-Za-z0-9_]*)/g)]
      .map(([, secret = ""]) => secret)
      .filter((secret) => secret.toUpperCase() !== "GITHUB_TOKEN"),
  );
}
