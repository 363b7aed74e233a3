/** A machine whose way out is a proxy. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { createFolder, iterProgram } from "#support/command-line.ts";

const text = `agent a:\n  model: "anthropic/claude-opus-5"\n\nworkflow w:\n  entry: a\n  a -> done\n`;

it("asks models through the proxy, but for the hosts that are excepted", async () => {
  await using server = await startAnthropicServer([{ text: "fine" }, { text: "fine" }]);
  const { port } = new URL(server.env["ANTHROPIC_BASE_URL"] ?? "");
  const proxy = await startProxy(Number(port));
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), text);
  const env = { ...server.env, HTTP_PROXY: proxy.url };

  const through = await iterProgram(["run", "w.iter"], {
    cwd,
    env: { ...env, ANTHROPIC_BASE_URL: "http://models.invalid" },
  });
  const direct = await iterProgram(["run", "w.iter"], { cwd, env: { ...env, NO_PROXY: "*" } });

  expect(through.code, through.err).toBe(0);
  expect(direct.code, direct.err).toBe(0);
  expect(proxy.asked).toEqual(["models.invalid:80"]);
}, 60_000);

it("says which address can't be read, and not what it holds", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), text);

  const said = await iterProgram(["run", "w.iter"], {
    cwd,
    env: { ANTHROPIC_API_KEY: "k-123", https_proxy: "me:hunter2@proxy" },
  });

  expect(said.code).toBe(2);
  expect(said.err).toContain("`https_proxy`");
  expect(said.err).toContain("http://host:port");
  expect(said.err).not.toContain("hunter2");
}, 60_000);

interface Proxy {
  readonly url: string;
  /** Whom it was asked to reach. */
  readonly asked: readonly string[];
}

/** Leads every tunnel to one port of this machine. */
async function startProxy(port: number): Promise<Proxy> {
  const asked: string[] = [];
  const server: Server = createServer();
  server.on("connect", (request, client, head) => {
    asked.push(request.url ?? "");
    const target = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.write(head);
      target.pipe(client).pipe(target);
    });
    for (const end of [client, target]) end.on("error", () => end.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const place = server.address();
  if (place === null || typeof place === "string") throw new Error("The proxy has no port.");
  return { url: `http://127.0.0.1:${place.port}`, asked };
}
