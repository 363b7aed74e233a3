/** Rewrites the newest checkpoint of a loopback GitHub, as somebody who has the agents' job in hand could. */
import { packCheckpoint, unpackCheckpoint } from "#adapters/github/checkpoint/archive.ts";
import type { Checkpoint } from "#adapters/github/checkpoint/archive.ts";
import { unzipOnly } from "#adapters/github/checkpoint/unzip.ts";
import { digestOf } from "#testing/github/jobs.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubState, Uploaded } from "#testing/github/state.ts";

const name = "checkpoint.tar.gz";

/** The newest checkpoint. */
export function newestCheckpoint({ state }: LoopbackGithub): Checkpoint {
  const { key, run } = newestOf(state);
  const bytes = unzipOnly(state.uploads.get(key) ?? new Uint8Array(), [name]);
  return unpackCheckpoint(bytes, { run, repository: 5001 });
}

/** Puts another in its place, whole and with a digest that fits. */
export function forgeCheckpoint(
  github: LoopbackGithub,
  forge: (checkpoint: Checkpoint) => Checkpoint["files"],
): void {
  const { state } = github;
  const { id, key, artifact } = newestOf(state);
  const checkpoint = newestCheckpoint(github);
  const bytes = zip(packCheckpoint({ ...checkpoint, files: forge(checkpoint) }));
  state.uploads.set(key, bytes);
  state.artifacts.set(id, { ...artifact, digest: digestOf(bytes) });
}

function newestOf(state: GithubState): {
  readonly id: number;
  readonly key: string;
  readonly run: string;
  readonly artifact: Uploaded;
} {
  const artifact = [...state.artifacts.values()].findLast(({ name }) =>
    name.startsWith("iter-checkpoint-"),
  );
  if (artifact === undefined) throw new Error("Nothing was uploaded.");
  const { id, key, name: called } = artifact;
  return { id, key, artifact, run: /^iter-checkpoint-(.*)-\d{4}-a\d+$/.exec(called)?.[1] ?? "" };
}

/** An archive of one file that is stored as it is. */
function zip(content: Uint8Array): Uint8Array {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  for (const [part, at] of [
    [header, 18],
    [entry, 20],
  ] as const) {
    part.writeUInt32LE(content.length, at);
    part.writeUInt32LE(content.length, at + 4);
    part.writeUInt16LE(name.length, at + 8);
  }
  const start = header.length + name.length + content.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(start, 16);
  const called = Buffer.from(name);
  return Buffer.concat([header, called, content, entry, called, end]);
}
