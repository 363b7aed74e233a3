/** A workspace in which a real delegate's program is called, with a scripted server as its model. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import type { DelegateResult, DelegateTask, SessionFiles } from "#core/ports/delegate.ts";
import { createDelegates } from "#adapters/delegates/index.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import type { Loopback, WireScript } from "#testing/loopback/server.ts";
import { programsPath } from "./programs.ts";
import { createWorkspace } from "./workspace.ts";
import type { TestWorkspace } from "./workspace.ts";

/** What a call told the run. */
export interface Told {
  readonly type: string;
  readonly data: Fields;
}

/** A place for calls. */
export interface DelegateWorld {
  readonly workspace: TestWorkspace;
  readonly server: Loopback;
  readonly told: readonly Told[];
  /** Sessions as a run would keep them. */
  readonly kept: Map<string, string>;
  call(
    task?: Partial<DelegateTask>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<DelegateResult>;
  /** Folders of calls that are still there. */
  left(): readonly string[];
  /** The home that programs would have without us. */
  readonly home: string;
  /** Kills the program from outside. */
  kill(): void;
  /** Data of all events of a type. */
  of(type: string): readonly Fields[];
}

/** How a place differs from the usual one. */
export interface DelegateWorldOptions {
  readonly script: WireScript;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Keeps the server's key apart, as on somebody else's commit. */
  readonly apart?: boolean;
  readonly kept?: Map<string, string>;
  readonly priceOf?: Parameters<typeof createDelegates>[0]["priceOf"];
}

/** Opens a place for calls of one program; it is gone after the test. */
export async function openDelegateWorld(
  backend: DelegateTask["backend"],
  { script, files = {}, env = {}, apart = false, kept = new Map(), priceOf }: DelegateWorldOptions,
): Promise<DelegateWorld> {
  const server = await (backend === "codex" ? startOpenAiServer : startAnthropicServer)(script);
  const workspace = createWorkspace({ "a.txt": "hello\n", ...files }, { commit: true });
  const home = mkdtempSync(join(tmpdir(), "iter-home-"));
  const temporary = createTemporary();
  onTestFinished(async () => {
    await server.close();
    workspace.remove();
    rmSync(home, { recursive: true, force: true });
  });
  const told: Told[] = [];
  const delegates = createDelegates({
    env: {
      PATH: programsPath,
      HOME: home,
      TMPDIR: temporary,
      CLAUDE_CODE_MAX_RETRIES: "0",
      ...(apart ? {} : server.env),
      ...env,
    },
    ...(apart ? { keys: server.env } : {}),
    cwd: workspace.folder,
    ...(priceOf && { priceOf }),
  });
  return {
    workspace,
    server,
    told,
    kept,
    call: (task = {}, { signal = new AbortController().signal } = {}) =>
      delegates.execute(
        { ...usual, backend, ...task },
        {
          signal,
          sessions: filesIn(kept),
          onEvent: (type, data) => told.push({ type, data }),
        },
      ),
    left: () => leftFolders(temporary),
    home,
    kill: () => killWith(`HOME=${home}\0`),
    of: (type) => told.filter((event) => event.type === type).map(({ data }) => data),
  };
}

/** Kills whoever has a variable in the environment. */
function killWith(variable: string): void {
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const environment = readFileSync(`/proc/${name}/environ`, "latin1");
      if (environment.includes(variable)) process.kill(Number(name), "SIGKILL");
    } catch {
      // It has ended meanwhile, or is somebody else's.
    }
  }
}

/** A folder for temporary files; it is gone after the test. */
export function createTemporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-temporary-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Folders of calls, and of their programs, that are still among temporary files. */
export function leftFolders(temporary: string): readonly string[] {
  return readdirSync(temporary).filter((name) => /^(iter-)?(claude|codex)-/.test(name));
}

const usual: Omit<DelegateTask, "backend"> = {
  model: null,
  system: "",
  prompt: "Do the work.",
  schema: null,
  readonly: false,
  tools: null,
  mcpServers: [],
  maxTurns: 0,
  reasoningEffort: null,
  session: null,
  mayAsk: false,
  budgetUsd: null,
  env: [],
  site: {
    runId: "run_x",
    nodeId: "write",
    branchId: "",
    activationId: "write#0",
    step: "delegate:0",
    key: "run_x/write#0/delegate:0",
    attempt: 1,
  },
};

function filesIn(kept: Map<string, string>): SessionFiles {
  return {
    read: (path) => Promise.resolve(kept.get(path)),
    write(path, content) {
      kept.set(path, content);
      return Promise.resolve({ path, sha256: String(content.length) });
    },
  };
}
