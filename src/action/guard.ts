/**
 * Keeps secrets out of everything that the step says.
 *
 * The runner hides what it was told of, as it is; a stack, a quotation or an encoded form may hold
 * more. Only the commands that tell the runner what to hide go out as they are.
 */
import { setSecret } from "@actions/core";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import type { Redactor } from "#core/run/redact.ts";
import { secretTexts } from "./inputs.ts";

type Done = (error?: Error | null) => void;

/**
 * Guards both streams of the process against the secrets of an environment.
 *
 * Before anything is said the runner is told which texts of the inputs to mask.
 */
export function guardStreams(environment: NodeJS.ProcessEnv): Redactor {
  const secrets = secretTexts(environment);
  const redactor = createRedactor({ values: [...secretValues(environment), ...secrets] });
  let unmasked = secrets;
  const mask = (): void => {
    const texts = unmasked;
    unmasked = [];
    for (const text of texts) setSecret(text);
  };
  for (const name of ["stdout", "stderr"] as const) guardAtFirstUse(name, redactor, mask);
  return redactor;
}

/** Node opens a stream when it is first asked for, which takes a while; most steps begin in silence. */
function guardAtFirstUse(name: "stdout" | "stderr", redactor: Redactor, mask: () => void): void {
  const descriptor = Object.getOwnPropertyDescriptor(process, name);
  let guarded: NodeJS.WriteStream | undefined;
  const open = (): NodeJS.WriteStream => {
    if (guarded !== undefined) return guarded;
    guarded = readStream(descriptor?.get?.call(process), descriptor?.value);
    guard(guarded, redactor);
    mask();
    return guarded;
  };
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: open });
}

/** The stream that the getter of a process opened, or the one that stands in its place. */
function readStream(opened: unknown, standing: unknown): NodeJS.WriteStream {
  return (opened ?? standing) as NodeJS.WriteStream;
}

function guard(stream: NodeJS.WriteStream, redactor: Redactor): void {
  const write = stream.write.bind(stream);
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Done,
    done?: Done,
  ): boolean => {
    const masks = typeof chunk !== "string" || chunk.startsWith("::add-mask::");
    const said = masks ? chunk : redactor.text(chunk);
    if (typeof encoding === "function") return write(said, encoding);
    return typeof said === "string" ? write(said, encoding, done) : write(said, done);
  };
}
