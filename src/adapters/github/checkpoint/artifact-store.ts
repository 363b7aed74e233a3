/**
 * Checkpoints as artifacts of workflow runs: uploaded through the runner's service, found by id and
 * used only if everything that is known of them agrees. Spec: github §8.2.
 */
import type { GithubClient } from "../client.ts";
import { uploadArtifact } from "../upload-artifact.ts";
import type { Artifact } from "../workflow-runs.ts";
import { sha256 } from "./archive.ts";
import { BadCheckpoint } from "./bad-checkpoint.ts";
import type { CheckpointStore } from "./store.ts";
import { unzipOnly } from "./unzip.ts";

/** How artifacts are uploaded. */
export interface ArtifactPlace {
  readonly client: GithubClient;
  /** A folder for what is being uploaded. */
  readonly folder: string;
  readonly attempt: number;
  /** Days; the server may keep them for fewer. */
  readonly retentionDays: number;
  readonly sealed: boolean;
}

/** Whose artifacts count. */
export interface ArtifactOrigin {
  readonly repository: number;
  /** Paths of workflow files that write checkpoints. */
  readonly producers: readonly string[];
}

const mostBytes = 500 * 1024 * 1024;

/** The name of a checkpoint's artifact. */
export function artifactName(run: string, seq: number, attempt: number): string {
  return `${artifactPrefix(run)}${String(seq).padStart(4, "0")}-a${attempt}`;
}

/** What the names of a run's artifacts begin with. */
export function artifactPrefix(run: string): string {
  return `iter-checkpoint-${run}-`;
}

/** Opens the store. */
export function openArtifactStore(place: ArtifactPlace): CheckpointStore {
  const { client, folder, attempt, retentionDays, sealed } = place;
  return {
    mostBytes,
    sessions: true,
    async save({ run, seq, bytes }) {
      const path = sealed ? "checkpoint.enc" : "checkpoint.tar.gz";
      const name = artifactName(run, seq, attempt);
      const upload = { name, files: [{ path, bytes }], folder, retentionDays };
      const { id, digest } = await uploadArtifact(upload);
      const known = await client.jobs.artifact(id);
      return { artifact: id, digest, expires: known?.expiresAt ?? "" };
    },
  };
}

/**
 * The bytes of a checkpoint's artifact.
 *
 * @throws BadCheckpoint that names the test that failed.
 */
export async function readArtifactBytes(
  { jobs }: GithubClient,
  wanted: { readonly run: string; readonly artifact: number; readonly digest: string },
  origin: ArtifactOrigin,
): Promise<Uint8Array> {
  const artifact = await jobs.artifact(wanted.artifact);
  if (artifact === null) throw new BadCheckpoint("its artifact is gone");
  if (artifact.expired) throw new BadCheckpoint("its artifact has expired");
  if (!artifact.name.startsWith(artifactPrefix(wanted.run)))
    throw new BadCheckpoint("its artifact is of another run");
  await checkOrigin({ jobs }, artifact, origin);
  const archive = await jobs.download(artifact.id);
  const digest = sha256(archive);
  if (artifact.digest.replace("sha256:", "") !== digest)
    throw new BadCheckpoint("its bytes are not those of which the API knows the digest");
  if (wanted.digest !== digest)
    throw new BadCheckpoint("its bytes are not those of which the marker knows the digest");
  return unzipOnly(archive, ["checkpoint.tar.gz", "checkpoint.enc"]);
}

async function checkOrigin(
  { jobs }: Pick<GithubClient, "jobs">,
  artifact: Artifact,
  { repository, producers }: ArtifactOrigin,
): Promise<void> {
  const ours = [artifact.repositoryId, artifact.headRepositoryId].every((id) => id === repository);
  if (!ours) throw new BadCheckpoint("its artifact comes from another repository");
  const run = await jobs.run(artifact.workflowRun);
  if (run === null) throw new BadCheckpoint("the workflow run that wrote it is gone");
  if (run.event === "pull_request" && run.headRepositoryId !== repository)
    throw new BadCheckpoint("a fork's workflow run wrote it");
  if (!producers.includes(run.path))
    throw new BadCheckpoint(`\`${run.path}\` wrote it, which is no workflow file of Iter`);
}
