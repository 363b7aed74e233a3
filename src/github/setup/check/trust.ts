/** G011, G012: code that somebody else can change. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { eventsOf, triggerOf } from "#src/github/config/config.ts";
import { at, listAt, textAt } from "#src/github/payload.ts";
import { openYaml } from "#src/github/yaml-file.ts";
import type { Finding, JobFile, RepositoryFacts } from "./finding.ts";
import { eventOf, fieldsAt } from "./jobs.ts";

const commit = /@[0-9a-f]{40}$/;
const foreignHead = /github\.event\.(?:pull_request\.head|workflow_run\.head_)|refs\/pull\//;
/** Events with secrets although a stranger raised them. */
const privileged = ["pull_request_target", "issue_comment", "workflow_run"];

/** Actions in Iter's files that a tag names, which can be moved. */
export function findUnpinned({ iter }: RepositoryFacts): readonly Finding[] {
  return filesOf(iter).flatMap((file) =>
    usesIn(file)
      .filter(({ uses }) => !uses.startsWith("./") && !commit.test(uses))
      .map(({ uses, path }) => ({
        code: "G011",
        severity: "warning" as const,
        file: file.path,
        line: file.yaml.lineOf(path),
        message: `\`${uses}\` can become something else: a tag can be moved.`,
        help: `name the commit and write the version behind it: \`${uses.split("@")[0] ?? ""}@<commit> # ${uses.split("@")[1] ?? ""}\``,
      })),
  );
}

/** The same in workflow files that Iter's jobs call, as far as somebody could be asked for them. */
export function findUnpinnedBehind({ iter, api }: RepositoryFacts): readonly Finding[] {
  return iter.flatMap(({ file, job, value }) => {
    const called = textAt(value, "uses");
    const text = api?.called?.[called];
    if (text === undefined) return [];
    const [own = ""] = called.split("/.github/");
    const loose = usesIn({ path: called, yaml: openYaml(text) })
      .map(({ uses }) => uses)
      .filter((uses) => !uses.startsWith("./") && !commit.test(uses) && !isRelease(uses, own));
    return [...new Set(loose)].map((uses) => ({
      code: "G011",
      severity: "warning" as const,
      file: file.path,
      line: file.yaml.lineOf(["jobs", job, "uses"]),
      message: `\`${called}\` runs \`${uses}\`, which can become something else: a tag can be moved.`,
      help: "call the file of a release that names its own version or a commit",
    }));
  });
}

/** A whole version of the repository that the file lies in: such tags are never moved. */
function isRelease(uses: string, repository: string): boolean {
  const [name = "", ref = ""] = uses.split("@");
  const isOwn = name === repository || (repository !== "" && name === "iter/action");
  return isOwn && /^v\d+\.\d+\.\d+$/.test(ref);
}

/** The head of a fork, checked out where there are secrets. */
export function findForeignHeads({ files }: RepositoryFacts): readonly Finding[] {
  return files.flatMap((file) => {
    if (!privileged.some((event) => eventOf(file, event) !== undefined)) return [];
    return Object.entries(fieldsAt(file.yaml.value, "jobs")).flatMap(([job, value]) =>
      listAt(value, "steps").flatMap((step, index) => {
        const isCheckout = textAt(step, "uses").startsWith("actions/checkout@");
        const ref = `${textAt(step, "with", "ref")} ${textAt(step, "with", "repository")}`;
        if (!isCheckout || !foreignHead.test(ref)) return [];
        return [
          {
            code: "G012",
            severity: "error" as const,
            file: file.path,
            line: file.yaml.lineOf(["jobs", job, "steps", index]),
            message: "The head of a fork is checked out in a job that has secrets.",
            help: "take the step away; Iter fetches what somebody with write access has granted",
          },
        ];
      }),
    );
  });
}

/** Commits of forks that commands can start, in a public repository, beside the token that writes. */
export function findGrantsBesideTokens({ api, iter, config }: RepositoryFacts): readonly Finding[] {
  const commands = Object.keys(config.triggers ?? {}).some((name) =>
    eventsOf(triggerOf(config, name) ?? {}).includes("command"),
  );
  const granted = commands && config.policy?.["forbid-forks"] !== true;
  if (api?.public !== true || !granted) return [];
  const beside = iter.filter(
    ({ file, value, inputs }) =>
      eventOf(file, "issue_comment") !== undefined &&
      textAt(value, "uses") === "" &&
      inputs["effects"] !== "propose",
  );
  return beside.map(({ file, place }) => ({
    code: "G012",
    severity: "warning",
    file: file.path,
    line: file.yaml.lineOf(place),
    message: "A fork's commit that somebody grants runs programs in the job whose token writes.",
    help: "`iter github init --reusable` gives models and programs a job without that token",
  }));
}

function filesOf(iter: RepositoryFacts["iter"]): readonly JobFile[] {
  return [...new Set(iter.map(({ file }) => file))];
}

function usesIn(file: JobFile): readonly { readonly uses: string; readonly path: PropertyKey[] }[] {
  return Object.entries(fieldsAt(file.yaml.value, "jobs")).flatMap(([job, value]) => [
    ...usesOf(value, ["jobs", job]),
    ...listAt(value, "steps").flatMap((step, index) => usesOf(step, ["jobs", job, "steps", index])),
  ]);
}

function usesOf(
  value: Value,
  path: PropertyKey[],
): readonly { readonly uses: string; readonly path: PropertyKey[] }[] {
  const uses = isFields(value) ? at(value, "uses") : null;
  return typeof uses === "string" ? [{ uses, path: [...path, "uses"] }] : [];
}
