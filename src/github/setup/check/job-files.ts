/** G002, G003: job files that can't be read, and inputs of theirs that nobody has. */
import { didYouMean } from "#core/text/suggest.ts";
import { inputNames, namesOf } from "#src/github/inputs.ts";
import type { Finding, RepositoryFacts } from "./finding.ts";

/** Job files that are no YAML: GitHub starts nothing of them. */
export function findBrokenFiles({ files }: RepositoryFacts): readonly Finding[] {
  return files.flatMap(({ path, yaml: { broken } }) =>
    broken === null
      ? []
      : [
          {
            code: "G003",
            severity: "error" as const,
            file: path,
            line: broken.line,
            message: `GitHub can't read this file: ${broken.message.replace(/\.?$/, ".")}`,
            help: "mend the YAML; until then no event starts what is in it",
          },
        ],
  );
}

/** Inputs that the Action doesn't have; what is called by a job has inputs of its own. */
export function findUnknownInputs({ iter }: RepositoryFacts): readonly Finding[] {
  const known = inputNames.flatMap(namesOf);
  return iter
    .filter(({ place }) => place.includes("steps"))
    .flatMap(({ file, inputs, place }) =>
      Object.keys(inputs)
        .filter((name) => !known.includes(name.toLowerCase()))
        .map((name) => ({
          code: "G002",
          severity: "error" as const,
          file: file.path,
          line: file.yaml.lineOf([...place, "with", name]),
          message: `The Action has no input \`${name}\`.`,
          help: didYouMean(name, known, `it has ${inputNames.join(", ")}`),
        })),
    );
}
