/** How nodes look, as data: every kind says it for its own nodes. */
import type { Value } from "./value.ts";

/** How nodes of a kind look. */
export interface Drawing {
  readonly icon: string;
  /** Mermaid brackets around the quoted label. */
  readonly open: string;
  readonly close: string;
  /** `fill:…,stroke:…,color:…` */
  readonly style: string;
  /** Lines of the detailed label, in this order. */
  readonly details?: readonly DrawingDetail[];
}

/** A line `label: value` of a detailed label; left out if the field is null, false or `unless`. */
export interface DrawingDetail {
  readonly label: string;
  /** A field of the graph's node. */
  readonly field: string;
  readonly unless?: Value;
  /** The field is a text with references, of which the first line is shown. */
  readonly template?: boolean;
}
