/**
 * Lets programs of tool nodes call tools of the run: `iter github call` speaks to this process over a
 * socket that only its own user can reach, and holds no token. Spec: github §12.
 */
import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { delimiter, join } from "node:path";
import { messageOf } from "#core/text/fault.ts";
import { withTemporary } from "#adapters/processes/temporary.ts";
import { isDeepJson, tooDeep } from "#core/graph/depth.ts";
import { toCanonicalJson } from "#core/graph/hash.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { MadeCall, ShellOptions, ShellPort, ShellTask } from "#core/ports/shell.ts";
import type { ToolOutput, ToolPort, ToolQuestion } from "#core/ports/tool.ts";

/** What programs are given. */
export interface CallingOptions {
  readonly shell: ShellPort;
  readonly tools: Pick<ToolPort, "list" | "call" | "readsOnly">;
  /** Why a node may not call a tool, as a sentence; null if it may. */
  readonly refuse: (nodeId: string, tool: string) => string | null;
  /** The program and its arguments by which `iter` is started. */
  readonly iter: readonly string[];
  /** Where programs are looked for. */
  readonly path: string;
}

/** A call may be so long, in characters. */
const longest = 1024 * 1024;

/** The shell, whose programs find `iter` and the socket of their node. */
export function createCallingShell(calling: CallingOptions): ShellPort {
  return {
    run: (task, options) =>
      withTemporary({ name: "calls" }, async (folder) => {
        const iter = join(folder, "iter");
        await writeFile(iter, `#!/bin/sh\nexec ${calling.iter.map(quote).join(" ")} "$@"\n`);
        await chmod(iter, 0o700);
        const asked = await listen(calling, { task, options, path: join(folder, "s") });
        try {
          const env = {
            ...task.env,
            PATH: `${folder}${delimiter}${calling.path}`,
            ITER_HELPER_SOCKET: asked.path,
          };
          const result = await calling.shell.run({ ...task, env }, options);
          const question = asked.question();
          return question === undefined ? result : { ...result, question, made: asked.made() };
        } finally {
          asked.close();
        }
      }),
  };
}

interface Listening {
  readonly path: string;
  /** What the program has to wait for before it is run again. */
  readonly question: () => ToolQuestion | undefined;
  /** What it has written. */
  readonly made: () => readonly MadeCall[];
  readonly close: () => void;
}

interface Called {
  readonly task: ShellTask;
  readonly options: ShellOptions;
  readonly path: string;
}

async function listen(calling: CallingOptions, called: Called): Promise<Listening> {
  let question: ToolQuestion | undefined;
  const made: MadeCall[] = [];
  const before = [...(called.options.made ?? [])];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A program that went away hears nothing any more.
    socket.on("error", () => socket.destroy());
    void answer(socket, async (text) => {
      const call = readCall(text);
      if (call === undefined) return { failed: `the call ${tooDeep}` };
      const known = takeMade(before, call);
      if (known?.output !== undefined) return { output: known.output };
      const said = await callTool(calling, called, { ...call, answers: known?.answers });
      question ??= said.question;
      const reply = toReply(said);
      const writes = reply["output"] !== undefined && !calling.tools.readsOnly(call.tool);
      if (writes) made.push({ ...call, output: reply["output"] ?? null });
      return reply;
    });
  });
  await open(server, called.path);
  await chmod(called.path, 0o600);
  return {
    path: called.path,
    question: () => question,
    made: () => made,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function open(server: Server, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(path, done);
  });
}

/** One call a connection: JSON until its end, then JSON back. */
async function answer(socket: Socket, reply: (text: string) => Promise<Fields>): Promise<void> {
  let text = "";
  try {
    for await (const part of socket.setEncoding("utf8")) {
      text += String(part);
      if (text.length > longest) break;
    }
    socket.end(JSON.stringify(await reply(text)));
  } catch {
    socket.destroy();
  }
}

/** What an earlier run of the program has made of the same call, once. */
function takeMade(made: MadeCall[], { tool, input }: Call): MadeCall | undefined {
  const same = toCanonicalJson(input);
  const index = made.findIndex((one) => one.tool === tool && toCanonicalJson(one.input) === same);
  return index < 0 ? undefined : made.splice(index, 1)[0];
}

async function callTool(
  { tools, refuse }: CallingOptions,
  { task, options }: Called,
  { tool, input, answers }: Call & { readonly answers: Fields | undefined },
): Promise<ToolOutput> {
  const known = tools.list().map(({ name }) => name);
  if (!known.includes(tool)) {
    const ours = known.filter((name) => name.startsWith("github."));
    const names = ours.length === 0 ? "none" : ours.join(", ");
    return failed(`there is no tool \`${tool}\` in this run; there is ${names}`);
  }
  const refused = refuse(task.site.nodeId, tool);
  if (refused !== null) return failed(refused);
  const { signal, effects } = options;
  const around = {
    ...{ signal, site: task.site },
    ...(effects === undefined ? {} : { effects }),
    ...(answers === undefined
      ? {}
      : { answers: { known: [{ question: "", answers }], open: false } }),
  };
  try {
    return await tools.call(tool, input, around);
  } catch (fault) {
    return failed(messageOf(fault));
  }
}

function failed(output: string): ToolOutput {
  return { output, failed: true };
}

/** What a program asks for. */
interface Call {
  readonly tool: string;
  readonly input: Value;
}

/** Undefined if it nests too deep. */
function readCall(text: string): Call | undefined {
  if (isDeepJson(text)) return undefined;
  const call = parse(text);
  const { tool = "", input = {} } = isFields(call) ? call : {};
  return { tool: typeof tool === "string" ? tool : "", input };
}

function parse(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function toReply({ output, failed: isFailed, data, question }: ToolOutput): Fields {
  if (question !== undefined) return { waits: question.text };
  if (isFailed) return { failed: output };
  return { output: data ?? parse(output) ?? { text: output } };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
