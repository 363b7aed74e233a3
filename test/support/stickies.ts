/** The comments of the loopback GitHub that speak of runs. */
import type { LoopbackGithub } from "#testing/github/server.ts";

/** Their texts. */
export function stickies({ state }: LoopbackGithub): readonly string[] {
  return [...state.comments.values()]
    .filter(({ author, body }) => author.type === "Bot" && body.startsWith("<!-- iter:v1 run "))
    .map(({ body }) => body);
}
