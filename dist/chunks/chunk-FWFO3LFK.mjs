import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/engine/world.ts
function createControl() {
  const listeners = [];
  const asked = [];
  return {
    stop(stop) {
      asked.push(stop);
      for (const listener of listeners) listener(stop);
    },
    onStop(listener) {
      listeners.push(listener);
      for (const stop of asked) listener(stop);
    }
  };
}

export {
  createControl
};
