import { defineConfig, type ViteUserConfig } from "vitest/config";

/** The tests that tell what the engine does; a worker is kept, for each mutant needs it anew. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: [
      "test/core/engine/{decide,lifecycle,perform,work-graph}/*.test.ts",
      "test/core/engine/snapshot.test.ts",
      "test/core/flow/run-flow.test.ts",
      "test/run-cases.test.ts",
    ],
    setupFiles: ["./test/support/no-network.ts", "./test/support/properties.ts"],
    isolate: false,
    testTimeout: 30_000,
  },
});

export default config;
