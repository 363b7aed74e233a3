import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/run/failure.ts
var noUsage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  cost_usd: 0,
  cost_source: "reported"
};
var RunFailure = class extends Error {
  name = "RunFailure";
  failure;
  constructor(failure, cause) {
    super(failure.message, { cause });
    this.failure = failure;
  }
};
var Refusal = class extends Error {
  name = "Refusal";
  code;
  hint;
  errors;
  constructor(code, message, options = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.errors = options.errors ?? [];
  }
};

export {
  noUsage,
  RunFailure,
  Refusal
};
