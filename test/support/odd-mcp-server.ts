/**
 * An MCP server that behaves as real ones do on bad days; run as a program of its own.
 *
 * Its words: `pages` (one tool a page), `greets` (text that is no message first), `crashes` (ends when
 * a tool is called), `crashes-once FILE` (the same, the first time), `hangs` (never greets),
 * `stalls` (never answers a call), `stays` (ignores the end of its input and SIGTERM),
 * `nests` (what its tools give nests deep),
 * `asks` (wants input while it works), `asks-two` (the same, once two calls are under way). ODD_VERSION is part of the description of its tools.
 */
import { existsSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly cursor?: string; readonly name?: string };
  readonly result?: object;
}

const words = process.argv.slice(2);
const is = (word: string): boolean => words.includes(word);
const after = (word: string): string => words[words.indexOf(word) + 1] ?? "";
const names = ["first", "second", "third"];
let waiting: number | string | undefined;
let held: number | string | undefined;

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function list(cursor = "0"): object {
  const version = `, version ${process.env["ODD_VERSION"] ?? "1"}`;
  const tools = names.map((name) => ({
    name,
    description: `The ${name} tool${version}`,
    inputSchema: { type: "object" },
    annotations: { readOnlyHint: name === "first" },
  }));
  if (!is("pages")) return { tools };
  const at = Number(cursor);
  return { tools: tools.slice(at, at + 1), ...(at < 2 && { nextCursor: String(at + 1) }) };
}

function call(id: Message["id"], name = ""): void {
  if (is("crashes") || (is("crashes-once") && !existsSync(after("crashes-once")))) {
    if (is("crashes-once")) writeFileSync(after("crashes-once"), "");
    process.stderr.write("out of luck\n");
    process.exit(3);
  }
  if (is("stalls")) return;
  if (is("nests")) {
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    const result = `{"content":[],"structuredContent":{"a":${deep}}}`;
    process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}\n`);
    return;
  }
  if (is("asks-two") && held === undefined) {
    held = id;
    return;
  }
  if ((is("asks") || is("asks-two")) && waiting === undefined) {
    waiting = id;
    const requestedSchema = { type: "object", properties: { age: { type: "number" } } };
    send({ id: "q1", method: "elicitation/create", params: { message: "Age?", requestedSchema } });
    return;
  }
  send({ id, result: { content: [{ type: "text", text: `${name} was called` }] } });
}

function answer({ id, method, params, result }: Message): void {
  if (id === "q1" && result) {
    send({ id: waiting, result: { content: [{ type: "text", text: JSON.stringify(result) }] } });
    if (held !== undefined) send({ id: held, result: { content: [] } });
    waiting = undefined;
  }
  if (method === "initialize" && !is("hangs")) {
    send({
      id,
      result: {
        protocolVersion: "2025-06-18",
        capabilities: { tools: {} },
        serverInfo: { name: "odd", version: "1" },
      },
    });
  }
  if (method === "tools/list") send({ id, result: list(params?.cursor) });
  if (method === "tools/call") call(id, params?.name);
}

if (is("greets")) process.stdout.write("Welcome!\n");
if (is("stays")) {
  process.on("SIGTERM", () => undefined);
  setInterval(() => undefined, 1_000);
}
createInterface(process.stdin).on("line", (line) => answer(JSON.parse(line) as Message));
