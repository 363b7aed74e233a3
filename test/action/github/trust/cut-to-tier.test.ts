import { expect, it } from "vitest";
import type { World } from "#core/engine/world.ts";
import { cutToTier } from "#src/action/github/trust/tier.ts";

const { signal } = new AbortController();
const site = {
  ...{ runId: "r", nodeId: "a", branchId: "", activationId: "a#0" },
  ...{ step: "s", key: "s", attempt: 1 },
};

/** A world of which each part says that it was used. */
function cut(tier: Parameters<typeof cutToTier>[1]) {
  const used: string[] = [];
  const use = (name: string) => (): Promise<never> => {
    used.push(name);
    return Promise.reject(new Error("used"));
  };
  const world = {
    kinds: [{ name: "tool", start: () => ({}), run: use("kind") }],
    tools: { list: () => [{ name: "read_file" }, { name: "of_a_server" }], call: use("tool") },
    delegates: { check: () => null, execute: use("delegate") },
    shell: { run: use("shell") },
  };
  return { used, world: cutToTier(world as unknown as World, tier) };
}

it("calls no tool above the tier, whoever remembers its name", async () => {
  const { used, world } = cut("read");

  const refused = await world.tools.call("run_command", {}, { signal, site });

  expect(world.tools.list().map(({ name }) => name)).toEqual(["read_file"]);
  expect(refused).toMatchObject({ failed: true });
  expect(used).toEqual([]);
  await expect(world.tools.call("read_file", {}, { signal, site })).rejects.toThrow("used");
});

it("starts no node and no program above the tier", async () => {
  const { used, world } = cut("read");
  const [kind] = world.kinds;
  const context = { node: { id: "a", kind: "tool" } } as unknown as Parameters<
    NonNullable<World["kinds"][number]["start"]>
  >[0];

  expect(() => kind?.start?.(context)).toThrow("needs the tier `sandbox`");
  await expect(world.shell.run({ site } as never, {} as never)).rejects.toThrow("needs the tier");
  await expect(world.delegates.execute({ site } as never, {} as never)).rejects.toThrow(
    "needs the tier",
  );
  expect(used).toEqual([]);
});

it("starts both where the tier allows it", async () => {
  const { used, world } = cut("sandbox");

  await expect(world.shell.run({ site } as never, {} as never)).rejects.toThrow("used");
  await expect(world.delegates.execute({ site } as never, {} as never)).rejects.toThrow("used");
  expect(used).toEqual(["shell", "delegate"]);
});
