/** `iter explain`: what a code of a diagnostic or of a failure means. */
import { isCode } from "#core/diagnostics/catalog.ts";
import { pages } from "#core/diagnostics/pages.ts";
import { Refusal } from "#core/run/failure.ts";
import { failurePages, isFailureCode } from "#core/run/failure-pages.ts";
import { isRecipeCode, recipePages } from "#core/run/recipe/pages.ts";
import { suggest } from "#core/text/suggest.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { Output } from "#src/cli/output.ts";

interface Page {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  /** What causes it, or what helps. */
  readonly example: string;
}

/** The command. */
export const explain: CommandModule = {
  declare(command, act) {
    command.argument(
      "[code]",
      "a code, such as C019, BUDGET_EXCEEDED or not_authorised; without one all are listed",
    );
    act(async ({ output }, [code]) => {
      const more = new Map([...(await flowPages()), ...(await pagesOfGithub())]);
      if (code === undefined) list(output, more);
      else show(output, code, more);
      return exitCodes.done;
    });
  },
};

type Pages = ReadonlyMap<string, Page>;

/** Codes of flows are words. */
async function flowPages(): Promise<Pages> {
  const { flowCodes } = await import("#core/languages/flow/codes.ts");
  const { flowFailurePages } = await import("#core/run/flow-failure-pages.ts");
  const example = "iter validate x.flow.json";
  const found = Object.entries(flowCodes).map(([code, { title, explanation: text }]): Page => ({
    code,
    title,
    text,
    example,
  }));
  const failed = Object.entries(flowFailurePages).map(([code, page]): Page => ({ code, ...page }));
  return new Map([...found, ...failed].map((page) => [page.code, page]));
}

async function pagesOfGithub(): Promise<Pages> {
  const { githubPages } = await import("#src/github/pages.ts");
  return new Map(Object.entries(githubPages).map(([code, page]) => [code, { code, ...page }]));
}

function list(output: Output, more: Pages): void {
  const titles = [...codes(more)].map(([code, { title }]) => ({ code, title }));
  const width = Math.max(...titles.map(({ code }) => code.length));
  for (const { code, title } of titles) output.print(`${code.padEnd(width)}  ${title}`);
  output.document(titles);
}

function show(output: Output, asked: string, more: Pages): void {
  const page = pageOf(asked.trim().toUpperCase(), more);
  if (page === undefined) throw unknownCode(asked, more);
  const { code } = page;
  output.document(page);
  output.print(`${output.paint("bold", `${code}: ${page.title}`, "stdout")}\n`);
  output.print(wrap(page.text));
  if (isCode(code)) {
    output.print(`\nWrong:\n\n${indent(page.example)}`);
    output.print(`\nRight:\n\n${indent(pages[code].good)}`);
  } else output.print(`\nFor example:\n\n${indent(page.example)}`);
}

function pageOf(code: string, more: Pages): Page | undefined {
  const found = [...more.values()].find((page) => page.code.toUpperCase() === code);
  if (found !== undefined) return found;
  if (isCode(code)) {
    const { title, explanation, bad } = pages[code];
    return { code, title, text: explanation, example: bad };
  }
  if (isRecipeCode(code)) return { code, ...recipePages[code] };
  return isFailureCode(code) ? { code, ...failurePages[code] } : undefined;
}

/** Diagnostics first, those of recipes behind those of workflows, then failures. */
function codes(more: Pages): Map<string, { readonly title: string }> {
  return new Map<string, { readonly title: string }>([
    ...Object.entries(pages).sort(([a], [b]) => (a < b ? -1 : 1)),
    ...Object.entries(recipePages),
    ...Object.entries(failurePages),
    ...more,
  ]);
}

function unknownCode(asked: string, more: Pages): Refusal {
  const near = suggest(asked, codes(more).keys());
  return new Refusal("INPUT_INVALID", `\`${asked}\` is no code.`, {
    hint: near === undefined ? "`iter explain` lists all of them" : `did you mean \`${near}\`?`,
  });
}

function wrap(text: string): string {
  return text.replaceAll(/(.{1,78})(?:[ ]+|\n|$)/g, "$1\n").trimEnd();
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^(?=.)/gm, "  ");
}
