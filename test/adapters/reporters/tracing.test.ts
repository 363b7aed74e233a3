// Traces, sent to a receiver on this machine.
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFolder, iter } from "#support/command-line.ts";
import { observeRun } from "#support/observed-run.ts";

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Got {
  readonly path: string;
  readonly type: string;
  readonly key: string;
  readonly body: Buffer;
}

let server: Server;
let got: Got[];
let status: number;
let env: Record<string, string>;

beforeEach(async () => {
  [got, status] = [[], 200];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url = "", headers } = request;
      const [type, key] = [headers["content-type"] ?? "", String(headers["x-key"])];
      got.push({ path: url, type, key, body: Buffer.concat(chunks) });
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b",
  };
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

interface Wire {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

function spans(): WireSpan[] {
  return got.flatMap(({ body }) =>
    (JSON.parse(body.toString()) as Wire).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
}

function valueOf(span: WireSpan | undefined, name: string): unknown {
  const value = span?.attributes.find(({ key }) => key === name)?.value ?? {};
  return Object.values(value)[0];
}

it("sends one trace with run, nodes, turns and tools, and nothing that was said", async () => {
  const run = await observeRun(env);
  run.remove();
  const all = spans();
  const names = all.map(({ name }) => name);
  const named = (name: string) => all.find((span) => span.name === name);
  const root = named("invoke_workflow mending");
  const chat = named("chat claude-sonnet-5");

  expect(run.said.code, run.said.err).toBe(0);
  expect(got.map(({ path, key }) => [path, key])[0]).toEqual(["/v1/traces", "a b"]);
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
  expect(new Set(all.map(({ spanId }) => spanId)).size).toBe(all.length);
  expect(names.filter((name) => name === "chat claude-sonnet-5")).toHaveLength(6);
  expect(root?.parentSpanId ?? "").toBe("");
  expect(named("agent fixer")?.parentSpanId).toBe(root?.spanId);
  expect(valueOf(named("agent fixer"), "iter.loop.iteration")).toBe("refine=0");
  expect(chat).toMatchObject({ kind: 3, parentSpanId: named("agent fixer")?.spanId });
  expect(valueOf(chat, "gen_ai.system")).toBe("anthropic");
  expect(valueOf(chat, "gen_ai.request.model")).toBe("claude-sonnet-5");
  expect(Number(valueOf(chat, "gen_ai.usage.input_tokens"))).toBe(1000);
  expect(Number(valueOf(chat, "iter.cost_usd"))).toBeGreaterThan(0);
  expect(valueOf(root, "iter.run.status")).toBe("finished");
  expect(named("execute_tool read_file")?.status.code ?? 0).toBe(0);
  expect(named("execute_tool run_command")?.status).toEqual({ code: 2, message: "" });
  expect(got.map(({ body }) => body.toString()).join("")).not.toContain("add.js");
});

it("sends what was said if it is asked to, without secrets", async () => {
  const run = await observeRun({
    ...env,
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
  });
  run.remove();
  const sent = got.map(({ body }) => body.toString()).join("");

  expect(sent).toContain("Mend src/add.js");
  expect(sent).not.toContain("hunter2");
});

const gated = `human gate:
  instructions: ask

prompt ask:
  Good?

workflow w:
  entry: gate
  gate -> done when approved
  gate -> fail
`;

it("goes on with the trace of a run that waited, and shows the wait", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), gated);
  await iter(["run", "w.iter", "--simulate", "--run-id", "r"], { cwd, env });
  const before = spans();
  await iter(["resume", "--run-id", "r", "--answer", "approved=false"], { cwd, env });
  const after = spans().slice(before.length);
  const [first] = before.filter(({ name }) => name === "invoke_workflow w");
  const second = after.find(({ name }) => name === "invoke_workflow w");
  const wait = after.find(({ name }) => name === "wait for gate");

  expect(valueOf(first, "iter.run.status")).toBe("paused_waiting_human");
  expect(second).toMatchObject({ traceId: first?.traceId, parentSpanId: first?.spanId });
  expect(second?.status.code).toBe(2);
  expect(wait?.traceId).toBe(first?.traceId);
  expect(Number(wait?.startTimeUnixNano)).toBeLessThanOrEqual(Number(first?.endTimeUnixNano));
  const ids = [...before, ...after].map(({ spanId }) => spanId);
  expect(new Set(ids).size).toBe(ids.length);
});

it("speaks protobuf unless told otherwise", async () => {
  const usual = { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: "" };
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), gated);
  await iter(["run", "w.iter", "--simulate", "--run-id", "r"], { cwd, env: usual });

  expect(got[0]?.type).toBe("application/x-protobuf");
  expect(got[0]?.body.includes("invoke_workflow w")).toBe(true);
});

it.each([
  ["a receiver that refuses", () => void (status = 400), "can't be sent to http://127.0.0.1"],
  ["nobody who listens", () => server.close(), "can't be sent to http://127.0.0.1"],
  [
    "an address that is none",
    () => void (env["OTEL_EXPORTER_OTLP_ENDPOINT"] = "nowhere"),
    "no http address",
  ],
  [
    "a protocol that isn't spoken",
    () => void (env["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc"),
    "`grpc` isn't spoken",
  ],
])("lets no run fail by %s, and says it once", async (_, prepare, words) => {
  prepare();
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), gated);

  const { code, err } = await iter(["run", "w.iter", "--simulate", "--run-id", "r"], { cwd, env });

  expect(code).toBe(3);
  expect(err.split(words)).toHaveLength(2);
});

it("asks nobody where tracing is off", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), gated);
  const off = { ...env, OTEL_SDK_DISABLED: "true" };

  expect(await iter(["run", "w.iter", "--simulate"], { cwd, env: off })).toMatchObject({ code: 3 });
  expect(got).toEqual([]);
});
