/** Tools that a model calls: each allowed call is a step `tool:<turn>.<call>`. Spec: runtime §15.1. */
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext, StepResult } from "#core/kinds/kind.ts";
import type { ToolCall, ToolResult } from "#core/ports/model.ts";
import type { ToolAnswers } from "#core/ports/tool.ts";
import { askTool, askUser, mayAsk } from "./ask-user.ts";
import type { Topic } from "./converse.ts";
import { isAllowed } from "./policy.ts";
import { answerQuestion, mostQuestions, readAsked } from "./questions.ts";
import type { Asked, AskedAt } from "./questions.ts";
import { readWait, waitFor } from "./wait-for.ts";
import type { Wait } from "./wait-for.ts";
import { informListed } from "./toolbox.ts";
import type { Toolbox } from "./toolbox.ts";

/** The calls of one reply. */
export interface Calls {
  readonly turn: number;
  readonly calls: readonly ToolCall[];
  /** False if the model was offered no tools any more. */
  readonly offered: boolean;
  readonly toolbox: Toolbox;
  /** Questions that were asked before this reply. */
  readonly asked: number;
}

/** What came of them. */
export interface Called {
  readonly results: readonly ToolResult[];
  /** Questions that were asked until now. */
  readonly asked: number;
}

/** Makes the calls one after the other, in the order of the reply. */
export async function callTools(
  context: NodeContext,
  topic: Topic,
  { turn, calls, offered, toolbox, asked: before }: Calls,
): Promise<Called> {
  const { config } = topic;
  const results: ToolResult[] = [];
  let asked = before;
  for (const [index, call] of calls.entries()) {
    const at = `${turn}.${index}`;
    if (offered && call.name === askTool.name && mayAsk(config)) {
      results.push(await askUser(context, topic, { call, at, asked }));
      asked++;
      continue;
    }
    if (offered && isAllowed(config, toolbox, call.name)) {
      const called = await finishCall(context, topic, { toolbox, call, at, asked });
      results.push(...called.results);
      asked = called.asked;
    } else results.push(denyCall(context, `tool:${at}`, call));
  }
  return { results, asked };
}

/** A call, and where it stands. */
interface AllowedCall {
  readonly toolbox: Toolbox;
  readonly call: ToolCall;
  /** `<turn>.<call>` */
  readonly at: string;
  readonly asked: number;
}

/** A tool that asks is called again with the answer, until it asks no more. */
async function finishCall(
  context: NodeContext,
  topic: Topic,
  { toolbox, call, at, asked: before }: AllowedCall,
): Promise<Called> {
  const known: { readonly question: string; readonly answers: Fields }[] = [];
  for (let round = 0; ; round++) {
    const place = round === 0 ? at : `${at}.${round}`;
    const asked = before + round;
    const open = mayAsk(topic.config) && asked < mostQuestions;
    const answers = { known, open };
    const said = await makeCall(context, toolbox, { name: `tool:${place}`, call, answers });
    if (said.question === undefined) return { results: [said.result], asked };
    const { text } = said.question;
    const given = await answerTool(context, topic, {
      question: said.question,
      wait: said.wait,
      step: `model:${place}`,
    });
    known.push({ question: text, answers: given });
  }
}

/** Waits for what the tool waits for, or asks. */
async function answerTool(
  context: NodeContext,
  topic: Topic,
  { wait, ...asked }: AskedAt & { readonly wait: Wait | undefined },
): Promise<Fields> {
  if (wait === undefined) return answerQuestion(context, topic, asked);
  const answer = await waitFor(context, asked.question.text, wait);
  return answer.answers;
}

interface ToolStep {
  readonly name: string;
  readonly call: ToolCall;
  readonly answers: ToolAnswers;
}

async function makeCall(
  context: NodeContext,
  toolbox: Toolbox,
  { name, call, answers }: ToolStep,
): Promise<{
  readonly result: ToolResult;
  readonly question: Asked | undefined;
  readonly wait: Wait | undefined;
}> {
  const owner = toolbox.serverOf(call.name);
  const result = await context.step<Fields>(name, async (attempt): Promise<StepResult<Fields>> => {
    const { site, signal, effects } = attempt;
    const { output, failed, question } = await context.ports.tools.call(call.name, call.input, {
      signal,
      site,
      effects,
      onEvent: (type, data) => context.inform(type, data),
      onListed: (server) => informListed(context, site.step, server, owner?.known),
      answers,
      ...(owner && { server: owner.use }),
    });
    const seen = { tool: call.name, step: site.step, input: call.input };
    if (failed && question === undefined) {
      context.inform("tool_error", { ...seen, error: output, code: "TOOL_FAILED" });
    } else {
      context.inform("tool_called", {
        ...seen,
        input_size: JSON.stringify(call.input).length,
        duration_ms: attempt.elapsedMs(),
        output: question === undefined ? output : `asks: ${question.text}`,
      });
    }
    return { result: { output, failed, ...(question && { question: { ...question } }) } };
  });
  const { output, failed, question } = result;
  return {
    result: {
      id: call.id,
      name: call.name,
      output: typeof output === "string" ? output : "",
      failed: failed === true,
    },
    question: isFields(question) ? readAsked(question) : undefined,
    wait: isFields(question) ? readWait(question) : undefined,
  };
}

/** The call is not made, and the model is told. */
function denyCall(context: NodeContext, step: string, call: ToolCall): ToolResult {
  const error = `the tool \`${call.name}\` may not be used here`;
  context.inform("tool_error", {
    tool: call.name,
    step,
    error,
    code: "TOOL_DENIED",
    input: call.input,
  });
  return { id: call.id, name: call.name, output: error, failed: true };
}
