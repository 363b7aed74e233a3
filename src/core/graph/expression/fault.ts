/** Faults of expressions at run time. */

/** Why an expression has no value. */
export interface ExpressionFault {
  /** `limit`: a pattern of `matches` that would take too long. */
  readonly kind: "type" | "division_by_zero" | "overflow" | "limit";
  /** One sentence, naming the types of the values. */
  readonly message: string;
}

/** Carries a fault out of an evaluation. */
export class ExpressionFaultError extends Error {
  override readonly name = "ExpressionFaultError";
  readonly fault: ExpressionFault;

  constructor(fault: ExpressionFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Ends an evaluation. */
export function fail(kind: ExpressionFault["kind"], message: string): never {
  throw new ExpressionFaultError({ kind, message });
}
