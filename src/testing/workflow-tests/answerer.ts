/** Answers the questions of a tested run, one after the other as the test says. */
import type { GivenAnswers, RejectedAnswers } from "#core/engine/world.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Mismatch } from "#core/report/check/compare.ts";
import type { Interaction } from "#core/run/state.ts";

/** Somebody who answers. */
export interface Answerer {
  /** The next answer to every open question for which there is one. */
  next(gates: readonly Interaction[]): readonly GivenAnswers[];
  /** Every time somebody else, as questions may need several people. */
  person(): string;
}

/** Creates somebody with answers by node, `branch/node` or gate. */
export function createAnswerer(answers: ReadonlyMap<string, readonly Fields[]>): Answerer {
  const given = new Map<string, number>();
  let people = 0;

  function keyOf({ gate, nodeId, branchId }: Interaction): string | undefined {
    const inBranch = branchId === "" ? nodeId : `${branchId}/${nodeId}`;
    return [gate, inBranch, nodeId].find((key) => answers.has(key));
  }

  return {
    next(gates) {
      return gates.flatMap((gate): GivenAnswers[] => {
        const key = keyOf(gate);
        if (key === undefined) return [];
        const count = given.get(key) ?? 0;
        const fields = answers.get(key)?.[count];
        if (fields === undefined) return [];
        given.set(key, count + 1);
        return [{ gate: gate.gate, answers: fields }];
      });
    },
    person() {
      people += 1;
      return `tester ${people}`;
    },
  };
}

/** An answer that did not fit what was asked. */
export function describeRejected({ gate, errors }: RejectedAnswers): Mismatch {
  return {
    what: `the answer to ${gate}`,
    expected: "one that counts",
    actual: errors.map(({ field, message }) => `${field ?? "it"} ${message}`).join("; "),
  };
}
