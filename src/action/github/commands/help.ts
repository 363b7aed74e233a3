/** `help`: the commands that this person may use here, and the open gates. Spec: github §4.3. */
import { openGates } from "#core/report/run-document.ts";
import { levelOf } from "#src/github/authorise/person.ts";
import { commandForms } from "#src/github/commands/grammar.ts";
import { renderHelp } from "#src/github/commands/help.ts";
import { defaultCommandLevels } from "#src/github/config/command-levels.ts";
import { reaches } from "#src/github/levels.ts";
import { optionsOf } from "./command-options.ts";
import { leftRuns } from "../gates/facts.ts";
import { told } from "./ask.ts";
import type { Act, Ask } from "./ask.ts";

/** Explains all that may be used, or one command. */
export const help: Act = async (ask, command) => {
  const { prefix } = optionsOf(ask.door);
  if (command.topic !== undefined) return told(renderHelp(command.topic, { prefix }));
  const allowed = await allowedTo(ask);
  const gates = leftRuns(ask).flatMap(({ id, state }) =>
    openGates(state).map(({ gate, nodeId }) => `- **${gate}** \`${nodeId}\` of \`${id}\``),
  );
  const waiting = gates.length === 0 ? "" : `\n\nThese wait for an answer:\n\n${gates.join("\n")}`;
  return told(`${renderHelp(undefined, { prefix, allowed })}${waiting}`);
};

async function allowedTo({ door, sender, thread }: Ask): Promise<Command[]> {
  const level = levelOf({ ...(await door.client.permission(sender.login)), sender });
  const known = level === "api_error" || level === "identity_mismatch" ? "none" : level;
  const levels = { ...defaultCommandLevels, ...door.config.commands?.permission };
  const isAuthor = sender.id === thread?.authorId;
  return commandForms
    .filter(({ name, reading }) => {
      const wanted = levels[name] ?? "write";
      return reaches(known, wanted) || (reading && isAuthor);
    })
    .map(({ name }) => name);
}

type Command = (typeof commandForms)[number]["name"];
