import { describe, expect, it } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import {
  describeChanges,
  toChangesDocument,
  viewChanges,
  viewUnknown,
} from "#core/report/changes.ts";
import { renderChanges } from "#core/report/markdown.ts";
import type { RunEvent } from "#core/run/events.ts";

type File = readonly [
  path: string,
  change: string,
  added?: number,
  removed?: number,
  from?: string,
];

function changed(activation: string, files: readonly File[], total = files.length): RunEvent {
  const data: Fields = {
    files: files.map(([path, change, added = null, removed = null, from]) => ({
      path,
      change,
      added,
      removed,
      ...(from === undefined ? {} : { from }),
    })),
    files_changed: total,
  };
  return {
    seq: 0,
    timestamp: "2026-05-04T09:12:00.000Z",
    type: "workspace_changed",
    run_id: "run_x",
    node_id: activation.split("#")[0] ?? "",
    activation_id: activation,
    data,
  };
}

/** What one activation changed by these calls. */
function sum(...calls: readonly (readonly File[])[]): readonly string[] {
  const [all] = viewChanges(calls.map((files) => changed("work#0", files)));
  return (all?.files ?? []).map(
    ({ path, change, from, added, removed }) =>
      `${change} ${from === null ? "" : `${from} → `}${path} ${added ?? "?"}/${removed ?? "?"}`,
  );
}

it("keeps the changes of activations apart, in their order", () => {
  const changes = viewChanges([
    changed("b#0", [["b.txt", "added", 2, 0]]),
    changed("a#0", [
      ["z.txt", "modified", 1, 1],
      ["a.txt", "deleted", 0, 9],
    ]),
    changed("b#1", [["b.txt", "modified", 1, 0]]),
  ]);

  expect(
    changes.map(({ activation, files }) => [activation, files.map(({ path }) => path)]),
  ).toEqual([
    ["b#0", ["b.txt"]],
    ["a#0", ["a.txt", "z.txt"]],
    ["b#1", ["b.txt"]],
  ]);
  expect(describeChanges(changes)).toBe("3 files (+4 −10): a.txt, b.txt, z.txt");
});

describe("what several calls did to a file", () => {
  it.each<[string, readonly (readonly File[])[], readonly string[]]>([
    ["added, then modified", [[["f", "added", 5, 0]], [["f", "modified", 3, 1]]], ["added f 7/0"]],
    ["added, then deleted", [[["f", "added", 5, 0]], [["f", "deleted", 0, 5]]], []],
    ["modified twice", [[["f", "modified", 1, 2]], [["f", "modified", 3, 4]]], ["modified f 4/6"]],
    [
      "modified, then deleted",
      [[["f", "modified", 1, 2]], [["f", "deleted", 0, 9]]],
      ["deleted f 1/11"],
    ],
    [
      "deleted, then made again",
      [[["f", "deleted", 0, 3]], [["f", "added", 3, 0]]],
      ["modified f 3/3"],
    ],
    [
      "renamed, then modified",
      [[["g", "renamed", 0, 0, "f"]], [["g", "modified", 1, 0]]],
      ["renamed f → g 1/0"],
    ],
    [
      "renamed twice",
      [[["g", "renamed", 0, 0, "f"]], [["h", "renamed", 0, 0, "g"]]],
      ["renamed f → h 0/0"],
    ],
    [
      "added, then renamed",
      [[["f", "added", 2, 0]], [["g", "renamed", 0, 0, "f"]]],
      ["added g 2/0"],
    ],
    ["not text", [[["f", "modified"]], [["f", "modified"]]], ["modified f ?/?"]],
  ])("%s", (_, calls, expected) => {
    expect(sum(...calls)).toEqual(expected);
  });
});

it("counts files that are not named", () => {
  const changes = viewChanges([changed("a#0", [["x", "added", 1, 0]], 300)]);

  expect(describeChanges(changes)).toBe("300 files (+1 −0): x, …");
  expect(toChangesDocument(changes)).toMatchObject([{ activation_id: "a#0", files_changed: 300 }]);
  expect(renderChanges({ changes, changesUnknown: null }, 10)).toContain("… and 299 more");
});

it("writes a table in which a name can't break out of its cell", () => {
  const changes = viewChanges([changed("a#0", [["a|b`c`<b>\n.txt", "renamed", 1, 2, "old.txt"]])]);

  expect(renderChanges({ changes, changesUnknown: "too big" }, 10)).toMatchInlineSnapshot(`
    "| Node | File | Change | Lines |
    | --- | --- | --- | --- |
    | \`a\` | \`\`old.txt → a¦b\`c\`<b> .txt\`\` | renamed | +1 −2 |

    Not all changes are known: too big."
  `);
});

it("says why nothing is known", () => {
  const event: RunEvent = {
    seq: 0,
    timestamp: "2026-05-04T09:12:00.000Z",
    type: "workspace_unknown",
    run_id: "run_x",
    data: { reason: "too big" },
  };

  expect(viewUnknown([event])).toBe("too big");
  expect(viewUnknown([])).toBeNull();
});
