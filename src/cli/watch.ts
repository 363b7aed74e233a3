/** Who watches a run at this terminal, and who is asked there. */
import type { Clock } from "#core/ports/clock.ts";
import type { HumanPort } from "#core/ports/human.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createTerminalHuman } from "#adapters/humans/terminal.ts";
import type { Tone } from "#adapters/reporters/terminal/lines.ts";
import { createTerminalReporter } from "#adapters/reporters/terminal/terminal.ts";
import type { Style } from "./output.ts";
import type { Session } from "./session.ts";
import type { Signals } from "./signals.ts";

/** Reporters and the person at hand. */
export interface Watch {
  readonly reporters: readonly Reporter[];
  readonly human: HumanPort | undefined;
  readonly close: () => Promise<void>;
}

/** The colours of lines. */
export const styles: Readonly<Record<Tone | "dim", Style>> = {
  start: "cyan",
  good: "green",
  bad: "red",
  pause: "yellow",
  warn: "yellow",
  plain: "dim",
  dim: "dim",
};

/** Sets up what a command shows while a run goes on. */
export function watchRun(
  { host, output, redactor }: Session,
  options: {
    readonly signals: Signals;
    readonly clock: Clock;
    readonly interactive: boolean;
    readonly by: string;
    /** Events of earlier processes. */
    readonly before: readonly RunEvent[];
  },
): Watch {
  const isTerminal = host.stderr.isTTY === true;
  host.stderr.on("error", () => undefined); // a run goes on if nobody reads what it says
  const reporter = createTerminalReporter({
    screen: host.stderr,
    live: isTerminal && output.level !== "error" && host.env["TERM"] !== "dumb",
    level: output.level,
    color: (tone, text) => output.paint(styles[tone], text),
    redact: redactor.text,
    now: () => options.clock.now(),
    before: options.before,
  });
  const human = createTerminalHuman({
    input: host.stdin,
    output: host.stderr,
    by: options.by,
    signal: options.signals.signal,
    interrupt: () => options.signals.deliver("SIGINT"),
    stepAside: () => reporter.stepAside(),
    emphasize: (text) => output.paint("bold", text),
    redact: redactor.text,
  });
  const mayAsk = options.interactive && !output.json && isTerminal && host.stdin.isTTY === true;
  return {
    reporters: [reporter],
    human: mayAsk ? human : undefined,
    close: () => {
      reporter.close();
      return Promise.resolve();
    },
  };
}
