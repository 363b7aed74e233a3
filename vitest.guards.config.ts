import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** A guard that is taken out, as `npm run guards` says it. */
interface Removal {
  readonly file: string;
  readonly guard: string;
  readonly without: string;
}

const text = process.env["ITER_WITHOUT_GUARD"] ?? "";
const removal = text === "" ? null : (JSON.parse(text) as Removal);

const lacksIt = (id: string): boolean =>
  removal !== null && id.split("?")[0] === resolve(removal.file);

/** The tests as they are, on code that lacks one guard; no file is touched. */
const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: "without-guard",
      enforce: "pre",
      // What is kept of files that were loaded before is what they are with every guard.
      configureVitest({ defineCacheKeyGenerator }) {
        defineCacheKeyGenerator(({ id }) => (lacksIt(id) ? text : undefined));
      },
      transform(_code, id) {
        if (removal === null || !lacksIt(id)) return null;
        const source = readFileSync(removal.file, "utf8");
        return { code: source.replace(removal.guard, () => removal.without), map: null };
      },
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["./test/support/temporary-folder.ts"],
    setupFiles: ["./test/support/no-network.ts", "./test/support/properties.ts"],
    maxWorkers: 1,
    // Rows name cases by the whole of their titles.
    taskTitleValueFormatTruncate: 0,
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});

export default config;
