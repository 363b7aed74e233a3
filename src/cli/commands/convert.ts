/** `iter convert`: a flow as the nearest `.iter` text. */
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { Refusal } from "#core/run/failure.ts";
import type { CommandModule } from "#src/cli/command.ts";

interface Flags {
  readonly output?: string;
  readonly host?: string;
}

/** The command. */
export const convert: CommandModule = {
  declare(command, act) {
    command
      .argument("<file>", "a flow")
      .option("-o, --output <file>", "where to write it; standard output if left out")
      .option("--host <file>", "the file that names the flow's functions");
    act(async (session, [path = ""]) => {
      if (!isTakenAsFlow(path)) {
        throw new Refusal("INPUT_INVALID", `\`${path}\` is no flow.`, {
          hint: "name a file that ends in .flow.json or .flow.yaml",
        });
      }
      const { convertFlowFile } = await import("#src/cli/flow/convert.ts");
      return convertFlowFile(session, path, command.opts<Flags>());
    });
  },
};
