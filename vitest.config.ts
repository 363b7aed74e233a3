import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["./test/support/temporary-folder.ts"],
    setupFiles: ["./test/support/no-network.ts", "./test/support/properties.ts"],
    reporters: ["default", "./test/support/count-reporter.ts"],
    // The tests wait for processes and disks more than they count: a core each is not too many.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 240_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["**/*.generated.ts", "src/scripts/**"],
    },
  },
});

export default config;
