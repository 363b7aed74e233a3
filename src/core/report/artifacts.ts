/** The artifacts that a run published. */
import { isFields } from "../graph/value.ts";
import type { Value } from "../graph/value.ts";
import type { RunEvent } from "../run/events.ts";
import { cut } from "./escape.ts";

/** One version of an artifact. */
export interface ArtifactView {
  readonly name: string;
  readonly node: string;
  /** What published it. */
  readonly activation: string;
  readonly version: number;
  /** Below the run's folder. */
  readonly path: string;
  /** What it says of itself, in a line. */
  readonly summary: string;
}

/** Every version, names in the order of their first publication, newest first within a name. */
export function viewArtifacts(events: readonly RunEvent[]): ArtifactView[] {
  const outputs = new Map<string, Value>();
  for (const { type, activation_id: id, data } of events) {
    if (type === "node_finished" && id !== undefined) outputs.set(id, data?.["output"] ?? null);
  }
  const written = events
    .filter(({ type }) => type === "artifact_written")
    .map((event) => {
      const { node_id: node = "", activation_id: id = "", data } = event;
      return {
        name: textOf(data?.["publish"]),
        node,
        activation: id,
        version: typeof data?.["version"] === "number" ? data["version"] : 0,
        path: textOf(data?.["path"]),
        summary: summarise(outputs.get(id) ?? null),
      };
    });
  const names = [...new Set(written.map(({ name }) => name))];
  return names.flatMap((name) => written.filter((each) => each.name === name).reverse());
}

/** The first of `summary`, `title`, `text`, cut at 150. */
function summarise(output: Value): string {
  if (!isFields(output)) return "—";
  const text = ["summary", "title", "text"]
    .map((key) => output[key])
    .find((value) => typeof value === "string" && value.trim() !== "");
  return typeof text === "string" ? cut(text.trim(), 150) : "—";
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
