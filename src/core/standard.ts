/** The standard set: every language, kind and rule, and how a file is compiled with them. */
import { compile } from "./compiler/compile.ts";
import type { Check, Compiled } from "./compiler/compile.ts";
import { diagnose } from "./diagnostics/catalog.ts";
import { sortDiagnostics } from "./diagnostics/collect.ts";
import type { Drawing } from "./graph/drawing.ts";
import { kinds } from "./kinds/index.ts";
import type { NodeKind } from "./kinds/kind.ts";
import { iterLanguage } from "./languages/iter/index.ts";
import type { Environment, Language, ReadUse } from "./languages/language.ts";
import { rules } from "./compiler/rules/index.ts";
import type { Rule } from "./compiler/rules/rule.ts";
import { decodeSource } from "./text/decode.ts";
import { createSourceFile, positionAt } from "./text/source-file.ts";
import type { SourceFile } from "./text/source-file.ts";

/** Everything that compiles and runs files, unless somebody chooses otherwise. */
export const standard: {
  readonly languages: readonly Language[];
  readonly kinds: readonly NodeKind[];
  readonly rules: readonly Check[];
} = { languages: [iterLanguage], kinds, rules: rules.map(withWorkflow) };

/** How nodes look, by kind. */
export const drawings: ReadonlyMap<string, Drawing> = new Map(
  kinds.map((kind) => [kind.name, kind.drawing]),
);

/** A rule that has nothing to say of a file without a workflow is not asked about one. */
function withWorkflow(rule: Rule): Check {
  return {
    check: (lowered, report) => {
      if (!rule.needsWorkflow || lowered.origins.workflow !== null) rule.check(lowered, report);
    },
  };
}

/** How a file is compiled; what is left out is empty or false. */
export interface SourceOptions {
  readonly environment?: Environment;
  /** Models and delegates are simulated: their variables may be unset. */
  readonly simulate?: boolean;
  /** A run is planned: unset variables are errors. */
  readonly planning?: boolean;
  /** Every warning is an error. */
  readonly strict?: boolean;
  /** SHA-256 as lower-case hex of a UTF-8 text. */
  readonly sha256: (text: string) => string;
  /** Reads what `use` names. */
  readonly readUse?: ReadUse;
}

/** A compiled file, with its text to show diagnostics in. */
export interface CompiledSource extends Compiled {
  readonly file: SourceFile;
}

/**
 * Compiles a text or its bytes with the standard set.
 *
 * @example
 * const { graph, diagnostics } = compileSource("review.iter", text, { sha256 });
 */
export function compileSource(
  path: string,
  source: string | Uint8Array,
  options: SourceOptions,
): CompiledSource {
  const { text, faults } =
    typeof source === "string" ? { text: source, faults: [] } : decodeSource(source);
  const file = createSourceFile(path, text);
  const { environment = {}, simulate = false, planning = false, strict = false, sha256 } = options;
  const { readUse } = options;
  const uses = readUse === undefined ? {} : { readUse };
  const settings = { environment, simulate, planning, strict, sha256, ...uses };
  const compiled = compile(file, { ...standard, options: settings });
  return faults.length === 0 ? { ...compiled, file } : withBadBytes(compiled, file, faults);
}

/** A line with bytes that are no UTF-8 has a fault of its text, unless it has one already. */
function withBadBytes(
  compiled: Compiled,
  file: SourceFile,
  faults: readonly number[],
): CompiledSource {
  const lineOf = (offset: number): number => positionAt(file, offset).line;
  const faulty = compiled.diagnostics.filter(({ code }) => /^E00[1-4]$/.test(code));
  const lines = new Set(faulty.map(({ span }) => lineOf(span.start)));
  const added = faults
    .filter((at) => !lines.has(lineOf(at)))
    .map((at) => diagnose("E001", { start: at, end: at + 1 }, { fault: "encoding" }));
  const diagnostics = sortDiagnostics([...compiled.diagnostics, ...added]);
  return { lowered: compiled.lowered, file, graph: null, diagnostics };
}
