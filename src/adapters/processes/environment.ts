/** The environment of programs that a run starts: an allow-list, so keys stay where they are. */

/** Variables of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Passed on always; besides these every `LC_…`. */
const allowed: ReadonlySet<string> = new Set([
  ...["PATH", "HOME", "USER", "LANG", "TERM", "TMPDIR", "TZ", "SHELL", "CI", "NO_COLOR"],
  ...["http_proxy", "https_proxy", "no_proxy", "all_proxy"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"],
]);

/** What a program gets: the allowed variables, those named in `ITER_PASS_ENV` and `names`, then `own`. */
export function selectEnvironment(
  env: Environment,
  names: readonly string[],
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = new Set([...names, ...(env["ITER_PASS_ENV"] ?? "").split(/[\s,]+/)]);
  const selected: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if ((isHarmless(name) || named.has(name)) && value !== undefined) selected[name] = value;
  }
  return { ...selected, ...own };
}

/** The given variables, and of the machine's what every program gets. */
export function isolateEnvironment(machine: Environment, given: Environment): Environment {
  const harmless = Object.entries(machine).filter(([name]) => isHarmless(name));
  return { ...Object.fromEntries(harmless), ...given };
}

/** True for a variable that every program gets. */
export function isHarmless(name: string): boolean {
  return allowed.has(name) || name.startsWith("LC_");
}
