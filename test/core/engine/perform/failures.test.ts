import { describe, expect, it } from "vitest";
import { toFailure, writeFailure, writeNodeFailure } from "#core/engine/perform/failures.ts";
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";

const limited: Failure = {
  code: "RATE_LIMITED",
  message: "too many requests",
  retryable: true,
  hint: "wait",
  cause: "429 Too Many Requests",
  errors: [{ field: "n", message: "is no number" }],
  redo: "model:0",
  retryAfterMs: 90_000,
  statusCode: 429,
  data: { attempts: 3 },
};

describe("what was thrown", () => {
  it("is the failure that it carries", () => {
    expect(toFailure(new RunFailure(limited))).toBe(limited);
  });

  it("that is an error becomes one that no second try mends, with where it came from", () => {
    const fault = new Error("no such thing");

    expect(toFailure(fault)).toEqual({
      code: "EXECUTION_FAILED",
      message: "no such thing",
      retryable: false,
      cause: fault.stack,
    });
  });

  it.each([
    ["an error that says nothing", Object.assign(new Error(""), { stack: undefined })],
    ["an empty text", ""],
  ])("is told in a sentence even if it is %s", (_, thrown) => {
    expect(toFailure(thrown)).toEqual({
      code: "EXECUTION_FAILED",
      message: "the node stopped with an error",
      retryable: false,
    });
  });

  it("may be anything", () => {
    expect(toFailure(7)).toMatchObject({ message: "7" });
  });
});

it("an attempt's failure is written with all that is known of it", () => {
  expect(writeFailure(limited)).toEqual({
    attempts: 3,
    code: "RATE_LIMITED",
    message: "too many requests",
    retryable: true,
    hint: "wait",
    errors: [{ field: "n", message: "is no number" }],
    redo: "model:0",
    cause: "429 Too Many Requests",
    retry_after_ms: 90_000,
    status_code: 429,
  });
});

it("a node's failure is written with its attempt, and without what only a retry needs", () => {
  expect(writeNodeFailure(limited, 2)).toEqual({
    attempts: 3,
    error: "too many requests",
    code: "RATE_LIMITED",
    retryable: true,
    attempt: 2,
    hint: "wait",
    errors: [{ field: "n", message: "is no number" }],
    redo: "model:0",
    cause: "429 Too Many Requests",
  });
});

it("what isn't known isn't written", () => {
  const bare: Failure = { code: "TIMEOUT", message: "too late", retryable: true, errors: [] };

  expect(writeFailure(bare)).toEqual({ code: "TIMEOUT", message: "too late", retryable: true });
  expect(writeNodeFailure(bare, 1)).toEqual({
    error: "too late",
    code: "TIMEOUT",
    retryable: true,
    attempt: 1,
  });
});
