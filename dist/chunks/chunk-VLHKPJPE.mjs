import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/adapters/simulator/script.ts
var nothingUsed = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0
};
var noScript = {
  nodes: /* @__PURE__ */ new Map(),
  tools: /* @__PURE__ */ new Map(),
  runTools: false,
  auto: true
};

export {
  nothingUsed,
  noScript
};
