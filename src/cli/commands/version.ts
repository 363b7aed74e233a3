/** `iter version`: which version this is. */
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import { commitText, versionText } from "#src/version.ts";

/** The command. */
export const version: CommandModule = {
  declare(_, act) {
    act(({ output }) => {
      const commit = commitText();
      output.print(`iter ${versionText()}${commit === null ? "" : ` (${commit.slice(0, 12)})`}`);
      output.document({ version: versionText(), commit, node: process.versions.node });
      return Promise.resolve(exitCodes.done);
    });
  },
};
