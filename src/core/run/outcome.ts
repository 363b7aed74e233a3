/** What a node asks for when it is done. */
import type { Fields, Value } from "../graph/value.ts";

/** One way out, a fork along edges, a call of other nodes for the caller, or the end of the path. */
export type Outcome =
  | ({
      readonly kind: "next";
      readonly port?: string;
      /** Index of the edge to take, where the kind chooses itself. */ readonly edge?: number;
    } & Finished)
  | ({
      readonly kind: "fork";
      /** Indices of the chosen edges; absent: all whose condition holds. */
      readonly edges?: readonly number[];
    } & Finished)
  | ({ readonly kind: "end"; readonly status: "done" | "fail" } & Finished);

/** What is recorded in `node_finished`. */
export interface Finished {
  readonly output: Value;
  /** Values that begin with `_`. */
  readonly meta?: Fields;
  /** The node's value for its next activation, in whichever branch. */
  readonly memory?: Value;
  /** Entries to remember for the run, by space and key. */
  readonly remember?: Readonly<Record<string, Fields>>;
  /** Further keys of `node_finished` (`selected_route`, `reasoning`). */
  readonly data?: Fields;
}
