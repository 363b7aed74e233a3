// Warms up, then prints the median of five runs; every run must have made every step.
export async function timeRuns(steps, run) {
  for (let warm = 0; warm < 2; warm += 1) await run(`warm-${warm}`);
  const times = [];
  let counted = 0;
  for (let index = 0; index < 5; index += 1) {
    const { elapsed, executed } = await run(index);
    if (executed !== steps) throw new Error(`${executed} of ${steps} steps were made`);
    counted += executed;
    times.push(elapsed);
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ us_per_step: (times[2] * 1000) / steps, steps: counted }));
}
