/** The texts that a conversation begins with. Spec: runtime §15.1, §17. */
import { isOfPeople } from "#core/graph/of-people.ts";
import { renderTemplate } from "#core/graph/reference.ts";
import { toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import { frameUntrusted } from "#core/text/untrusted.ts";

/** Longer prompts are a mistake of the workflow. */
const longestPrompt = 5 * 1024 * 1024;

/**
 * A prompt for a model with its references filled in; undefined if none is named. What anybody may
 * have written stands between marks. Spec: github §11.3.
 */
export function renderPrompt(context: NodeContext, name: string | null): string | undefined {
  return render(context, name, (path) => {
    const value = context.resolve(path);
    return isOfPeople(path) ? frame(context, path, value) : value;
  });
}

/** A text that a person reads, with its references filled in; undefined if none is named. */
export function renderInstructions(context: NodeContext, name: string | null): string | undefined {
  return render(context, name, (path) => context.resolve(path));
}

function frame(context: NodeContext, path: readonly string[], value: Value): Value {
  if (value === null || value === "") return value;
  const { author, level, id } = writerOf(context, path);
  return frameUntrusted(toText(value), {
    source: path.join("."),
    ...(id === "" ? {} : { id }),
    ...(author === "" ? {} : { author }),
    ...(level === "" ? {} : { level }),
  });
}

/** Who wrote what a reference leads to, as far as the event tells; "" where it doesn't. */
function writerOf(
  context: NodeContext,
  [, part = ""]: readonly string[],
): { readonly author: string; readonly level: string; readonly id: string } {
  const text = (...rest: readonly string[]): string => toText(context.resolve(["github", ...rest]));
  const id = text("thread", "number");
  if (part === "pr" || part === "issue") return { author: text(part, "author"), level: "", id };
  if (part === "command") return { author: text("actor"), level: text("actor_level"), id };
  return { author: part === "event" ? text("event", "sender", "login") : "", level: "", id };
}

function render(
  context: NodeContext,
  name: string | null,
  resolve: (path: readonly string[]) => Value,
): string | undefined {
  const template = context.prompt(name);
  if (!template) return undefined;
  const text = renderTemplate(template, resolve);
  if (text.length > longestPrompt) {
    throw new RunFailure({
      code: "EXECUTION_FAILED",
      message: `the prompt \`${name ?? ""}\` has ${text.length} characters; 5 MiB are allowed`,
      hint: "pass less into it, for instance the name of a file instead of its content",
      retryable: false,
    });
  }
  return text;
}

/** The user text: the prompt, else the input as compact JSON; behind all artifacts if it asks for them. */
export function renderUser(context: NodeContext, name: string | null): string {
  const text = renderPrompt(context, name) ?? JSON.stringify(context.input);
  if (context.session?.mode !== "artifacts_only") return text;
  const artifacts = context
    .artifacts()
    .map(({ name: artifact, data }) => `### ${artifact}\n\n${JSON.stringify(data)}\n`);
  return ["## Artifacts\n", ...artifacts, text].join("\n");
}
