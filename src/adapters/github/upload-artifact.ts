/** Uploads files as an artifact of the job's workflow run, through the runner's service. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "#core/text/fault.ts";
import type { ArchivedFile } from "./checkpoint/tar.ts";

/** What is uploaded, and for how long. */
export interface Upload {
  readonly name: string;
  readonly files: readonly ArchivedFile[];
  /** A folder for what is being uploaded. */
  readonly folder: string;
  /** Days; the server may keep them for fewer. */
  readonly retentionDays: number;
  /** For what isn't compressed already. */
  readonly compress?: boolean;
}

/** An artifact as the service knows it. */
export interface UploadedArtifact {
  readonly id: number;
  readonly digest: string;
}

/** Uploads once; the client of the service is loaded at the first upload. */
export async function uploadArtifact(upload: Upload): Promise<UploadedArtifact> {
  const { DefaultArtifactClient } = await import("@actions/artifact");
  const { name, files, folder, retentionDays, compress = false } = upload;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const root = mkdtempSync(join(folder, "upload-"));
  try {
    const paths = files.map((file) => writeBelow(root, file));
    const client = new DefaultArtifactClient();
    const options = { retentionDays, ...(compress ? {} : { compressionLevel: 0 }) };
    const { id, digest = "" } = await client.uploadArtifact(name, paths, root, options);
    if (id === undefined) throw new Error("the service gave the artifact no id");
    return { id, digest };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Uploads in place of what another job of this attempt has left under the name. */
export async function replaceArtifact(upload: Upload): Promise<UploadedArtifact> {
  try {
    return await uploadArtifact(upload);
  } catch (fault) {
    if (!/already exists|\(409\)/i.test(messageOf(fault))) throw fault;
    const { DefaultArtifactClient } = await import("@actions/artifact");
    await new DefaultArtifactClient().deleteArtifact(upload.name);
    return uploadArtifact(upload);
  }
}

function writeBelow(root: string, { path, bytes }: ArchivedFile): string {
  const place = join(root, path);
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
  writeFileSync(place, bytes, { mode: 0o600 });
  return place;
}
