/** The tools of models in a small repository, for tests. */
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect } from "vitest";
import { createTools } from "#adapters/tools/index.ts";
import { createShell } from "#adapters/tools/shell.ts";
import { createWorkspaceTools } from "#adapters/tools/workspace/index.ts";
import type { Fields } from "#core/graph/value.ts";
import type { ToolOutput, ToolPort } from "#core/ports/tool.ts";
import { createWorkspace } from "./workspace.ts";
import type { TestWorkspace } from "./workspace.ts";

/** Where a call comes from. */
export const site = {
  runId: "run_x",
  nodeId: "look",
  branchId: "",
  activationId: "look#0",
  step: "tool:0.0",
  key: "run_x/look#0/tool:0.0",
  attempt: 1,
};

const env = { PATH: process.env["PATH"], HOME: tmpdir(), SECRET_TOKEN: "hidden" };

/** The tools of a folder. */
export function openTools({ folder }: Pick<TestWorkspace, "folder">): ToolPort {
  const shell = createShell({ env, cwd: folder });
  return createTools(createWorkspaceTools({ folder, closed: [".iterion"], env, shell }));
}

/** Tools, and folders inside and outside of their reach, made anew for each test. */
export interface ToolsInReach {
  readonly workspace: TestWorkspace;
  /** Holds `secret.txt` alone. */
  readonly outside: TestWorkspace;
  readonly tools: ToolPort;
  call(name: string, input: Fields, signal?: AbortSignal): Promise<ToolOutput>;
  /** What a call that works says. */
  told(name: string, input?: Fields): Promise<string>;
  /** What a call that is refused says. */
  refused(name: string, input?: Fields): Promise<string>;
  /** Goes on with the tools of another folder. */
  moveTo(place: Pick<TestWorkspace, "folder">): void;
}

/** Sets the folders up before each test and removes them after it. */
export function useWorkspaceTools(): ToolsInReach {
  let workspace: TestWorkspace;
  let outside: TestWorkspace;
  let tools: ToolPort;

  beforeEach(() => {
    outside = createWorkspace({ "secret.txt": "secret" });
    workspace = createWorkspace(files, { commit: true });
    workspace.write("build/out.js", "let x = 1;\n");
    workspace.write(".iterion/runs/run_x/events.jsonl", "let x = 1;\n");
    tools = openTools(workspace);
  });

  afterEach(() => {
    workspace.remove();
    outside.remove();
  });

  async function ask(failure: boolean, name: string, input: Fields): Promise<string> {
    const { output, failed } = await reach.call(name, input);
    expect(failed, output).toBe(failure);
    return output;
  }

  const reach: ToolsInReach = {
    get workspace() {
      return workspace;
    },
    get outside() {
      return outside;
    },
    get tools() {
      return tools;
    },
    call: (name, input, signal = new AbortController().signal) =>
      tools.call(name, input, { signal, site }),
    told: (name, input = {}) => ask(false, name, input),
    refused: (name, input = {}) => ask(true, name, input),
    moveTo: (place) => {
      tools = openTools(place);
    },
  };
  return reach;
}

const files = {
  "README.md": "# Demo\n\nA small program.\n",
  "src/main.ts": "let x = 1;\nexport const y = x + 1;\n",
  "src/deep/inner/far.ts": "export const far = true;\n",
  ".gitignore": "build/\n*.log\n",
};
