import { describe, expect, it } from "vitest";
import {
  expandVariables,
  isSecretName,
  listVariables,
  loneVariable,
} from "#core/text/environment.ts";

const values = { MODEL: "gpt-5", EMPTY: "", API_KEY: "s3cret", BRACES: "${MODEL}" };

function expand(text: string, secrets: "value" | "name" | "kept" = "value"): string {
  return expandVariables(text, values, { secrets }).text;
}

describe("expansion", () => {
  it.each([
    ["${MODEL}", "gpt-5"],
    ["a ${MODEL} b ${MODEL}", "a gpt-5 b gpt-5"],
    ["${NONE:-x}", "x"],
    ["${EMPTY:-x}", "x"],
    ["${NONE:-}", ""],
    ["${NONE:-${EMPTY:-deep}}!", "deep!"],
    ["${NONE:-a ${MODEL} b}", "a gpt-5 b"],
    ["${MODEL:-${NONE}}", "gpt-5"],
    ['${NONE:-{"a": {}}}', '{"a": {}}'],
    ["$${MODEL}", "${MODEL}"],
    ["${NONE:-$${x}}", "${x}"],
    ["$MODEL ${1} ${#list[@]} ${ MODEL } $", "$MODEL ${1} ${#list[@]} ${ MODEL } $"],
    ["${NONE:-open ${MODEL}", "${NONE:-open gpt-5"],
    ["} ${MODEL} {", "} gpt-5 {"],
    ["${BRACES}", "${MODEL}"],
    ["${constructor:-none}", "none"],
  ])("makes of %s the text %s", (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  it("leaves unset variables as written and names them", () => {
    expect(expandVariables("x ${NONE} ${A:-${EMPTY}}", values, { secrets: "value" })).toEqual({
      text: "x ${NONE} ${EMPTY}",
      unset: [
        { name: "NONE", start: 2, end: 9 },
        { name: "EMPTY", start: 15, end: 23 },
      ],
      names: ["A"],
    });
  });

  it("treats secrets by rule", () => {
    expect(expand("k=${API_KEY:-none}")).toBe("k=s3cret");
    expect(expand("k=${API_KEY:-none}", "name")).toBe("k=${API_KEY}");
    expect(expand("k=${API_KEY:-none}", "kept")).toBe("k=${API_KEY:-none}");
    expect(expand("k=${OTHER_KEY:-none}", "name")).toBe("k=none");
  });

  it("hands literal text to the rule, not values", () => {
    const { text } = expandVariables("a ${BRACES} ${NONE:-b}", values, {
      secrets: "value",
      literal: (literal) => literal.toUpperCase(),
    });

    expect(text).toBe("A ${MODEL} B");
  });

  it("copes with any depth", () => {
    const open = "${A:-".repeat(200_000);

    expect(expand(open)).toBe(open);
    expect(expand(`${open}x${"}".repeat(200_000)}`)).toContain("x");
  });
});

it("lists every variable, those in defaults included", () => {
  expect(listVariables("${A:-${B}} $${C} ${D}").map((use) => use.name)).toEqual(["A", "B", "D"]);
});

it("knows a text that is one variable", () => {
  expect(loneVariable("${A:-b}")?.name).toBe("A");
  expect(loneVariable("${A} ")).toBeUndefined();
  expect(loneVariable("a")).toBeUndefined();
  expect(loneVariable("")).toBeUndefined();
});

it("tells secrets by the last part of their name", () => {
  expect(["GITHUB_TOKEN", "token", "ci_secret", "MY_PAT"].every(isSecretName)).toBe(true);
  expect(["KEYBOARD", "TOKEN_COUNT", "MONKEY", "SECRETS_DIR"].some(isSecretName)).toBe(false);
});
