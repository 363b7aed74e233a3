import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { fetchCommit } from "#adapters/github/fetch-commit.ts";
import { headOf } from "#adapters/github/work.ts";

const token = "tok-4f9c2a7b51";

interface Served {
  readonly server: string;
  readonly commit: string;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "iter-fetch-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A server with one repository of two commits; the first is the one that is wanted. */
function serve(): Served {
  const root = folder();
  const place = join(root, "octo-org/hello-world.git");
  mkdirSync(place, { recursive: true });
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      cwd: place,
      encoding: "utf8",
    }).trim();
  git("init", "-q");
  git("config", "uploadpack.allowAnySHA1InWant", "true");
  for (const text of ["one", "two"]) {
    writeFileSync(join(place, "a.txt"), text);
    git("add", ".");
    git("commit", "-q", "-m", text);
  }
  return { server: pathToFileURL(root).href, commit: git("rev-parse", "HEAD~1") };
}

it("checks exactly the commit out, and keeps no credentials", async () => {
  const checkout = { folder: folder(), environment: process.env };
  const source = { ...serve(), repository: "octo-org/hello-world", token };

  await expect(fetchCommit(checkout, source)).resolves.toBe(true);

  await expect(headOf(checkout)).resolves.toBe(source.commit);
  expect(readFileSync(join(checkout.folder, "a.txt"), "utf8")).toBe("one");
  expect(readFileSync(join(checkout.folder, ".git/config"), "utf8")).not.toMatch(/extraheader/i);
});

it("leaves a folder alone that holds something", async () => {
  const checkout = { folder: folder(), environment: process.env };
  writeFileSync(join(checkout.folder, "mine.txt"), "mine");

  const source = { ...serve(), repository: "octo-org/hello-world", token };

  await expect(fetchCommit(checkout, source)).resolves.toBe(false);
  expect(existsSync(join(checkout.folder, ".git"))).toBe(false);
});

it("says why a commit can't be fetched", async () => {
  const checkout = { folder: folder(), environment: process.env };
  const source = { ...serve(), repository: "octo-org/nowhere", token };

  await expect(fetchCommit(checkout, source)).rejects.toThrow("git fetch failed");
});
