import { expect, it } from "vitest";
import { createToolNames } from "#adapters/models/wires/tool-names.ts";

it("turns names into what the wire can carry, and back", () => {
  const names = createToolNames(["read_file", "github.get_issue", "mcp.files.räume"]);

  expect(names.toWire("github.get_issue")).toBe("github_get_issue");
  expect(names.toWire("mcp.files.räume")).toBe("mcp_files_r_ume");
  expect(names.fromWire("github_get_issue")).toBe("github.get_issue");
  expect(names.fromWire("read_file")).toBe("read_file");
});

it("keeps names apart that would become the same", () => {
  const long = "x".repeat(80);
  const all = ["a.b", "a_b", "a-b", "a:b", `${long}1`, `${long}2`];
  const names = createToolNames([...all, ...all]);
  const wire = all.map((name) => names.toWire(name));

  expect(new Set(wire).size).toBe(all.length);
  expect(wire.every((name) => /^[\w-]{1,64}$/.test(name))).toBe(true);
  expect(wire.map((name) => names.fromWire(name))).toEqual(all);
});

it("leaves a name that nobody listed as it comes", () => {
  expect(createToolNames([]).fromWire("made_up")).toBe("made_up");
});
