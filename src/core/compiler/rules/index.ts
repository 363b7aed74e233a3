/** Every rule. */
import { ambiguousCondition } from "./ambiguous-condition.ts";
import { brokenExpression } from "./broken-expression.ts";
import { brokenReference } from "./broken-reference.ts";
import { concurrentWriters } from "./concurrent-writers.ts";
import { conflictingBound } from "./conflicting-bound.ts";
import { contestedKey } from "./contested-key.ts";
import { deadEnd } from "./dead-end.ts";
import { edgeOutOfTerminal } from "./edge-out-of-terminal.ts";
import { fieldInCondition } from "./field-in-condition.ts";
import { noEntry } from "./no-entry.ts";
import { pointlessMeeting } from "./pointless-meeting.ts";
import { routerEdges } from "./router-edges.ts";
import type { Rule } from "./rule.ts";
import { sessionAtAMeeting } from "./session-at-a-meeting.ts";
import { taintedText } from "./tainted-text.ts";
import { undeclaredCycle } from "./undeclared-cycle.ts";
import { unfittingInput } from "./unfitting-input.ts";
import { unknownEdgeEnd } from "./unknown-edge-end.ts";
import { unreachableNode } from "./unreachable-node.ts";
import { usedOutput } from "./used-output.ts";
import { unusedDeclaration } from "./unused-declaration.ts";

/** The list; what they find is sorted afterwards. */
export const rules: readonly Rule[] = [
  unknownEdgeEnd,
  brokenReference,
  conflictingBound,
  noEntry,
  sessionAtAMeeting,
  ambiguousCondition,
  fieldInCondition,
  unreachableNode,
  undeclaredCycle,
  routerEdges,
  contestedKey,
  concurrentWriters,
  brokenExpression,
  deadEnd,
  unfittingInput,
  usedOutput,
  unusedDeclaration,
  edgeOutOfTerminal,
  pointlessMeeting,
  taintedText,
];
