/** A router whose model names the way, or several. Spec: runtime §11. */
import { objectSchema } from "#core/graph/json-schema.ts";
import type { FieldError } from "#core/graph/schema.ts";
import type { Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { AnswerForm } from "#core/kinds/conversation/answer.ts";
import { readConversationConfig } from "#core/kinds/conversation/config.ts";
import { converse } from "#core/kinds/conversation/converse.ts";
import { renderPrompt, renderUser } from "#core/kinds/conversation/texts.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { readRouterConfig } from "./config.ts";

/** Asks the model, and goes where it says. */
export async function chooseByModel(context: NodeContext): Promise<Outcome> {
  const config = readConversationConfig(context.node);
  const { multi } = readRouterConfig(context.node);
  const targets = [...new Set(context.edges.map(({ edge }) => edge.to))];
  const conversed = await converse(context, {
    config,
    system: renderPrompt(context, config.system) ?? "",
    user: renderUser(context, config.user),
    form: routeForm(targets, multi),
  });
  const answer = isFields(conversed.output) ? conversed.output : {};
  const reasoning = answer["reasoning"] ?? null;
  const named = namesOf(multi ? answer["selected_routes"] : [answer["selected_route"] ?? null]);
  const chosen = targets.filter((target) => named.includes(target));
  const edges = chosen.map((target) => firstEdge(context, target));
  const key = multi ? "selected_routes" : "selected_route";
  const route: Value = multi ? chosen : (chosen[0] ?? null);
  const finished = {
    output: addToInput(context, { [key]: route, reasoning }),
    data: { [key]: route, reasoning },
    ...(conversed.model === null ? {} : { meta: { _model: conversed.model } }),
  };
  return multi
    ? { kind: "fork", edges, ...finished }
    : { kind: "next", ...finished, ...(edges[0] === undefined ? {} : { edge: edges[0] }) };
}

function routeForm(targets: readonly string[], multi: boolean): AnswerForm {
  const target = { type: "string", enum: targets };
  const route = multi ? { type: "array", items: target, minItems: 1 } : target;
  const list = targets.map((name) => `\`${name}\``).join(", ");
  const key = multi ? "selected_routes" : "selected_route";
  return {
    jsonSchema: objectSchema([
      [key, route],
      ["reasoning", { type: "string" }],
    ]),
    check: (answer) => checkRoute(answer, { key, multi, targets, list }),
    code: "ROUTE_INVALID",
    hint: `the ways are ${list}; make the prompt say when each is right`,
  };
}

interface Wanted {
  readonly key: string;
  readonly multi: boolean;
  readonly targets: readonly string[];
  readonly list: string;
}

function checkRoute(answer: Value, { key, multi, targets, list }: Wanted): FieldError[] {
  const route = isFields(answer) ? answer[key] : undefined;
  const named = multi ? namesOf(route) : namesOf([route ?? null]);
  const complete = multi ? isList(route) && route.length === named.length : true;
  const right = complete && named.length > 0 && named.every((name) => targets.includes(name));
  const what = multi ? `must be a list of one or more of ${list}` : `must be one of ${list}`;
  return right ? [] : [{ field: key, message: what }];
}

function namesOf(value: Value | undefined): string[] {
  return isList(value) ? value.filter((name) => typeof name === "string") : [];
}

function firstEdge({ edges }: NodeContext, target: string): number {
  return edges.find(({ edge }) => edge.to === target)?.index ?? -1;
}

/** The input with keys added; one that is no object cannot take any. */
function addToInput({ node, input }: NodeContext, keys: Record<string, Value>): Value {
  if (isFields(input)) return { ...input, ...keys };
  if (input === null) return keys;
  throw new RunFailure({
    code: "EXECUTION_FAILED",
    message: `the input of \`${node.id}\` is no object, so its choice cannot be added to it`,
    hint: "give the edge to it a mapping",
    retryable: false,
  });
}
