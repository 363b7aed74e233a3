import { describe } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { runStoreContract } from "../../contracts/run-store.ts";

describe("as a run store", () => runStoreContract(() => ({ store: createMemoryStore() })));
