/** What a code of a diagnostic, a failure or a decision means, as a reply. */
import { isCode } from "#core/diagnostics/catalog.ts";
import { failurePages, isFailureCode } from "#core/run/failure-pages.ts";
import { explainReason, hasReason } from "#src/github/reasons.ts";

/** The page of a code, or null if it is none. */
export async function explainCode(topic: string): Promise<string | null> {
  const lower = topic.toLowerCase();
  if (hasReason(lower)) return `\`${lower}\`: ${explainReason(lower)}`;
  const code = topic.toUpperCase();
  if (isCode(code)) {
    const { pages } = await import("#core/diagnostics/pages.ts");
    const { title, explanation, bad, good } = pages[code];
    const [wrong, right] = [bad, good].map((text) => `\`\`\`\n${text.trimEnd()}\n\`\`\``);
    return [`**${code}: ${title}**`, explanation, "Wrong:", wrong, "Right:", right].join("\n\n");
  }
  if (!isFailureCode(code)) return null;
  const { title, text } = failurePages[code];
  return `**${code}: ${title}**\n\n${text}`;
}
