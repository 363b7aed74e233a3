/** Tools of MCP servers as they were found: recorded once, so that a resumed run goes on with them. */
import type { Fields, Value } from "../graph/value.ts";
import { isFields, isList } from "../graph/value.ts";

/** The step in which a node's servers are asked for their tools. */
export const discoverStep = "discover";

/** True for the step, also when it is made again. */
export function isDiscovery(step: string): boolean {
  return step === discoverStep || step.startsWith(`${discoverStep}~`);
}

/** A tool as its server describes it, under its full name. */
export interface DiscoveredTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input. */
  readonly inputSchema: Fields;
  /** What the server says of it; servers are trusted as far as the workflow names them. */
  readonly readsOnly: boolean;
  /** Of name, description and input schema, as lower-case hex. */
  readonly sha256: string;
}

/** A server and all of its tools. */
export interface DiscoveredServer {
  readonly name: string;
  readonly tools: readonly DiscoveredTool[];
}

/** What tools were and have become, by name. */
export interface ToolChanges {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The hashes of tools, by name. */
export type ToolHashes = Readonly<Record<string, string>>;

/** Servers as the step's result. */
export function writeDiscovered(servers: readonly DiscoveredServer[]): Fields {
  return {
    servers: servers.map(({ name, tools }) => ({
      name,
      tools: tools.map(({ readsOnly, ...tool }) => ({ ...tool, reads_only: readsOnly })),
    })),
  };
}

/** Servers from the step's result. */
export function readDiscovered(result: Value): readonly DiscoveredServer[] {
  return fieldsIn(isFields(result) ? result["servers"] : undefined).map(({ name, tools }) => ({
    name: textOf(name),
    tools: fieldsIn(tools).map((tool) => ({
      name: textOf(tool["name"]),
      description: textOf(tool["description"]),
      inputSchema: isFields(tool["inputSchema"]) ? tool["inputSchema"] : {},
      readsOnly: tool["reads_only"] === true,
      sha256: textOf(tool["sha256"]),
    })),
  }));
}

/** The hashes of a server's tools. */
export function hashesOf({ tools }: DiscoveredServer): ToolHashes {
  return Object.fromEntries(tools.map(({ name, sha256 }) => [name, sha256]));
}

/** Hashes as an event has them. */
export function readHashes(value: Value | undefined): ToolHashes {
  const entries = isFields(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, hash]) => [name, textOf(hash)]));
}

/** How tools differ from what they were; undefined if they don't. */
export function compareTools(before: ToolHashes, now: ToolHashes): ToolChanges | undefined {
  const has = (hashes: ToolHashes, name: string): boolean => Object.hasOwn(hashes, name);
  const names = Object.keys(now);
  const changes: ToolChanges = {
    changed: names.filter((name) => has(before, name) && before[name] !== now[name]),
    added: names.filter((name) => !has(before, name)),
    removed: Object.keys(before).filter((name) => !has(now, name)),
  };
  const { changed, added, removed } = changes;
  return changed.length + added.length + removed.length > 0 ? changes : undefined;
}

function fieldsIn(value: Value | undefined): readonly Fields[] {
  return isList(value) ? value.filter((item) => isFields(item)) : [];
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
