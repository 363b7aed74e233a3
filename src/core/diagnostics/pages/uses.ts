/** Pages of codes of files that a workflow uses. */
import type { UseHoles } from "../catalog/uses.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const usePages: Pages<UseHoles> = {
  C123: {
    title: "A file that can't be used",
    explanation: prose`
      A \`use\` names a flow, which ends in \`.json\`, \`.yaml\` or \`.yml\`, or another \`.iter\` file; the
      path is seen from the file that it stands in. The file has to be there, free of errors, and must
      not lead back to where it is used. What a flow calls stands in the host file beside it.`,
    bad: snippet`
      use check:
        file: "checks.txt"

      workflow w:
        entry: check
        check -> done
    `,
    good: snippet`
      use check:
        file: "checks.flow.json"

      workflow w:
        entry: check
        check -> done
    `,
  },
  C124: {
    title: "An output that the used file doesn't give",
    explanation: prose`
      The output of a \`use\` has one field for each node of the file that gave something, under the
      node's name. So a schema for it can only want names of such nodes, with types that they give.
      In the flow of this example there is a \`condition\` called \`fine\`, and nothing called \`ok\`.`,
    bad: snippet`
      schema verdict:
        ok: bool

      use check:
        file: "checks.flow.json"
        output: verdict

      workflow w:
        entry: check
        check -> done
    `,
    good: snippet`
      schema verdict:
        fine: bool

      use check:
        file: "checks.flow.json"
        output: verdict

      workflow w:
        entry: check
        check -> done
    `,
  },
};
