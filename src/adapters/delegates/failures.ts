/** What went wrong in a program, in the words of a run. Spec: runtime §14, §22. */
import type { Failure } from "#core/run/failure.ts";
import type { DelegateProgram, Exit } from "./program.ts";

type Named = Pick<DelegateProgram, "file" | "backend">;

/** How its key is called. */
const keys: Readonly<Record<DelegateProgram["backend"], string>> = {
  claude_code: "ANTHROPIC_API_KEY",
  codex: "OPENAI_API_KEY",
};

/** The failure of a call to the program's model. */
export function modelFailure(program: Named, message: string, status: number | null): Failure {
  const { file, backend } = program;
  const about = {
    cause: message,
    ...(status === null ? {} : { statusCode: status }),
  };
  const matches = (pattern: RegExp): boolean => pattern.test(message);
  if (status === null && isOfSession(message)) return sessionFailure(file, message);
  if (status === 401 || status === 403 || matches(/not logged in|invalid api key|run \/login/i)) {
    return {
      ...about,
      code: "AUTH_FAILED",
      message: `the key of \`${file}\` was refused or is missing`,
      hint: `set \`${keys[backend]}\` to a key that is valid, then resume`,
      retryable: false,
    };
  }
  if (status === 429 || matches(/usage limit|rate limit/i)) {
    return {
      ...about,
      code: "RATE_LIMITED",
      message: `\`${file}\` was told to slow down`,
      hint: "resume later, or use another model",
      retryable: true,
    };
  }
  if (matches(/prompt is too long|context (window|length)|maximum context/i)) {
    return {
      ...about,
      code: "CONTEXT_LENGTH_EXCEEDED",
      message: `the conversation of \`${file}\` is longer than its model takes`,
      hint: "hand less on to the node, or begin anew with `session: fresh`",
      retryable: false,
    };
  }
  return otherModelFailure(program, message, { status, about });
}

function otherModelFailure(
  { file }: Named,
  message: string,
  { status, about }: { readonly status: number | null; readonly about: Pick<Failure, "cause"> },
): Failure {
  if (status === 404 || /model.*(not found|does not exist|not exist)/i.test(message)) {
    return {
      ...about,
      code: "MODEL_UNKNOWN",
      message: `\`${file}\` was told to use a model that nobody knows`,
      hint: "give the node a `model` that the program knows, or none",
      retryable: false,
    };
  }
  if ((status !== null && status >= 500) || /overloaded|high demand/i.test(message)) {
    return {
      ...about,
      code: "PROVIDER_UNAVAILABLE",
      message: `the server of the model of \`${file}\` answered ${status ?? "that it can't serve now"}`,
      hint: "resume later",
      retryable: true,
    };
  }
  if (/connect|network|ECONN|ENOTFOUND|socket|timed? ?out/i.test(message)) {
    return {
      ...about,
      code: "NETWORK",
      message: `\`${file}\` could not reach its model's server`,
      hint: "check the network and the address of the server, then resume",
      retryable: true,
    };
  }
  return {
    ...about,
    code: "EXECUTION_FAILED",
    message: `\`${file}\` gave up: ${firstLine(message)}`,
    hint: "see the node's events in the log",
    retryable: false,
  };
}

/** The failure of a program that ended without a result. */
export function crash({ file }: Named, { exitCode, signal, stderr }: Exit): Failure {
  const lines = stderr.split("\n").filter((line) => !line.startsWith(harmless));
  const said = lines.join("\n").trim().split("\n").slice(-40).join("\n");
  if (isOfSession(said)) return sessionFailure(file, said);
  const [, server] = /MCP servers failed to initialize: ([\w.-]+)/.exec(said) ?? [];
  if (server !== undefined) return { ...serverFailure(file, server), cause: said };
  const how = signal === null ? `ended with ${exitCode}` : `was ended by ${signal}`;
  return {
    code: "DELEGATE_CRASHED",
    message: `\`${file}\` ${how} and gave no result${said === "" ? "" : `: ${firstLine(said)}`}`,
    hint: "resume to try again",
    retryable: true,
    ...(said === "" ? {} : { cause: said }),
  };
}

/** In these words programs say that they can't go on with a conversation. */
function isOfSession(said: string): boolean {
  return /no conversation found|no rollout found|is already in use|thread\/resume failed/i.test(
    said,
  );
}

function sessionFailure(file: string, said: string): Failure {
  return {
    code: "SESSION_UNAVAILABLE",
    message: `\`${file}\` does not know the conversation that it should go on with`,
    hint: "begin anew with `session: fresh`, or `session: inherit_if_available`",
    retryable: false,
    cause: said,
  };
}

/** A server that a program was told to use and that it does without. */
export function serverFailure(file: string, server: string): Failure {
  return {
    code: "EXECUTION_FAILED",
    message: `\`${file}\` could not reach the MCP server \`${server}\``,
    hint: "check its `command` or `url`, and that its variables are set; or disable it for the node",
    retryable: false,
  };
}

/** Said whenever a home is among temporary files. */
const harmless = "WARNING: proceeding, even though we could not create PATH aliases";

function firstLine(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
