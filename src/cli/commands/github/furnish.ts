/** Puts into a played GitHub what a state file says has happened: comments, reviews, checks, artifacts. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { digestOf } from "#testing/github/jobs.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import { accountOf, apiTime, newId } from "#testing/github/state.ts";
import type { PlayedState } from "./state-file.ts";

/** Furnishes it; files are named from a folder. */
export function furnish(github: LoopbackGithub, given: PlayedState, folder: string): void {
  const { state } = github;
  for (const { thread, author, body } of given.comments) github.comment(thread, author, body);
  for (const { thread, author: login, sha, ...review } of given.reviews) {
    const author = accountOf(state, login);
    const head = state.threads.get(thread)?.head?.sha ?? "";
    if (author === undefined) continue;
    const place = { id: newId(state), thread, author, commit_id: sha ?? head };
    const written = { ...review, state: review.state.toUpperCase(), submitted_at: apiTime() };
    state.reviews.push({ ...place, ...written });
  }
  for (const { name, sha, conclusion } of given.checks) {
    const status = conclusion === null ? "in_progress" : "completed";
    const id = newId(state);
    state.checks.set(id, { id, fields: { name, head_sha: sha, status, conclusion } });
  }
  for (const { id, name, run, file, workflow } of given.artifacts) {
    const bytes = readArtifact(resolve(folder, file), file);
    const key = `${run}/${name}`;
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    state.uploads.set(key, bytes);
    state.artifacts.set(id, { id, name, run, key, digest: digestOf(bytes), expiresAt });
    state.jobs.set(run, { status: "completed", event: "push", path: workflow });
  }
}

function readArtifact(path: string, named: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Refusal("INPUT_INVALID", `The artifact \`${named}\` can't be read.`, {
      hint: "name an archive as GitHub hands it out, from the folder of the state file",
      cause,
    });
  }
}
