/** The few questions that only GraphQL answers: who we are, and who edited a comment last. */
import type { Fields, Value } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";
import type { Reply } from "./routes.ts";
import type { Account, GithubState } from "./state.ts";

/** Plays `viewer { … }` and `nodes(ids: …) { … }` of comments. */
export function playGraphql(state: GithubState, caller: Account, body: Value): Reply {
  const query = textAt(body, "query");
  if (query.includes("viewer")) {
    const { id, login } = caller;
    return { status: 200, body: { data: { viewer: { databaseId: id, login } } } };
  }
  const ids = listAt(body, "variables", "ids");
  const nodes = ids.map((id) => toNode(state, Number(id)));
  return { status: 200, body: { data: { nodes } } };
}

function toNode(state: GithubState, id: number): Fields | null {
  const comment = state.comments.get(id);
  if (comment === undefined) return null;
  const { editor, updated_at } = comment;
  return {
    databaseId: id,
    lastEditedAt: editor === null ? null : updated_at,
    editor: editor === null ? null : { databaseId: editor.id },
  };
}
