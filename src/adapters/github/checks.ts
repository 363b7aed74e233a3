/** Check runs: found again by the run that they are of, annotated in batches. Spec: github §10.2. */
import type { Octokit } from "@octokit/rest";
import type { Finding } from "#core/report/findings.ts";

/** A check run as it is to be shown. */
export interface CheckReport {
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly conclusion: CheckConclusion | null;
  readonly title: string;
  readonly summary: string;
  readonly findings?: readonly Finding[];
}

/** A check run that is there, and how many findings were added to it. */
export interface KnownCheck {
  readonly id: number;
  readonly findings: number;
}

/** What a check says of a commit. */
export interface CheckVerdict {
  readonly run: string;
  readonly conclusion: CheckConclusion;
  readonly title: string;
}

/** How a check ends. */
export type CheckConclusion = (typeof conclusions)[number];

const conclusions = ["success", "failure", "neutral", "cancelled", "action_required"] as const;

/** The checks of a repository. */
export interface GithubChecks {
  /** The check run of a run on a commit, or null. */
  findCheck(wanted: Pick<CheckReport, "headSha" | "name">, run: string): Promise<KnownCheck | null>;
  /** True if the commit has a check run of that name, of whatever run. */
  hasCheck(wanted: Pick<CheckReport, "headSha" | "name">): Promise<boolean>;
  /** How the last run that a check of ours was of has ended there; null if none has. */
  lastVerdict(wanted: Pick<CheckReport, "headSha" | "name">): Promise<CheckVerdict | null>;
  /** Makes or edits a check run; findings that it hasn't yet are added to it. */
  saveCheck(report: CheckReport, known: KnownCheck | null): Promise<KnownCheck>;
  /** The lines that a pull request adds or shows, by path. */
  diffLines(number: number): Promise<ReadonlyMap<string, ReadonlySet<number>>>;
}

/** A check that says why nothing was started is of no run. */
const ofRun = /^iter_[0-9a-z]{20}:/;

/** A request takes no more. */
const batch = 50;
const longestText = 65_535;
const longestMessage = 60_000;

/** Opens the checks of one repository. */
export function openChecks(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
): GithubChecks {
  const { rest } = octokit;
  return {
    async findCheck({ headSha, name }, run) {
      const asked = { ...here, ref: headSha, check_name: name, per_page: 100 };
      const found = await octokit.paginate(rest.checks.listForRef, asked);
      const ours = found.filter(({ external_id: id }) => id?.split(":")[0] === run);
      const [first] = ours;
      if (first === undefined) return null;
      return { id: first.id, findings: first.output.annotations_count };
    },
    async hasCheck({ headSha, name }) {
      const asked = { ...here, ref: headSha, check_name: name, per_page: 1 };
      const { data } = await rest.checks.listForRef(asked);
      return data.total_count > 0;
    },
    async lastVerdict({ headSha, name }) {
      const asked = { ...here, ref: headSha, check_name: name, per_page: 100 };
      const found = await octokit.paginate(rest.checks.listForRef, asked);
      const [last] = found
        .filter(({ external_id: id }) => ofRun.test(id ?? ""))
        .toSorted((one, other) => other.id - one.id);
      const ended = conclusions.find((conclusion) => conclusion === last?.conclusion);
      if (last === undefined || ended === undefined) return null;
      const [run = ""] = (last.external_id ?? "").split(":");
      return { run, conclusion: ended, title: last.output.title ?? "" };
    },
    async saveCheck(report, known) {
      const { name, headSha, externalId, conclusion, findings = [] } = report;
      const output = { title: cutTo(report.title), summary: cutTo(report.summary) };
      const [first = [], ...others] = batches(
        findings.slice(known?.findings ?? 0).map(toAnnotation),
      );
      const shown = {
        ...here,
        name,
        external_id: externalId,
        output: { ...output, ...(first.length === 0 ? {} : { annotations: first }) },
        ...(conclusion === null
          ? { status: "in_progress" as const }
          : { status: "completed" as const, conclusion }),
      };
      const { data } = await (known === null
        ? rest.checks.create({ ...shown, head_sha: headSha })
        : rest.checks.update({ ...shown, check_run_id: known.id }));
      for (const annotations of others)
        await rest.checks.update({
          ...here,
          check_run_id: data.id,
          output: { ...output, annotations },
        });
      return { id: data.id, findings: Math.max(known?.findings ?? 0, findings.length) };
    },
    async diffLines(number) {
      const asked = { ...here, pull_number: number, per_page: 100 };
      const files = await octokit.paginate(rest.pulls.listFiles, asked);
      return new Map(files.map(({ filename, patch = "" }) => [filename, linesOf(patch)]));
    },
  };
}

function toAnnotation({ path, startLine, endLine, level, message, title }: Finding) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    message: message.slice(0, longestMessage),
    ...(title === "" ? {} : { title: title.slice(0, 255) }),
  };
}

function batches<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / batch);
  return Array.from({ length: count }, (_, at) => items.slice(at * batch, (at + 1) * batch));
}

function cutTo(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

/** The lines of the new file that a patch shows. */
function linesOf(patch: string): ReadonlySet<number> {
  const lines = new Set<number>();
  let at = 0;
  for (const line of patch.split("\n")) {
    const start = /^@@ -\S+ \+(\d+)/.exec(line)?.[1];
    if (start !== undefined) at = Number(start);
    else if (line.startsWith("+") || line.startsWith(" ")) lines.add(at++);
  }
  return lines;
}
