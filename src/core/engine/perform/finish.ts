/** The end of an activation: its output is checked, published, and recorded. Spec: runtime §7.4, §17, §18. */
import type { Fields } from "#core/graph/value.ts";
import { checkOutput } from "#core/graph/schema.ts";
import type { Failure } from "#core/run/failure.ts";
import { noUsage } from "#core/run/failure.ts";
import type { Finished, Outcome } from "#core/run/outcome.ts";
import { toTimestamp } from "#core/run/timestamp.ts";
import { createEvent, payload, placeOf } from "../decide/place.ts";
import { artifactFile } from "../artifact-file.ts";
import type { ActiveRun } from "../run.ts";
import { counts } from "../run.ts";
import type { RunFile } from "../world.ts";
import type { Performing } from "./context.ts";
import { writeNodeFailure } from "./failures.ts";
import { sessionFile } from "./stored-sessions.ts";
import type { StoredConversation } from "./stored-sessions.ts";

/** Records an outcome. Undefined if that was possible at once; files take a moment. */
export function finishActivation(
  performing: Performing,
  outcome: Outcome,
): Promise<void> | undefined {
  const { run, node, activation } = performing;
  const schema = node.output == null ? undefined : run.work.schemas.get(node.output);
  const errors = schema ? checkOutput(schema, outcome.output) : [];
  if (errors.length > 0) {
    failPerformed(performing, misfit(node.id, errors));
    return undefined;
  }
  const publishes = node.publish != null && activation.artifact === null;
  if (!publishes && !keepsFile(performing)) {
    recordFinish(performing, outcome);
    return undefined;
  }
  return storeFiles(performing, outcome);
}

/** Records that an activation failed for good. */
export function failPerformed({ run, flight, activation }: Performing, failure: Failure): void {
  if (!counts(run, flight)) return;
  run.journal.record(
    createEvent("node_failed", placeOf(activation), writeNodeFailure(failure, activation.attempt)),
  );
}

async function storeFiles(performing: Performing, outcome: Outcome): Promise<void> {
  const { run, flight, node, activation } = performing;
  const written = run.journal.durable();
  if (written) await written;
  if (!counts(run, flight)) return;
  if (keepsFile(performing)) await storeSession(performing);
  if (node.publish != null && activation.artifact === null) await publish(performing, outcome);
  if (counts(run, flight)) recordFinish(performing, outcome);
}

function recordFinish(performing: Performing, outcome: Outcome): void {
  const { run, activation, session } = performing;
  rememberSession(performing);
  const { usage } = activation;
  const metered = usage !== noUsage;
  const data = payload({
    output: outcome.output,
    meta: outcome.meta,
    memory: outcome.memory,
    remember: outcome.remember,
    session: session ? writeRef(performing) : undefined,
    outcome: writeWay(outcome),
    _tokens: metered ? usage.input_tokens + usage.output_tokens : undefined,
    _cost_usd: metered ? usage.cost_usd : undefined,
  });
  const whole = outcome.data === undefined ? data : { ...data, ...outcome.data };
  run.journal.record(createEvent("node_finished", placeOf(activation), whole));
}

/** Only what is not simply the next edge. */
function writeWay(outcome: Outcome): Fields | undefined {
  switch (outcome.kind) {
    case "end":
      return { kind: "end", status: outcome.status };
    case "fork":
      return payload({ kind: "fork", edges: outcome.edges });
    case "next":
      if (outcome.port === undefined && outcome.edge === undefined) return undefined;
      return payload({ kind: "next", port: outcome.port, edge: outcome.edge });
  }
}

function writeRef({ session }: Performing): Fields | undefined {
  if (!session) return undefined;
  const { ref } = session;
  return payload({
    mode: session.mode,
    id: ref.id,
    parent: ref.parent ?? undefined,
    carrier: ref.carrier === "model" ? undefined : ref.carrier,
    native: session.kept()?.native ?? undefined,
  });
}

/** Conversations are stored where some node of the graph may go on with one. */
function keepsFile({ run, session }: Performing): boolean {
  return run.work.keepsSessions && session?.kept() != null;
}

function storedConversation(performing: Performing): StoredConversation | undefined {
  const conversation = performing.session?.kept();
  if (!conversation) return undefined;
  return { conversation, shares: performing.session?.shares() ?? [] };
}

function rememberSession(performing: Performing): void {
  const stored = storedConversation(performing);
  if (!stored || !performing.session || !performing.run.work.keepsSessions) return;
  performing.run.conversations.set(performing.session.id, stored);
}

async function storeSession(performing: Performing): Promise<void> {
  const { run, session } = performing;
  const stored = storedConversation(performing);
  if (!stored || !session) return;
  await writeFile(run, await sessionFile(run, session.ref, stored));
}

/** One publication at a time, so that versions count in log order. */
async function publish(performing: Performing, outcome: Finished): Promise<void> {
  const { run } = performing;
  const turn = run.publishing.then(() => publishNow(performing, outcome));
  run.publishing = turn.catch(() => undefined);
  await turn;
}

async function publishNow(performing: Performing, { output }: Finished): Promise<void> {
  const { run, flight, node, activation } = performing;
  if (!counts(run, flight) || node.publish == null) return;
  const version = run.state.artifacts[node.id] ?? 0;
  const writtenAt = toTimestamp(run.world.clock.now());
  const artifact = { name: node.publish, version, writtenAt };
  const file = artifactFile(run.world, run.runId, { ...activation, output, artifact });
  await writeFile(run, file);
  if (!counts(run, flight)) return;
  run.journal.record(
    createEvent("artifact_written", placeOf(activation), {
      publish: node.publish,
      version,
      path: file.path,
      sha256: run.world.sha256(file.content),
      written_at: writtenAt,
    }),
  );
}

async function writeFile({ world, writer }: ActiveRun, file: RunFile): Promise<void> {
  const release = world.clock.hold?.();
  try {
    await writer.writeFile(file.path, file.content);
  } finally {
    release?.();
  }
}

function misfit(node: string, errors: Failure["errors"] & object): Failure {
  const list = errors.map(({ field, message }) =>
    field === null ? `it ${message}` : `\`${field}\` ${message}`,
  );
  return {
    code: "SCHEMA_VALIDATION",
    message: `the output of \`${node}\` does not fit its schema: ${list.join("; ")}`,
    hint: "change the schema, or what the node gives",
    retryable: false,
    errors,
  };
}
