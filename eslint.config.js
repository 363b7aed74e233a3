import tseslint from "typescript-eslint";

const worldly = [
  "Date",
  "process",
  "console",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "fetch",
];

/** What is built starts on Node 20.19, which doesn't have these. */
const tooNew = [
  { object: "Map", property: "groupBy", message: "Use core/graph/group-by.ts." },
  { object: "Object", property: "groupBy", message: "Use core/graph/group-by.ts." },
  { object: "Promise", property: "withResolvers", message: "Node 20 has no such thing." },
  { object: "Array", property: "fromAsync", message: "Node 20 has no such thing." },
];

export default tseslint.config(
  {
    ignores: [
      "dist/",
      ".cache/",
      "coverage/",
      ".stryker-tmp/",
      "node_modules/",
      "bench/node_modules/",
      "bench/peers/",
      "**/*.generated.ts",
      "test/cases/",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ["tsconfig.json", "src/report-page/tsconfig.json"] },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: true },
      ],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // There are no enums (`erasableSyntaxOnly`), and looking for them takes long.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-properties": ["error", ...tooNew],
    },
  },
  {
    files: ["src/core/**/*.ts", "src/github/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...worldly.map((name) => ({
          name,
          message: "The core is pure: take it from a port (core/ports).",
        })),
      ],
      "no-restricted-properties": [
        "error",
        ...tooNew,
        {
          object: "Math",
          property: "random",
          message: "The core is pure: take ids from the clock port.",
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  { files: ["*.js", ".*.cjs"], ...tseslint.configs.disableTypeChecked },
);
