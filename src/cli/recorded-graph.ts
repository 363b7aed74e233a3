/** The graph that a run goes through, as its log has it. */
import type { Graph } from "#core/graph/graph.ts";
import type { CompiledSource } from "#core/standard.ts";
import type { RunState } from "#core/run/state.ts";
import { compileFor, withModel } from "./compile.ts";
import type { Session } from "./session.ts";
import { isPlayed } from "./world.ts";

/** What can still be drawn of the recorded text; environment and all may have changed since. */
export function recordedGraph(session: Session, state: RunState): Graph | undefined {
  const { path, text } = state.source;
  return state.start?.graph ?? graphLike(session, state, { path, source: text });
}

/** The graph of a text, compiled as the run's own was; undefined if nothing of it can be drawn. */
export function graphLike(
  session: Session,
  { start }: Pick<RunState, "start">,
  source: Parameters<typeof compileFor>[1],
): Graph | undefined {
  const flags = { simulate: isPlayed(start) };
  return drawable(compileFor(withModel(session, start?.model), source, flags));
}

/** What can be drawn of a text, with errors or without. */
export function drawable({ graph, lowered }: CompiledSource): Graph | undefined {
  return graph ?? lowered?.graph;
}
