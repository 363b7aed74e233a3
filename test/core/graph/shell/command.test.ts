import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTemplate, resolverOf, toTemplate } from "#core/graph/reference.ts";
import { renderCommand, renderScript } from "#core/graph/shell/command.ts";
import type { Rendered, ScriptLanguage } from "#core/graph/shell/command.ts";
import type { Value } from "#core/graph/value.ts";

const nasty = `a'b"c $(echo EVIL) \`echo EVIL\` $HOME \\ ; echo EVIL\n# *\t{"é😀`;

function command(text: string, values: Record<string, Value> = {}): Rendered {
  return renderCommand(toTemplate(parseTemplate(text)), resolverOf({ input: values }));
}

function script(text: string, language: ScriptLanguage, v: Value = nasty): Rendered {
  return renderScript(toTemplate(parseTemplate(text)), language, resolverOf({ input: { v } }));
}

function run(program: string, args: string[], env: Readonly<Record<string, string>> = {}): string {
  const path = process.env["PATH"] ?? "";
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: "utf8",
    env: { PATH: path, ...env },
  });
  return status === 0 ? stdout : `exit ${status}: ${stderr}`;
}

it.each([
  ["outside quotes", "echo {{input.v}} x", 'echo "$ITER_REF_1" x'],
  ["between double quotes", 'echo "<{{input.v}}>"', 'echo "<${ITER_REF_1}>"'],
  ["between single quotes", "echo '<{{input.v}}>'", "echo '<'\"$ITER_REF_1\"'>'"],
  ["numbered in order", "{{input.v}} {{input.v}}", '"$ITER_REF_1" "$ITER_REF_2"'],
  ["behind an escaped quote", "echo \\' {{input.v}}", 'echo \\\' "$ITER_REF_1"'],
  ["in a substitution in quotes", 'echo "$(cat {{input.v}})"', 'echo "$(cat "$ITER_REF_1")"'],
  ["in quotes in a substitution", 'echo "$(cat "{{input.v}}")"', 'echo "$(cat "${ITER_REF_1}")"'],
  ["in backticks", "echo `cat {{input.v}}`", 'echo `cat "$ITER_REF_1"`'],
  ["in a default", "echo ${X:-{{input.v}}}", 'echo ${X:-"$ITER_REF_1"}'],
  ["in a quoted default", 'echo "${X:-{{input.v}}}"', 'echo "${X:-${ITER_REF_1}}"'],
  ["behind a comment", "# don't\necho {{input.v}}", '# don\'t\necho "$ITER_REF_1"'],
  ["a hash inside a word", "echo a#'{{input.v}}'", "echo a#''\"$ITER_REF_1\"''"],
  ["in a case", "case x in a) echo {{input.v}};; esac", 'case x in a) echo "$ITER_REF_1";; esac'],
])("writes a variable %s", (_, text, expected) => {
  expect(command(text).text).toBe(expected);
});

it("writes a variable into here-documents, whose delimiter may come twice", () => {
  const text = 'cat <<A <<-B; echo "\'"\nit\'s {{input.v}}\nA\n"{{input.v}}\n\tB\necho {{input.v}}';

  expect(command(text).text).toBe(
    'cat <<A <<-B; echo "\'"\nit\'s ${ITER_REF_1}\nA\n"${ITER_REF_2}\n\tB\necho "$ITER_REF_3"',
  );
});

it("holds values as text, without what no variable can hold", () => {
  const { env } = command("{{input.a}} {{input.b}} {{input.c}} {{input.d}}", {
    a: "x\0y",
    b: ["é", 1],
    c: null,
    d: false,
  });

  expect(env).toEqual({
    ITER_REF_1: "xy",
    ITER_REF_2: '["é",1]',
    ITER_REF_3: "",
    ITER_REF_4: "false",
  });
});

