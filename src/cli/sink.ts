/**
 * Where text leaves the program: a stream, or a descriptor that is written to without opening one.
 *
 * Opening a standard stream loads all of Node's streams and sockets, a tenth of what a short command
 * takes. A reader that has gone away (`| head`) is no fault.
 */
import { fstatSync, writeSync } from "node:fs";
import type { HostStream } from "./host.ts";

/** Takes texts in their order. */
export interface Sink {
  readonly isTTY: boolean;
  write(text: string | Uint8Array): void;
  /** Waits until everything is out; what kept something from it, if anything did. */
  drained(): Promise<Error | undefined>;
}

/** A sink into a stream. */
export function streamSink(stream: HostStream): Sink {
  let broken: Error | undefined;
  const isOver = (): boolean => stream.destroyed || stream.writableEnded;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) broken ??= error;
  });
  return {
    isTTY: stream.isTTY === true,
    write: (text) => {
      if (!isOver()) stream.write(text);
    },
    drained: async () => {
      if (!isOver())
        await new Promise((resolve) => stream.write("", () => setImmediate(resolve, undefined)));
      return broken;
    },
  };
}

/**
 * A sink into a descriptor; its stream is opened only where it can do what writing can't.
 *
 * A terminal has colours and a size, and whoever made a pipe may have made it one that must be
 * waited for.
 */
export function descriptorSink(descriptor: number, open: () => HostStream): Sink {
  if (!isPlain(descriptor)) return streamSink(open());
  let opened: Sink | undefined;
  let fault: Error | undefined;
  return {
    isTTY: false,
    write: (text) => {
      if (opened !== undefined) opened.write(text);
      if (opened !== undefined || fault !== undefined) return;
      const left = writeAll(descriptor, Buffer.from(text));
      if (left instanceof Error) fault = left;
      else if (left.length > 0) (opened = streamSink(open())).write(left);
    },
    drained: async () => {
      const broken = (await opened?.drained()) ?? fault;
      return broken === undefined || isGone(broken) ? undefined : broken;
    },
  };
}

/** Pipes, sockets and files; neither terminals nor what is closed. */
function isPlain(descriptor: number): boolean {
  try {
    return !fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}

/** What is left of the bytes because it would have to wait, or why nothing more gets out. */
function writeAll(descriptor: number, bytes: Uint8Array): Uint8Array | Error {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") break;
      return error instanceof Error ? error : new Error(String(error));
    }
  }
  return bytes.subarray(written);
}

/** The reader has read enough; one of a socket that left something unread has reset it. */
function isGone({ code = "" }: NodeJS.ErrnoException): boolean {
  return ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"].includes(code);
}
