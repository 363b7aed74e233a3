import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { packCheckpoint, unpackCheckpoint } from "#adapters/github/checkpoint/archive.ts";
import { readRunFiles } from "#adapters/github/checkpoint/run-files.ts";
import { seal, unseal } from "#adapters/github/checkpoint/seal.ts";
import { readTar, writeTar } from "#adapters/github/checkpoint/tar.ts";
import { createRedactor } from "#core/run/redact.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const manifest = { run: "iter_k7xkg7c8mhjmx0n6xwnm", seq: 3, repository: 5001 };
const wanted = { run: manifest.run, repository: 5001, seq: 3 };
const files = [
  { path: "events.jsonl", bytes: bytesOf(`{"seq":0}\n`) },
  { path: `artifacts/${"deep/".repeat(30)}plan.json`, bytes: bytesOf("{}") },
];
const key = "0123456789abcdef0123456789abcdef";

it("gives the same bytes for the same state, in any order", () => {
  const [one, other] = [files, files.toReversed()].map((some) =>
    packCheckpoint({ manifest, files: some }),
  );

  expect(one).toEqual(other);
});

it("is an archive that tar reads", () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-tar-"));
  writeFileSync(join(folder, "checkpoint.tar.gz"), packCheckpoint({ manifest, files }));

  const listed = execFileSync("tar", ["-tvzf", "checkpoint.tar.gz"], { cwd: folder }).toString();

  expect(listed).toMatch(/^-rw------- 0\/0 +2 1970-01-01 .* artifacts\/deep/m);
  expect(listed).toContain("manifest.json");
});

it("comes back as it was", () => {
  const unpacked = unpackCheckpoint(packCheckpoint({ manifest, files }), wanted);

  expect(unpacked.manifest).toMatchObject(manifest);
  const sum = createHash("sha256").update(`{"seq":0}\n`).digest("hex");
  expect(unpacked.manifest["events"]).toEqual({ count: 1, sha256: sum });
  expect(unpacked.files.map(({ path }) => path)).toEqual(files.map(({ path }) => path).toSorted());
});

it.each([
  ["another run", { ...wanted, run: "iter_00000000000000000000" }, "it is of another run"],
  ["another repository", { ...wanted, repository: 5002 }, "it is of another repository"],
  ["another seq", { ...wanted, seq: 4 }, "it is not the one that was named"],
])("is refused as that of %s", (_, asked, why) => {
  expect(() => unpackCheckpoint(packCheckpoint({ manifest, files }), asked)).toThrow(why);
});

it.each([
  [
    "changed",
    (tar: Buffer) =>
      Buffer.from(tar.toString("latin1").replace(`{"seq":0}`, `{"seq":9}`), "latin1"),
    "`events.jsonl` is not as it was listed",
  ],
  ["cut off", (tar: Buffer) => tar.subarray(0, 513), "it is cut off"],
  ["linked", (tar: Buffer) => link(tar), "is no plain file"],
])("is refused if a file was %s", (_, change, why) => {
  const tar = gunzipSync(packCheckpoint({ manifest, files }));

  expect(() => unpackCheckpoint(gzipSync(change(tar)), wanted)).toThrow(why);
});

it("is refused if a file leads out of it, or is there twice", () => {
  const out = writeTar([{ path: "../evil", bytes: bytesOf("x") }]);
  const twice = Buffer.concat([
    writeTar([{ path: "a", bytes: bytesOf("x") }]).subarray(0, 1024),
    writeTar([{ path: "a", bytes: bytesOf("y") }]),
  ]);

  expect(() => readTar(out)).toThrow("`../evil` leads out of it");
  expect(() => readTar(twice)).toThrow("it holds `a` twice");
});

it("is read with the key that sealed it, for its run and seq alone", () => {
  const plain = packCheckpoint({ manifest, files });
  const sealed = seal(plain, key, wanted);

  expect(Buffer.from(sealed.subarray(0, 8)).toString()).toBe("ITERENC1");
  expect(new Uint8Array(unseal(sealed, key, wanted))).toEqual(plain);
  expect(() => unseal(sealed, undefined, wanted)).toThrow("`state-key`");
  expect(() => unseal(sealed, `${key}x`, wanted)).toThrow("`state-key`");
  expect(() => unseal(sealed, key, { ...wanted, seq: 2 })).toThrow("`state-key`");
  expect(() => unseal(plain, key, wanted)).toThrow("it is not encrypted");
});

it("leaves out conversations that hold a secret, and lines that are not whole", () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-run-"));
  for (const name of ["sessions/claude_code", ".lock"])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "events.jsonl"), `{"seq":0}\n{"seq":1`);
  writeFileSync(join(folder, "run.json"), "{}");
  writeFileSync(join(folder, ".lock/1"), "");
  writeFileSync(join(folder, "sessions/claude_code/a.jsonl"), "fine\n");
  writeFileSync(join(folder, "sessions/claude_code/b.jsonl"), "tok-4f9c2a7b51\n");
  const redactor = createRedactor({ values: ["tok-4f9c2a7b51"] });

  const read = readRunFiles(folder, { redactor, sessions: true });
  const without = readRunFiles(folder, { redactor, sessions: false });

  expect(read.files.map(({ path }) => path)).toEqual([
    "events.jsonl",
    "sessions/claude_code/a.jsonl",
  ]);
  expect(Buffer.from(read.files[0]?.bytes ?? []).toString()).toBe(`{"seq":0}\n`);
  expect(read.dropped).toEqual(["sessions/claude_code/b.jsonl"]);
  expect(without.files).toHaveLength(1);
});

it("keeps no secret of a job, whoever wrote it there", () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-run-"));
  mkdirSync(join(folder, "artifacts"));
  writeFileSync(join(folder, "events.jsonl"), `{"seq":0,"said":"tok-4f9c2a7b51"}\n`);
  writeFileSync(join(folder, "artifacts/plan.json"), `"tok-4f9c2a7b51"`);
  const redactor = createRedactor({ values: ["tok-4f9c2a7b51"] });

  const { files: read } = readRunFiles(folder, { redactor, sessions: true });

  expect(read.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
    `{"seq":0,"said":"***"}\n`,
    `"***"`,
  ]);
});

/** The first entry as a symbolic link, with a checksum that is right. */
function link(tar: Buffer): Buffer {
  const changed = Buffer.from(tar);
  changed.write("2", 156);
  const sum = Number.parseInt(changed.toString("latin1", 148, 154), 8) + 2;
  changed.write(sum.toString(8).padStart(6, "0"), 148);
  return changed;
}
