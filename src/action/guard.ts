/**
 * Keeps secrets out of everything that the step says.
 *
 * The runner hides what it was told of, as it is; a stack, a quotation or an encoded form may hold
 * more. Only the commands that tell the runner what to hide go out as they are.
 */
import { once } from "#core/graph/once.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import type { Redactor } from "#core/run/redact.ts";
import { secretTexts } from "./inputs.ts";

type Done = (error?: Error | null) => void;

/** Guards both streams of the process against the secrets of an environment. */
export function guardStreams(environment: NodeJS.ProcessEnv): Redactor {
  const values = [...secretValues(environment), ...secretTexts(environment)];
  const redactor = createRedactor({ values });
  for (const name of ["stdout", "stderr"] as const) guardAtFirstUse(name, redactor);
  return redactor;
}

/** Node opens a stream when it is first asked for, which takes a while; most steps begin in silence. */
function guardAtFirstUse(name: "stdout" | "stderr", redactor: Redactor): void {
  const descriptor = Object.getOwnPropertyDescriptor(process, name);
  const open = (): NodeJS.WriteStream =>
    readStream(descriptor?.get?.call(process), descriptor?.value);
  const guarded = once(() => {
    const stream = open();
    guard(stream, redactor);
    return stream;
  });
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: guarded });
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
