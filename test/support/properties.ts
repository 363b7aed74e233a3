/**
 * Makes property tests repeatable: the same inputs in every run, so that what passed stays passed.
 *
 * `PROPERTY_SEED=random` looks for new counterexamples, any number repeats one run of the tests.
 */
import fc from "fast-check";

const asked = process.env["PROPERTY_SEED"] ?? "20261121";

if (asked !== "random") fc.configureGlobal({ seed: readSeed(asked) });

function readSeed(text: string): number {
  if (/^-?\d+$/u.test(text)) return Number(text);
  throw new Error(`PROPERTY_SEED is a whole number or \`random\`, not \`${text}\``);
}
