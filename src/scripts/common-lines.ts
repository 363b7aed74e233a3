/** Lines that many workflows have, of every sort and as one text, for the shapes that are worked out beforehand. */

/** Most items of a list, and most entries of a mapping. */
const most = 8;

/** A text with all of them; its declarations mean nothing. */
export function writeCommonLines(): string {
  return [
    "vars:",
    ...indent("t: a", "t: a[]", ...values(given).map((value) => `t: a = ${value}`)),
    ...indent(...lists(['"a"']).map((value) => `t: a[] = ${value}`), "t: a[] = []"),
    "presets:",
    "  p:",
    ...indent(...values(given).map((value) => `  s: ${value}`)),
    "prompt p:",
    "  text",
    "schema s:",
    ...indent(...fields()),
    ...["mcp_server", "agent"].flatMap((head) => [
      `${head} n:`,
      ...indent(...values(listed).map((value) => `p: ${value}`), ...blocks),
    ]),
    "workflow w:",
    ...indent(...values(["a"]).map((value) => `p: ${value}`), "vars:", "  v: a", ...blocks),
    ...indent(...clauses().map((clause) => `a -> b${clause}`)),
    "",
  ].join("\n");
}

/** What stands in the lists of variables, and in those of properties. */
const given = ['"a"', "1"];
const listed = ["a", "a.b", "a.*", "a.b.c", '"a"'];

/** A text, a block of properties, and one that nothing is known about. */
const blocks = ["p: |", "  text", "budget:", "  p: 1"];

function values(items: readonly string[]): string[] {
  return ['"a"', "1", "1.5", "a", "[]", "{}", ...lists(items)];
}

/** Lists of like items, and of some items of one sort before some of another. */
function lists(items: readonly string[]): string[] {
  const alike = items.flatMap((item) => lengths(most).map((length) => repeat(item, length)));
  const pairs = items
    .slice(0, 3)
    .flatMap((one, index, sorts) =>
      sorts.toSpliced(index, 1).map((other) => [one, other] as const),
    );
  const mixed = pairs.flatMap(([one, other]) =>
    lengths(6).flatMap((before) =>
      lengths(3).map((behind) => [...repeat(one, before), ...repeat(other, behind)]),
    ),
  );
  return [...alike, ...mixed].map((list) => `[${list.join(", ")}]`);
}

function fields(): string[] {
  const choices = lengths(most).map((length) => repeat('"a"', length).join(", "));
  return ["f: a", "f: a[]", ...choices.map((list) => `f: a [enum: ${list}]`)];
}

/** Clauses in the orders that people write them in. */
function clauses(): string[] {
  const conditions = ["", " when a", " when not a", ' when "a"', ' when not "a"'];
  const pairs = conditions.flatMap((condition) => [
    condition,
    `${condition} as l(1)`,
    ` as l(1)${condition}`,
  ]);
  const ways = [...new Set(pairs)].flatMap((pair) => [
    pair,
    ...mappings().map((one) => pair + one),
  ]);
  return [...ways, ...conditions.flatMap((condition) => ` with { e: "a" }${condition}`)];
}

/** Entries with commas between them, or on lines of their own. */
function mappings(): string[] {
  return lengths(most).flatMap((length) => {
    const entries = repeat('e: "a"', length);
    return [` with { ${entries.join(", ")} }`, ` with {\n    ${entries.join("\n    ")}\n  }`];
  });
}

function lengths(upTo: number): number[] {
  return Array.from({ length: upTo }, (_, index) => index + 1);
}

function repeat(item: string, length: number): string[] {
  return Array.from({ length }, () => item);
}

function indent(...lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
