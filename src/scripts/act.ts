/**
 * Runs the Action's job of the CI workflow in act, on this machine instead of a container.
 *
 * act is a Go program: it is built once, where Go is present. Without Go the script says so and
 * ends well, since nothing can be wrong with the Action on that account.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const version = "v0.2.88";
const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".cache", "act", version);

const act = findAct();
if (act === undefined) {
  process.stdout.write("act: skipped, since neither act nor Go is installed here\n");
} else {
  process.exitCode = runJob(act, "action");
}

/** The program: the one on the path, the one built earlier, or one built now. */
function findAct(): string | undefined {
  if (spawnSync("act", ["--version"]).status === 0) return "act";
  const built = join(folder, "act");
  if (existsSync(built)) return built;
  if (spawnSync("go", ["version"]).status !== 0) return undefined;
  process.stdout.write(`act: building ${version}\n`);
  execFileSync("go", ["install", `github.com/nektos/act@${version}`], {
    env: { ...process.env, GOBIN: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return built;
}

/** Runs one job in a clone of the last commit, so that nothing uncommitted helps it. */
function runJob(program: string, job: string): number {
  const clone = mkdtempSync(join(tmpdir(), "iter-act-"));
  try {
    execFileSync("git", ["clone", "--quiet", root, clone]);
    const { status } = spawnSync(
      program,
      [
        "push",
        "--job",
        job,
        "--platform",
        "ubuntu-latest=-self-hosted",
        "--workflows",
        ".github/workflows/ci.yml",
      ],
      { cwd: clone, stdio: "inherit", env: { ...process.env, ACT_DISABLE_WARNINGS: "1" } },
    );
    return status ?? 1;
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
