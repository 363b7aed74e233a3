/** What a played GitHub is told beforehand, by a file of people: who there is, and what has happened. Spec: github §16.3. */
import { z } from "zod";
import { Refusal } from "#core/run/failure.ts";
import { levels } from "#src/github/levels.ts";
import type { Level } from "#src/github/levels.ts";
import { openYaml } from "#src/github/yaml-file.ts";

/** One end of a pull request. */
export interface PlayedEnd {
  readonly sha: string;
  readonly ref: string;
  /** The id of its repository, if it isn't this one. */
  readonly repository?: number | undefined;
}

/** A thread; what is left out is taken from the payloads. */
export interface PlayedThread {
  readonly number: number;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly author?: string | undefined;
  readonly state?: "open" | "closed" | undefined;
  readonly draft?: boolean | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly files?: readonly string[] | undefined;
  readonly head?: PlayedEnd | undefined;
  readonly base?: PlayedEnd | undefined;
}

/** A job of a workflow run. */
export interface PlayedJobLog {
  readonly run: number;
  readonly name: string;
  readonly conclusion: string;
  readonly step: string;
  readonly log: string;
}

/** What a state file says; files in it are named from its own folder. */
export interface PlayedState {
  /** Levels by login. */
  readonly people: Readonly<Record<string, Level>>;
  /** Logins by `org/team`. */
  readonly teams: Readonly<Record<string, readonly string[]>>;
  readonly threads: readonly PlayedThread[];
  readonly comments: readonly {
    readonly thread: number;
    readonly author: string;
    readonly body: string;
  }[];
  readonly reviews: readonly {
    readonly thread: number;
    readonly author: string;
    readonly state: "approved" | "changes_requested" | "commented";
    readonly body: string;
    /** The head if left out. */
    readonly sha?: string | undefined;
  }[];
  readonly checks: readonly {
    readonly name: string;
    readonly sha: string;
    /** Null while it runs. */
    readonly conclusion: string | null;
  }[];
  readonly artifacts: readonly {
    readonly id: number;
    readonly name: string;
    readonly run: number;
    /** The archive. */
    readonly file: string;
    /** The workflow file that uploaded it. */
    readonly workflow: string;
  }[];
  /** Who must approve, by environment. */
  readonly environments: Readonly<Record<string, readonly string[]>>;
  /** Jobs of the workflow run that an event tells of, and what they said. */
  readonly jobs: readonly PlayedJobLog[];
  /** Events that are played before: each opens a gate. */
  readonly gates: readonly { readonly event: string; readonly name?: string | undefined }[];
}

const sha = z.string().regex(/^[0-9a-f]{40}$/, "a commit of 40 hex digits");
const end = z.strictObject({ sha, ref: z.string(), repository: z.int().optional() });
const thread = z.int().min(1);

const stateSchema = z.strictObject({
  people: z.record(z.string(), z.enum(levels)).default({}),
  teams: z.record(z.string(), z.array(z.string())).default({}),
  threads: z
    .array(
      z.strictObject({
        number: thread,
        title: z.string().optional(),
        body: z.string().optional(),
        author: z.string().optional(),
        state: z.enum(["open", "closed"]).optional(),
        draft: z.boolean().optional(),
        labels: z.array(z.string()).optional(),
        files: z.array(z.string()).optional(),
        head: end.optional(),
        base: end.optional(),
      }),
    )
    .default([]),
  comments: z.array(z.strictObject({ thread, author: z.string(), body: z.string() })).default([]),
  reviews: z
    .array(
      z.strictObject({
        thread,
        author: z.string(),
        state: z.enum(["approved", "changes_requested", "commented"]),
        body: z.string().default(""),
        sha: sha.optional(),
      }),
    )
    .default([]),
  checks: z
    .array(
      z.strictObject({ name: z.string(), sha, conclusion: z.string().nullable().default(null) }),
    )
    .default([]),
  artifacts: z
    .array(
      z.strictObject({
        id: z.int().min(1),
        name: z.string(),
        run: z.int().min(1),
        file: z.string(),
        workflow: z.string().default(".github/workflows/iter.yml"),
      }),
    )
    .default([]),
  environments: z.record(z.string(), z.array(z.string())).default({}),
  jobs: z
    .array(
      z.strictObject({
        run: z.int().min(1),
        name: z.string(),
        conclusion: z.string().default("failure"),
        step: z.string().default("Run"),
        log: z.string().default(""),
      }),
    )
    .default([]),
  gates: z.array(z.strictObject({ event: z.string(), name: z.string().optional() })).default([]),
});

/** Reads a state file; an empty text is one that says nothing. */
export function readPlayedState(path: string, text: string): PlayedState {
  const { value, broken } = openYaml(text);
  if (broken !== null)
    throw new Refusal("INPUT_INVALID", `${path}:${broken.line}: ${broken.message}`, {
      hint: "write the state as YAML",
    });
  const read = stateSchema.safeParse(value);
  if (read.success) return read.data;
  throw new Refusal(
    "INPUT_INVALID",
    read.error.issues
      .map((issue) => `${path}: \`${issue.path.join(".")}\`: ${issue.message}.`)
      .join("\n"),
    { hint: `a state has ${Object.keys(stateSchema.shape).join(", ")}` },
  );
}
