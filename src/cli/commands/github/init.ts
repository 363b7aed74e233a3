/** `iter github init`: writes the files that a repository needs; what is there already is shown, and kept. */
import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createTwoFilesPatch } from "diff";
import { makeDirectory } from "#adapters/stores/file/directory.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import { collect } from "#src/cli/flags.ts";
import { warn } from "#src/cli/output.ts";
import type { Session } from "#src/cli/session.ts";
import { Refusal } from "#core/run/failure.ts";
import { commandWords } from "#src/github/config/config.ts";
import { readConfig } from "#src/github/config/read-config.ts";
import { setupFiles, setupPaths } from "#src/github/setup/files.ts";
import { isReadyName, readyNames } from "#src/github/setup/ready.ts";
import type { ReadyName } from "#src/github/setup/ready.ts";
import { askAboutInit, mayAskAbout } from "./ask-init.ts";
import { pinAction } from "./pin.ts";
import { readFileIfThere, readJobFiles } from "./repository.ts";
import { textAt } from "#src/github/payload.ts";
import { eventOf } from "#src/github/setup/check/jobs.ts";

interface Flags {
  readonly bot?: true;
  readonly reusable?: true;
  readonly force?: true;
  readonly dryRun?: true;
  readonly ci?: readonly string[];
  readonly with?: readonly string[];
  readonly action: string;
}

/** What became of a file. */
type Outcome = "written" | "kept" | "same";

interface SetupFile {
  readonly path: string;
  readonly outcome: Outcome;
  /** From what is there to what would be; null where there is no difference. */
  readonly diff: string | null;
}

const others = readyNames.slice(1).join(", ");

/** The command. */
export const init: CommandModule = {
  declare(command, act) {
    command
      .argument("[dir]", "the repository's folder", ".")
      .option("--bot", "events come through the bot of an App, not from the workflow file")
      .option("--reusable", "call the Action's reusable workflow in place of the Action")
      .option("--ci <name>", "a workflow whose end is listened to (repeatable)", collect)
      .option("--with <name>", `a workflow besides pr-review: ${others} (repeatable)`, collect)
      .option("--action <ref>", "the Action and what of it is used", "iter/action@v1")
      .option("--force", "write files that are there already, too")
      .option("--dry-run", "write nothing, show everything");
    act(async (session, [dir = "."]) => {
      const given = command.opts<Flags>();
      const root = resolve(session.host.cwd(), dir);
      if (statSync(root, { throwIfNoEntry: false })?.isDirectory() === false)
        throw new Refusal("INPUT_INVALID", `\`${dir}\` is no folder.`, {
          hint: "name the repository's folder: `iter github init my-project`",
        });
      if (!existsSync(join(root, ".git")))
        warn(
          session.output,
          `${root} is not the top of a git repository; GitHub reads \`.github\` there.`,
        );
      const found = given.ci ?? ciNames(root);
      const asks = given.with === undefined && mayAskAbout(session);
      const answers = asks ? await askAboutInit(session, found) : { ci: found };
      if (answers === null) {
        session.output.note("\nNothing was written.");
        return exitCodes.cancelled;
      }
      const flags = { ...given, ...answers };
      const ready = readReady(flags);
      const watched = answers.ci;
      if (ready.includes("ci-fix") && watched.length === 0)
        throw new Refusal(
          "INPUT_INVALID",
          "`ci-fix` mends what a workflow finds, and there is none.",
          {
            hint: "name it with --ci <name>",
          },
        );
      const action = await pinAction(session, flags.action);
      if (action.commit === null && action.ref.length < 40)
        warn(
          session.output,
          `nobody said which commit ${flags.action} is, so it is not pinned; \`--action <repository>@<commit>\` pins it.`,
        );
      const wanted = setupFiles({
        bot: flags.bot === true,
        reusable: flags.reusable === true,
        watched,
        ready,
        action,
        ...wordsOf(root),
      });
      const files = Object.entries(wanted).map(([path, text]) =>
        settle(root, { path, text, flags }),
      );
      session.output.document({ dir: root, dry_run: flags.dryRun === true, files });
      tell(session, files, flags);
      return exitCodes.done;
    });
  },
};

/** The workflows to write: a review, and those that were asked for. */
function readReady(flags: Flags): readonly ReadyName[] {
  const wanted = flags.with ?? [];
  const unknown = wanted.find((name) => !isReadyName(name));
  if (unknown !== undefined)
    throw new Refusal("INPUT_INVALID", `There is no ready workflow \`${unknown}\`.`, {
      hint: `there are ${readyNames.join(", ")}`,
    });
  return readyNames.filter((name) => name === "pr-review" || wanted.includes(name));
}

/** Workflows that run on pull requests and are none of Iter's: what an agent's push is tested by. */
function ciNames(root: string): readonly string[] {
  const own: readonly string[] = [setupPaths.job, setupPaths.signal];
  return readJobFiles(root)
    .filter((file) => !own.includes(file.path) && eventOf(file, "pull_request") !== undefined)
    .map(({ path, yaml }) => textAt(yaml.value, "name") || path);
}

/** First words of commands that a configuration which is there already names. */
function wordsOf(root: string): { readonly words?: readonly string[] } {
  const read = readConfig(readFileIfThere(join(root, setupPaths.config)) ?? "version: 1");
  const words = "config" in read ? commandWords(read.config) : [];
  // What begins with the same character is heard anyway.
  return words.some((word) => !word.startsWith("/")) ? { words } : {};
}

function settle(
  root: string,
  { path, text, flags }: { readonly path: string; readonly text: string; readonly flags: Flags },
): SetupFile {
  const before = readFileIfThere(join(root, path));
  if (before === text) return { path, outcome: "same", diff: null };
  const diff = before === null ? null : createTwoFilesPatch(path, path, before, text, "is", "new");
  if (before !== null && flags.force !== true) return { path, outcome: "kept", diff };
  if (flags.dryRun !== true) {
    makeDirectory(dirname(join(root, path)), 0o777);
    writeFileSync(join(root, path), text);
  }
  return { path, outcome: "written", diff };
}

function tell({ output }: Session, files: readonly SetupFile[], { dryRun }: Flags): void {
  const verbs: Readonly<Record<Outcome, string>> = {
    written: dryRun === true ? "would write" : "wrote",
    kept: "kept",
    same: "same",
  };
  for (const { path, outcome, diff } of files) {
    const style = outcome === "written" ? "green" : "dim";
    output.print(`${output.paint(style, verbs[outcome], "stdout")} ${path}`);
    if (diff !== null) output.print(diff.trimEnd());
  }
  if (files.some(({ outcome }) => outcome === "kept"))
    output.print("\nWhat was kept differs as shown; `--force` writes it.");
  output.print(`
Next:
  gh secret set ANTHROPIC_API_KEY
  gh secret set ITER_STATE_KEY --body "$(openssl rand -hex 32)"
  iter github check
  git add .github && git commit -m "Add Iter" && git push`);
}
