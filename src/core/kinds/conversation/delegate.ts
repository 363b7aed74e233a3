/** A conversation with a coding agent that is run as a program. Spec: runtime §15.2. */
import { serversOf } from "#core/graph/mcp-servers.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { NodeContext, StepResult } from "#core/kinds/kind.ts";
import type { DelegateResult, DelegateTask, SessionFile } from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";
import { describeMistakes, readAnswer } from "./answer.ts";
import type { Conversed, Topic } from "./converse.ts";
import { delegateTools } from "./policy.ts";
import { answerQuestion, describeAnswer, mostQuestions, readAsked } from "./questions.ts";
import { refuseAnswer, refuseUnpriced } from "./refusal.ts";

/** Calls the program, answers its questions, and reads what it says in the end. */
export async function converseWithDelegate(context: NodeContext, topic: Topic): Promise<Conversed> {
  const { form } = topic;
  let prompt = topic.user;
  let session = openingSession(context);
  let questions = 0;
  let refused: string | undefined;
  for (let turn = 0; ; turn++) {
    const said = await callDelegate(context, topic, { turn, prompt, session });
    session = said.sessionId === null ? session : { id: said.sessionId, fork: false };
    if (said.question) {
      questions++;
      if (questions > mostQuestions) throw tooManyQuestions(context);
      const step = `model:${questions - 1}`;
      const answers = await answerQuestion(context, topic, { question: said.question, step });
      prompt = describeAnswer(said.question, answers);
      continue;
    }
    const answer = readAnswer(form, said.text, said.structured);
    if ("output" in answer) {
      const native = session?.id ?? null;
      const { model, files = [] } = said;
      context.session?.keep({ messages: [], provider: null, model, native, files });
      return { output: answer.output, model: said.model, native };
    }
    if (refused !== undefined) throw refuseAnswer(context, form, { refused, ...answer });
    refused = `delegate:${turn}`;
    prompt = describeMistakes(form, answer.errors);
  }
}

interface Call {
  readonly turn: number;
  readonly prompt: string;
  readonly session: DelegateTask["session"];
}

/** A copy of a conversation is made by the program when it goes on with it. */
function openingSession({ session }: NodeContext): DelegateTask["session"] {
  const id = session?.native ?? null;
  return id === null ? null : { id, fork: session?.parent != null };
}

async function callDelegate(
  context: NodeContext,
  topic: Topic,
  call: Call,
): Promise<Omit<DelegateResult, "usage">> {
  const result = await context.step<Fields>(
    `delegate:${call.turn}`,
    async ({ site, signal, sessions }): Promise<StepResult<Fields>> => {
      context.inform("llm_prompt", {
        system_prompt: call.turn === 0 ? topic.system : "",
        user_message: call.prompt,
        step: site.step,
      });
      const said = await context.ports.delegates.execute(
        createTask(context, topic, { ...call, site }),
        {
          signal,
          sessions,
          onEvent: (type, data) => context.inform(type, data),
        },
      );
      refuseUnpriced(context, "the delegate", said.usage);
      return { result: toRecorded(said), usage: said.usage };
    },
  );
  return readRecorded(result);
}

function createTask(
  context: NodeContext,
  { config, system, form }: Topic,
  { prompt, session, site }: Call & Pick<DelegateTask, "site">,
): DelegateTask {
  const { graph, node, ports } = context;
  return {
    backend: config.delegate ?? "claude_code",
    model: config.model,
    system,
    prompt,
    schema: form.jsonSchema,
    readonly: config.readonly,
    tools: delegateTools(config),
    mcpServers: serversOf(graph, node, ports.projectServers ?? []),
    maxTurns: config.toolMaxSteps,
    reasoningEffort: config.reasoningEffort,
    session,
    mayAsk: config.interaction !== "none",
    budgetUsd: context.costLeft(),
    env: config.env,
    site,
  };
}

function toRecorded(said: DelegateResult): Fields {
  const { text, structured, question, sessionId, model, files = [] } = said;
  return {
    text,
    ...(structured === undefined ? {} : { structured }),
    ...(question === undefined ? {} : { question: { ...question } }),
    sessionId,
    ...(files.length === 0 ? {} : { files: files.map((file) => ({ ...file })) }),
    model,
  };
}

function readRecorded(result: Fields): Omit<DelegateResult, "usage"> {
  const { text, structured, question, sessionId, model, files } = result;
  return {
    text: typeof text === "string" ? text : "",
    structured,
    question: isFields(question) ? readAsked(question) : undefined,
    sessionId: typeof sessionId === "string" ? sessionId : null,
    files: isList(files) ? files.flatMap(readFile) : [],
    model: typeof model === "string" ? model : null,
  };
}

function readFile(file: Value): SessionFile[] {
  if (!isFields(file)) return [];
  const { path, sha256 } = file;
  return typeof path === "string" && typeof sha256 === "string" ? [{ path, sha256 }] : [];
}

function tooManyQuestions({ node }: NodeContext): RunFailure {
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `\`${node.id}\` asked more than ${mostQuestions} questions`,
    hint: "tell it more in its prompt",
    retryable: false,
  });
}
