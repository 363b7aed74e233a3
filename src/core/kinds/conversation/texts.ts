/** The texts that a conversation begins with. Spec: runtime §15.1, §17. */
import { renderTemplate } from "#core/graph/reference.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";

/** Longer prompts are a mistake of the workflow. */
const longestPrompt = 5 * 1024 * 1024;

/** A prompt with its references filled in; undefined if none is named. */
export function renderPrompt(context: NodeContext, name: string | null): string | undefined {
  const template = context.prompt(name);
  if (!template) return undefined;
  const text = renderTemplate(template, (path) => context.resolve(path));
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
