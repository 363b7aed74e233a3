/** Flags that several commands share, and how their values are read. */
import { Option } from "commander";
import type { Command } from "commander";
import { parseDuration } from "#core/graph/duration.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "./session.ts";

/** Collects the values of a flag that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Adds `--store-dir`. */
export function addStoreFlag(command: Command): Command {
  return command.addOption(
    new Option("--store-dir <dir>", "the folder that keeps runs (ITER_STORE_DIR, else .iterion)"),
  );
}

/** The folder that keeps runs. */
export function storeFolder(session: Session, flag: string | undefined): string {
  const named = flag ?? session.env["ITER_STORE_DIR"] ?? "";
  return named === "" ? ".iterion" : named;
}

/** `key=value` pairs; the last one of a key counts. */
export function readPairs(pairs: readonly string[] | undefined, flag: string): [string, string][] {
  return (pairs ?? []).map((pair) => {
    const equals = pair.indexOf("=");
    if (equals > 0) return [pair.slice(0, equals).trim(), pair.slice(equals + 1)];
    const [lacking, meant] =
      equals === 0 ? ["name", `name${pair}`] : ["value", `${pair === "" ? "name" : pair}=value`];
    throw new Refusal("INPUT_INVALID", `\`${flag} ${pair}\` lacks a ${lacking}.`, {
      hint: `write \`${flag} ${meant}\``,
    });
  });
}

/** The milliseconds of a duration such as `30m`. */
export function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text.trim());
  if (ms !== undefined) return ms;
  throw new Refusal("INPUT_INVALID", `\`${text}\` is no duration.`, {
    hint: "write it like `90s`, `30m` or `1h30m`",
  });
}
