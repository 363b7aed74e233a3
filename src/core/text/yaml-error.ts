/** What a YAML parser says of a text, in words for whoever wrote it. */

/** An error as the parser has it. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
}

/** What the parser says to programmers. */
const ours: Readonly<Record<string, string | undefined>> = {
  MULTIPLE_DOCS: "there is a second document",
  // Its stack is all that it runs out of.
  RESOURCE_EXHAUSTION: "it nests too deep",
};

/** The beginning of a sentence, without the place. */
export function describeYamlError({ code, message }: YamlError): string {
  const [said = message] = message.split(/ at line \d+, column \d+/);
  return ours[code] ?? said;
}
