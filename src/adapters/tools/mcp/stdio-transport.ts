/** The transport to an MCP server that is a program: messages as lines on its standard streams. */
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { startServer } from "#adapters/processes/server.ts";
import type { Server, ServerProgram } from "#adapters/processes/server.ts";

/** A transport whose program's end can be asked for. */
export interface StdioTransport extends Transport {
  /** How the program ended and what it complained about; undefined while it runs. */
  ending(): string | undefined;
}

/** Lines of complaints that are quoted. */
const quotedLines = 10;

/** Makes a transport; the program is started when the client connects. */
export async function createStdioTransport(program: ServerProgram): Promise<StdioTransport> {
  const { ReadBuffer, serializeMessage } =
    await import("@modelcontextprotocol/sdk/shared/stdio.js");
  const buffer = new ReadBuffer();
  let server: Server | undefined;
  let ending: string | undefined;

  function read(chunk: Buffer): void {
    try {
      buffer.append(chunk);
    } catch (error) {
      transport.onerror?.(toError(error));
      return;
    }
    for (;;) {
      try {
        const message = buffer.readMessage();
        if (message === null) return;
        transport.onmessage?.(message);
      } catch (error) {
        // A line that is no message: many servers greet on the wrong stream.
        transport.onerror?.(toError(error));
      }
    }
  }

  const transport: StdioTransport = {
    ending: () => ending,
    async start() {
      const started = await startServer(program);
      server = started;
      started.stdout.on("data", read);
      started.stdout.on("error", () => undefined);
      void started.ended.then((how) => {
        ending = describeEnd(how, started.complaints());
        transport.onclose?.();
      });
    },
    async send(message: JSONRPCMessage) {
      const text = serializeMessage(message);
      if (!server || server.stdin.writableEnded || ending !== undefined) {
        throw new Error("the server is gone");
      }
      try {
        await write(server, text);
      } catch (error) {
        // It no longer listens: why is known once it has ended.
        await server.stop();
        throw error;
      }
    },
    async close() {
      await server?.stop();
    },
  };
  return transport;
}

function write({ stdin }: Server, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdin.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function describeEnd(how: string, complaints: string): string {
  const said = complaints.trim().split("\n").slice(-quotedLines).join("\n");
  return said === "" ? `it ended with ${how}` : `it ended with ${how}, and said:\n${said}`;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
