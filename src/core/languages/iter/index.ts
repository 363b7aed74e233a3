/** The `.iter` language: text to graph, and its canonical layout. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Language } from "#core/languages/language.ts";
import { isTooLarge } from "#core/text/decode.ts";
import { formatFile } from "./format-file.ts";
import { lowerFile } from "./lower/lower.ts";
import { parse } from "./parse.ts";
import { vocabulary } from "./vocabulary.ts";

/** The `.iter` language. */
export const iterLanguage: Language = {
  name: "iter",
  extensions: [".iter"],
  lower: (file, kinds, options, report) => {
    if (isTooLarge(file.text)) {
      report(diagnose("E001", { start: 0, end: 0 }, { fault: "size" }));
      return null;
    }
    const syntax = parse(file, vocabulary(kinds), report);
    return lowerFile(file, syntax, kinds, { options, report });
  },
  format: (file, kinds) => formatFile(file, vocabulary(kinds)),
};
