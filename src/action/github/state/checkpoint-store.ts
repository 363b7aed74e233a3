/** Chooses where a job keeps checkpoints, and reads them from wherever another one did. Spec: github §8.2. */
import { dirname, join } from "node:path";
import {
  openArtifactStore,
  readArtifactBytes,
} from "#adapters/github/checkpoint/artifact-store.ts";
import { openBranchStore, readBranch } from "#adapters/github/checkpoint/branch-store.ts";
import { unpackCheckpoint } from "#adapters/github/checkpoint/archive.ts";
import type { Checkpoint } from "#adapters/github/checkpoint/archive.ts";
import { unseal } from "#adapters/github/checkpoint/seal.ts";
import type { CheckpointStore, Pointer } from "#adapters/github/checkpoint/store.ts";
import type { Door } from "../door.ts";
import { producersOf } from "../trust/producers.ts";

const dayMs = 86_400_000;
const fewestDays = 7;

/** The store of this job; what is kept lasts until the gate has expired and a little longer. */
export function openCheckpointStore(
  { client, job, attempt, config }: Door,
  expires: string | null,
): CheckpointStore {
  const sealed = job.inputs.stateKey !== undefined;
  if (!usesArtifacts({ job, config })) return openBranchStore(client, { sealed });
  return openArtifactStore({ client, attempt, sealed, ...uploadPlace({ job, config }, expires) });
}

/** Where artifacts of a job are made, and how long they are kept. */
export function uploadPlace(
  { job, config }: Pick<Door, "job" | "config">,
  expires: string | null,
): { readonly folder: string; readonly retentionDays: number } {
  const wanted = Number(config.state?.["retention-days"] ?? 0);
  const untilGate =
    expires === null ? 0 : Math.ceil((Date.parse(expires) - Date.now()) / dayMs) + 2;
  const retentionDays = wanted > 0 ? wanted : Math.max(untilGate, fewestDays);
  return { folder: join(dirname(job.store), "iter-upload"), retentionDays };
}

/** True if checkpoints are artifacts; `auto` takes them where there is a service for them. */
export function usesArtifacts({ job, config }: Pick<Door, "job" | "config">): boolean {
  const { environment, inputs } = job;
  const asked = inputs.state === "auto" ? (config.state?.["store"] ?? "auto") : inputs.state;
  if (asked !== "auto") return asked === "artifact";
  const service = environment["ACTIONS_RESULTS_URL"] && environment["ACTIONS_RUNTIME_TOKEN"];
  return service !== undefined && service !== "" && !isEnterpriseServer(environment);
}

function isEnterpriseServer(environment: Door["job"]["environment"]): boolean {
  const { hostname } = new URL(environment["GITHUB_SERVER_URL"] ?? "https://github.com");
  return !/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname);
}

/**
 * Reads a checkpoint, decrypts and verifies it.
 *
 * @throws BadCheckpoint that names the test that failed.
 */
export async function readCheckpoint(
  door: Door,
  { run, seq, pointer }: { readonly run: string; readonly seq: number; readonly pointer: Pointer },
): Promise<Checkpoint> {
  const { client, job, repositoryId } = door;
  const producers = producersOf(door);
  const bytes =
    "artifact" in pointer
      ? await readArtifactBytes(
          client,
          { ...pointer, run },
          { repository: repositoryId, producers },
        )
      : await readBranch(client, { run, commit: pointer.commit });
  const plain = unseal(bytes, job.inputs.stateKey, { run, seq });
  return unpackCheckpoint(plain, { run, repository: repositoryId, seq });
}
