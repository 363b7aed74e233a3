/** G004, G005, G006: what a job may, and what holds it back. Spec: github §2.5, §16.1. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { at, textAt } from "#src/github/payload.ts";
import type { Finding, IterJob, RepositoryFacts } from "./finding.ts";
import { fieldsAt } from "./jobs.ts";

type Access = "none" | "read" | "write";

const order: readonly Access[] = ["none", "read", "write"];

const applying: Readonly<Record<string, Access>> = {
  contents: "write",
  issues: "write",
  "pull-requests": "write",
  checks: "write",
  actions: "read",
};

const written = ["contents", "issues", "pull-requests", "checks", "actions"] as const;

const proposing: Readonly<Record<string, Access>> = {
  contents: "read",
  issues: "read",
  "pull-requests": "read",
  checks: "read",
  actions: "read",
};

const validating: Readonly<Record<string, Access>> = { contents: "read" };

/** Permissions that some job may need besides; the rest is too much. */
const allowed: Readonly<Record<string, Access>> = {
  ...applying,
  actions: "write",
  models: "read",
  "id-token": "write",
};

/** Permissions that a job lacks, and those that it has for nothing. */
export function findPermissions(facts: RepositoryFacts): readonly Finding[] {
  return facts.iter.flatMap((job) => checkJob(job, facts));
}

function checkJob(job: IterJob, { workflows }: RepositoryFacts): readonly Finding[] {
  const { file } = job;
  const given = givenTo(job);
  const isOwn = at(job.value, "permissions") !== null;
  const path = isOwn ? ["jobs", job.job, "permissions"] : ["permissions"];
  const place = {
    file: file.path,
    line: file.yaml.lineOf(given === null ? ["jobs", job.job] : path),
  };
  const providers = [...workflows.values()].flatMap((one) => one?.providers ?? []);
  const needed = {
    ...neededBy(job),
    ...(providers.includes("github") ? { models: "read" as const } : {}),
  };
  const lacking = Object.entries(needed).filter(([name, access]) => !reaches(given, name, access));
  const extra = isFields(given)
    ? Object.keys(given).filter((name) => at(given, name) !== "none" && isTooMuch(given, name))
    : [];
  return [
    ...lacking.map(([name, access]) => ({
      ...place,
      code: "G004",
      severity: "error" as const,
      message: `The job \`${job.job}\` lacks \`${name}: ${access}\`.`,
      help: `add \`${name}: ${access}\` to its \`permissions:\``,
    })),
    ...[...extra, ...(given === "write-all" ? ["write-all"] : [])].map((name) => ({
      ...place,
      code: "G005",
      severity: "warning" as const,
      message: `The job \`${job.job}\` has \`${name}\`, which Iter doesn't need.`,
      help: name === "write-all" ? "name what is needed" : `take \`${name}\` away`,
    })),
  ];
}

/** What the token of a job may not write, of what may be written through it. */
export function lackedBy(job: IterJob): readonly (typeof written)[number][] {
  return written.filter((name) => !reaches(givenTo(job), name, "write"));
}

function givenTo({ value, file }: IterJob): Value {
  return at(value, "permissions") ?? at(file.yaml.value, "permissions");
}

function neededBy({ inputs }: IterJob): Readonly<Record<string, Access>> {
  // Without a token nothing is said to GitHub.
  const isSilent = inputs["effects"] === "none" || inputs["token"] === "";
  if (isSilent || inputs["mode"] === "validate") return validating;
  return inputs["effects"] === "propose" ? proposing : applying;
}

function reaches(given: Value, name: string, access: Access): boolean {
  if (given === "write-all") return true;
  if (given === "read-all") return access === "read";
  // Without a word of it a job has what the repository gives, which may be all.
  if (given === null) return true;
  const has = order.indexOf(textAt(given, name) as Access);
  return has >= order.indexOf(access);
}

function isTooMuch(given: Value, name: string): boolean {
  const has = order.indexOf(textAt(given, name) as Access);
  return has > order.indexOf(allowed[name] ?? "none");
}

/** Groups that let a command wait behind the run that it is about, or drop it. */
export function findGroups({ iter }: RepositoryFacts): readonly Finding[] {
  return iter.flatMap(({ file, job, value }) => {
    const places = [
      { group: at(file.yaml.value, "concurrency"), path: ["concurrency"] },
      { group: at(value, "concurrency"), path: ["jobs", job, "concurrency"] },
    ];
    return places
      .filter(({ group }) => group !== null && textAt(fieldsAt(group), "queue") !== "max")
      .map(({ path }) => ({
        code: "G006",
        severity: "warning" as const,
        file: file.path,
        line: file.yaml.lineOf(path),
        message:
          "The group of concurrency drops commands, or lets `/iter cancel` wait for the run.",
        help: "take `concurrency:` away; Iter keeps the order itself",
      }));
  });
}
