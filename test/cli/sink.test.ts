import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { descriptorSink } from "#src/cli/sink.ts";
import { createFolder, startProgram, awaitProgram, root } from "#support/command-line.ts";

/** A file of a fresh folder, opened until the end of the test. */
function open(path: string, flags: string | number): number {
  const descriptor = openSync(path, flags);
  onTestFinished(() => {
    closeSync(descriptor);
  });
  return descriptor;
}

function never(): never {
  throw new Error("the stream was opened");
}

it("writes to a file without opening a stream", async () => {
  const path = join(createFolder(), "out");
  const sink = descriptorSink(open(path, "w"), never);

  sink.write("one\n");
  sink.write("twö\n");

  expect(await sink.drained()).toBeUndefined();
  expect(sink.isTTY).toBe(false);
  expect(readFileSync(path, "utf8")).toBe("one\ntwö\n");
});

it("opens the stream of what is no pipe and no file", () => {
  const stream = new PassThrough();
  const sink = descriptorSink(open("/dev/null", "w"), () => stream);

  sink.write("said");

  expect(String(stream.read())).toBe("said");
});

it("gives what a full pipe doesn't take to the stream, in order", async () => {
  const path = join(createFolder(), "pipe");
  execFileSync("mkfifo", [path]);
  const pipe = open(path, constants.O_RDWR | constants.O_NONBLOCK);
  const stream = new PassThrough();
  const text = "0123456789".repeat(20_000);

  const sink = descriptorSink(pipe, () => stream);
  sink.write(text);
  sink.write("end");

  const rest = String(stream.read());
  const taken = Buffer.alloc(text.length);
  const size = readSync(pipe, taken);
  expect(taken.toString("utf8", 0, size) + rest).toBe(`${text}end`);
  expect(await sink.drained()).toBeUndefined();
});

it("says what keeps a text from getting out, and tries no more", async () => {
  const path = join(createFolder(), "readonly");
  writeFileSync(path, "");
  const sink = descriptorSink(open(path, "r"), never);

  sink.write("one");
  sink.write("two");

  expect(await sink.drained()).toMatchObject({ code: "EBADF" });
});

it("ends well when its reader has gone away", async () => {
  const words = ["validate", ...Array<string>(40).fill(join(root, "examples/minimal_linear.iter"))];
  const child = startProgram(words, { cwd: createFolder() });
  child.stdout?.destroy();

  expect(await awaitProgram(child)).toMatchObject({ code: 0, err: "" });
});