const places = [
  "printf '%s\\n' {{input.v}}",
  "printf '%s\\n' \"{{input.v}}\"",
  "printf '%s\\n' '{{input.v}}'",
  "printf '%s\\n' \"$(printf %s {{input.v}})\"",
  'printf \'%s\\n\' "$(printf %s "{{input.v}}")"',
  "printf '%s\\n' \"`printf %s {{input.v}}`\"",
  "printf '%s\\n' \"${NOTHING:-{{input.v}}}\"",
  "# {{input.v}}'\nprintf '%s\\n' {{input.v}}",
  "cat <<END\n{{input.v}}\nEND",
  "(printf '%s\\n' {{input.v}})",
];

it.each(places)("hands the shell one word for %j", (text) => {
  const rendered = command(text, { v: nasty });

  expect(run("/bin/sh", ["-c", rendered.text], rendered.env)).toBe(`${nasty}\n`);
});

it.each(["sh", "bash"] as const)("hands a %s script the same word in every place", (language) => {
  for (const text of places) {
    const rendered = script(text, language);
    expect(run(language, ["-c", rendered.text], rendered.env), text).toBe(`${nasty}\n`);
  }
});

it("hands bash one word in its own quotes", () => {
  const rendered = script("printf '%s\\n' $'\\'{{input.v}}'", "bash");

  expect(run("bash", ["-c", rendered.text], rendered.env)).toBe(`'${nasty}\n`);
});

it("writes one single-quoted word into a plain place of a script", () => {
  expect(script("echo {{input.v}}", "sh", "it's")).toEqual({ text: "echo 'it'\\''s'", env: {} });
});

it("counts with whole numbers and refuses anything else", () => {
  const text = "echo $(( ({{input.v}}) + 1 ))";
  const good = command(text, { v: 41 });
  const bad = script(text, "bash", "a[$(echo EVIL >&2)]");

  expect(run("/bin/sh", ["-c", good.text], good.env)).toBe("42\n");
  expect(run("bash", ["-c", bad.text], bad.env)).toMatch(
    /^exit 1.*ITER_REF_1: is not a whole number\n$/s,
  );
});

const anything: Value = {
  text: nasty,
  list: [1, -2.5, null, true, false, []],
  "__proto__ 2": {},
  "é'": "\u2028",
};

it("writes a JavaScript literal", () => {
  const rendered = script("console.log(JSON.stringify({{input.v}}))", "js", anything);

  expect(JSON.parse(run("node", ["-e", rendered.text]))).toEqual(anything);
});

it("keeps a key called __proto__ a key", () => {
  const value = JSON.parse('{"__proto__": {"a": 1}}') as Value;

  expect(script("{{input.v}}", "node", value).text).toBe('{["__proto__"]:{"a":1}}');
});

it("lets no value out of a JavaScript string, template or comment", () => {
  const text = "/* {{input.v}} */ // {{input.v}}\nconsole.log('{{input.v}}', `{{input.v}}`)";
  const evil = "*/ console.log('EVIL') // '); console.log('EVIL') // ` ${console.log('EVIL')}";
  const rendered = script(text, "js", evil);

  expect(run("node", ["-e", rendered.text])).toBe(`"${evil}" "${evil}"\n`);
});

it.skipIf(!existsSync("/usr/bin/python3"))(
  "writes a Python literal (needs /usr/bin/python3)",
  () => {
    const rendered = script("import json; print(json.dumps({{input.v}}))", "python3", anything);

    expect(JSON.parse(run("/usr/bin/python3", ["-c", rendered.text]))).toEqual(anything);
  },
);

it.each(["sh", "bash"] as const)("runs no value in whatever %s text it stands", (language) => {
  const piece = fc.constantFrom(
    ..."'|\"|`|$(|)|(|${X:-|}|$((|))|#|\n| |\\|<<E|\nE\n|a|;|$'|echo |{{input.v}}".split("|"),
    "|",
  );
  const evil = ["'", '"', "`", "\n", ")", "}", "\nE\n"].map((end) => `${end}; echo $((6*7))EVIL #`);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(...evil), (pieces, value) => {
      const { text, env } = script(`${pieces.join("")} {{input.v}}`, language, value);
      expect(run(language, ["-c", text], env)).not.toContain("42EVIL");
    }),
    { numRuns: language === "sh" ? 150 : 15 },
  );
});
