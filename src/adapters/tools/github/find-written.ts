/** Finds what an earlier job has written, by the marker that it begins with. Spec: github §9. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Effect } from "#core/run/effect.ts";
import { readMarker } from "#src/github/markers.ts";
import type { Marker } from "#src/github/markers.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import type { Executing } from "./executor.ts";

/** The marker of something that one of our identities wrote, or null. */
export function ownMarker(executing: Executing, written: Value): Marker | null {
  const { identities, repositoryId: repository, stateKey } = executing;
  const read = readMarker(
    {
      body: textAt(written, "body"),
      author_id: numberAt(written, "user", "id") ?? 0,
      editor_id: null,
    },
    { identities, repository, ...(stateKey === undefined ? {} : { state_key: stateKey }) },
  );
  return "marker" in read && read.marker.kind === "effect" ? read.marker : null;
}

/** The receipt of an effect among things that were written. */
export function findByMarker(
  executing: Executing,
  written: readonly Value[],
  effect: Effect,
): Fields | null {
  const found = written.find((one) => ownMarker(executing, one)?.["effect"] === effect.id);
  if (found === undefined) return null;
  const id = numberAt(found, "number") ?? numberAt(found, "id") ?? 0;
  return { id, url: textAt(found, "html_url") };
}
