/** Failures of CI by what they are, not by when they were. Spec: github §13. */
import { sha256Bytes } from "../hashes.ts";

/** A job that failed, as its log has it. */
export interface FailedJob {
  readonly workflow: string;
  readonly job: string;
  readonly step: string;
  readonly log: string;
}

const mostLines = 10;
const around = 200;
const ansi = /\u001B\[[0-9;?]*[A-Za-z]/g;
const error =
  /(?:##\[error\]|\berror\b|\bfail(?:ed|ure|ing)?\b|\bexception\b|\bpanic\b|✗|✖|\bnot ok\b)/i;

/** The same failure has the same fingerprint, whatever the time, the machine and the numbers. */
export function fingerprintOf({ workflow, job, step, log }: FailedJob): string {
  const lines = errorLines(log).slice(0, mostLines);
  return sha256Of([workflow, job, step, ...lines].join("\n"));
}

/** The fingerprint of several jobs, in any order. */
export function fingerprintOfAll(jobs: readonly FailedJob[]): string {
  return sha256Of(jobs.map(fingerprintOf).toSorted().join("\n"));
}

function sha256Of(text: string): string {
  return Buffer.from(sha256Bytes(text)).toString("hex");
}

/** The last lines of a log around its first error. */
export function excerptOf(log: string): string {
  const lines = log.replaceAll(ansi, "").replaceAll("\r\n", "\n").trimEnd().split("\n");
  const first = lines.findIndex((line) => error.test(line));
  const from = Math.max(0, first === -1 ? lines.length - around : first - around / 4);
  return lines
    .slice(from, from + around)
    .map(withoutTime)
    .join("\n");
}

function errorLines(log: string): readonly string[] {
  return log
    .split(/\r?\n/)
    .map((line) => line.replaceAll(ansi, ""))
    .filter((line) => error.test(line))
    .map(plain);
}

function withoutTime(line: string): string {
  return line.replace(/^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z /, "");
}

/** Without what differs from run to run. */
function plain(line: string): string {
  return withoutTime(line)
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?/g, "")
    .replaceAll(/(?:\/[\w.@-]+)*\/_?work\/([\w.-]+)\/\1\//g, "")
    .replaceAll(/\b[0-9a-f]{7,}\b/gi, "")
    .replaceAll(/\b\d+(?:\.\d+)?\s?(?:ms|s|sec|seconds|m|min|minutes|h)\b/gi, "")
    .replaceAll(/\d+/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
