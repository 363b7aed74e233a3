/** G003: conditions of jobs that leave commands out. */
import { commandWords } from "#src/github/config/config.ts";
import { textAt } from "#src/github/payload.ts";
import { onlyCommands } from "../files.ts";
import type { Finding, RepositoryFacts } from "./finding.ts";
import { eventOf } from "./jobs.ts";

const asksAbout =
  /(startsWith|contains)\(\s*github\.event\.comment\.body\s*,\s*'((?:[^']|'')*)'\s*\)/gi;

/** Jobs that start at comments, and never at those which begin with the prefix or the phrase. */
export function findDeafJobs({ config, iter }: RepositoryFacts): readonly Finding[] {
  return iter.flatMap(({ file, job, value, inputs }) => {
    const condition = textAt(value, "if");
    const asked = [...condition.matchAll(asksAbout)];
    if (asked.length === 0 || eventOf(file, "issue_comment") === undefined) return [];
    const phrase = textAt(inputs, "trigger-phrase");
    const words = [...commandWords(config), ...(phrase === "" ? [] : [phrase])];
    const deaf = words.filter((word) => !asked.some((one) => hears(one, word)));
    if (deaf.length === 0) return [];
    return [
      {
        code: "G003",
        severity: "error" as const,
        file: file.path,
        line: file.yaml.lineOf(["jobs", job, "if"]),
        message: `Comments that begin with ${deaf.map((word) => `\`${word}\``).join(" or ")} never start the job \`${job}\`: its condition leaves them out.`,
        help: `write \`if: ${onlyCommands(words)}\``,
      },
    ];
  });
}

/** As GitHub compares: without regard to case. */
function hears([, how = "", written = ""]: RegExpMatchArray, word: string): boolean {
  const text = written.replaceAll("''", "'").toLowerCase();
  const begun = word.toLowerCase();
  return how.toLowerCase() === "contains" ? begun.includes(text) : begun.startsWith(text);
}
