import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/adapters/tools/index.ts
function createTools(some = []) {
  const tools = new Map(some.map((tool) => [tool.definition.name, tool]));
  function findFault(name) {
    if (tools.has(name)) return void 0;
    const nearest = suggest(name, tools.keys());
    return {
      message: `there is no tool \`${name}\``,
      hint: nearest === void 0 ? "this version of Iter has no tools for models: use a tool node, or try it out with `--simulate`" : `did you mean \`${nearest}\`?`
    };
  }
  return {
    list: () => [...tools.values()].map(({ definition }) => definition),
    readsOnly: (name) => tools.get(name)?.readsOnly ?? false,
    async call(name, input, options) {
      options.signal.throwIfAborted();
      const tool = tools.get(name);
      if (tool) return tool.call(input, options);
      const { message, hint } = findFault(name) ?? { message: "", hint: "" };
      return { output: `${message}; ${hint}`, failed: true };
    },
    check: findFault
  };
}

export {
  createTools
};
