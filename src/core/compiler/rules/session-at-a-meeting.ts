/** C009: a conversation is to go on where several branches meet. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { indexOf } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the value of `session`: on a node with `await`, or straight behind a join. */
export const sessionAtAMeeting: Rule = {
  codes: ["C009"],
  needsWorkflow: false,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const node of lowered.graph.nodes) {
      if (!("session" in node)) continue;
      if (node.session !== "inherit" && node.session !== "fork") continue;
      const session = lowered.origins.nodes.get(node.id)?.properties.get("session");
      if (session === undefined) continue;
      const join = index
        .incoming(node.id)
        .find((link) => index.nodes.get(link.from)?.kind === "join");
      if ((node.await ?? null) === null && join === undefined) continue;
      report(diagnose("C009", session.value, { node: node.id, join: join?.from ?? null }));
    }
  },
};
