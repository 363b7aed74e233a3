/** Results that are worked out when they are first asked for, and never if nobody asks. */

/** A function that works once and then gives the same result again. */
export function once<Result>(work: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => (known ??= { result: work() }).result;
}

/** A function that works once for each subject and then gives the same result again. */
export function oncePer<Subject extends object, Result>(
  work: (subject: Subject) => Result,
): (subject: Subject) => Result {
  const known = new WeakMap<Subject, { readonly result: Result }>();
  return (subject) => {
    const found = known.get(subject);
    if (found !== undefined) return found.result;
    const result = work(subject);
    known.set(subject, { result });
    return result;
  };
}
