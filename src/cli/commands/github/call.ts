/** `iter github call`: a tool of GitHub for the program of a tool node, by the run that started it. Spec: github §12. */
import { connect } from "node:net";
import { text as readText } from "node:stream/consumers";
import { messageOf } from "#core/text/fault.ts";
import { parseJson, TooDeep, tooDeep } from "#core/graph/depth.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";

/** The command. */
export const call: CommandModule = {
  declare(command, act) {
    command
      .argument("<tool>", "a tool of GitHub, such as github.checks")
      .argument("[json]", "its input", "{}");
    act(async (session, [tool = "", json = "{}"]) => {
      const { output, host } = session;
      const said = await ask(readSocket(host.env), { tool, input: readInput(tool, json) });
      const { output: answer, waits, failed } = said;
      if (typeof waits === "string") {
        output.note(`${waits} The node is run again then.`);
        return exitCodes.paused;
      }
      if (answer === undefined) {
        output.note(`\`${tool}\`: ${typeof failed === "string" ? failed : "the run has gone"}`);
        return exitCodes.failed;
      }
      output.print(JSON.stringify(answer));
      return exitCodes.done;
    });
  },
};

function readSocket(environment: Readonly<Record<string, string | undefined>>): string {
  const path = environment["ITER_HELPER_SOCKET"] ?? "";
  if (path !== "") return path;
  throw new Refusal("INPUT_INVALID", "There is no ITER_HELPER_SOCKET, so no run to ask.", {
    hint: "call it in the command of a `tool` node; runs on GitHub give it to them",
  });
}

function readInput(tool: string, json: string): Value {
  try {
    return parseJson(json);
  } catch (error) {
    if (error instanceof TooDeep) {
      throw new Refusal("INPUT_INVALID", `The input of \`${tool}\` ${tooDeep}.`, {
        hint: "make the value flatter",
      });
    }
    throw new Refusal("INPUT_INVALID", `The input of \`${tool}\` is no JSON: ${json}`, {
      hint: `write it as one word, such as iter github call ${tool} '{"wait": "required"}'`,
    });
  }
}

/** A connection carries one call. */
async function ask(path: string, asked: Fields): Promise<Fields> {
  const socket = connect({ path, allowHalfOpen: true });
  socket.end(JSON.stringify(asked));
  try {
    const answer = JSON.parse(await readText(socket)) as Value;
    return isFields(answer) ? answer : {};
  } catch (fault) {
    const why = messageOf(fault);
    return { failed: `the run doesn't answer: ${why}` };
  }
}
