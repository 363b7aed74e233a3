/** Runs tasks side by side, some at a time, results by index. Spec: flow §9.2. */

/** The results of all tasks; the first failure is that of all, and nothing more is started. */
export async function runPool<Result>(
  count: number,
  bound: number,
  task: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let failed = false;
  async function work(): Promise<void> {
    while (next < count && !failed) {
      const index = next;
      next += 1;
      try {
        results[index] = await task(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const workers = Math.min(count, Math.max(1, bound));
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}
