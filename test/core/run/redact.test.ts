import { expect, it } from "vitest";
import { createRedactor, secretValues } from "#core/run/redact.ts";

const secret = 'p4ss/w"ord+ü';
const { text, value } = createRedactor({ values: [secret, "short"] });

it.each([
  ["as it is", `x ${secret} y`, "x *** y"],
  ["JSON-escaped", JSON.stringify({ a: secret }), '{"a":"***"}'],
  ["JSON in JSON", JSON.stringify(JSON.stringify({ a: secret })), '"{\\"a\\":\\"***\\"}"'],
  ["URL-encoded", `?a=${encodeURIComponent(secret)}&b=1`, "?a=***&b=1"],
  ["form-encoded", `?${new URLSearchParams({ a: secret }).toString()}`, "?a=***"],
])("hides a value %s", (_, given, expected) => {
  expect(text(given)).toBe(expected);
});

it.each(["", "u", "us", "user:", "a long user name:"])(
  "hides a value in the base64 of a text that begins with %j",
  (before) => {
    for (const encoding of ["base64", "base64url"] as const) {
      const coded = Buffer.from(`${before}${secret}@`).toString(encoding);

      const shown = text(coded);

      expect(shown).toContain("***");
      expect(Buffer.from(shown.replace("***", ""), encoding).toString()).not.toContain("p4ss");
    }
  },
);

it("leaves values of fewer than 8 characters", () => {
  expect(text("a short text")).toBe("a short text");
});

it.each([
  ["GitHub", `ghp_${"a1".repeat(18)}`],
  ["GitHub, fine-grained", `github_pat_${"a1_".repeat(20)}`],
  ["OpenAI", `sk-proj-${"a1".repeat(20)}`],
  ["Anthropic", `sk-ant-api03-${"a1".repeat(20)}`],
  ["AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["Google", `AIza${"a1b2c".repeat(7)}`],
  ["Slack", "xoxb-1234567890-abcdef"],
  ["JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"],
  ["PEM", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nxx==\n-----END RSA PRIVATE KEY-----"],
])("hides a key of a known form: %s", (_, key) => {
  expect(text(`key ${key}, end`)).toBe("key ***, end");
});

it("hides user and password of a URL", () => {
  expect(text("git clone https://ada:pw@example.com/x:y@z")).toBe(
    "git clone https://***example.com/x:y@z",
  );
  expect(text("see https://example.com:80/a@b")).toBe("see https://example.com:80/a@b");
});

it("leaves words that only begin like a key", () => {
  const plain = "task-force-of-the-whole-company, AKIAtoo, eyJust.a.b";

  expect(text(plain)).toBe(plain);
});

it("hides texts and keys of values at any depth", () => {
  expect(value({ a: [{ [secret]: `>${secret}<` }, 1, null] })).toEqual({
    a: [{ "***": ">***<" }, 1, null],
  });
});

it("gives the same value back if there is nothing to hide", () => {
  const plain = { a: [{ b: "a text without secrets" }] };

  expect(value(plain)).toBe(plain);
});

it("keeps field names that happen to be a password", () => {
  const { value: hide } = createRedactor({ values: ["approved"] });

  expect(hide({ approved: "it is approved" })).toEqual({ approved: "it is ***" });
});

it("takes the longer of two secrets that begin alike", () => {
  const { text: hide } = createRedactor({ values: ["abcdefgh", "abcdefghijkl"] });

  expect(hide("abcdefghijkl")).toBe("***");
});

it("knows secrets by the names of their variables", () => {
  const environment = {
    API_TOKEN: "token-of-the-api",
    db_password: "password-of-db",
    EMPTY_KEY: "",
    SHORT_KEY: "1234567",
    KEYBOARD: "a keyboard's name",
    LICENCE: "licence-number",
    ITER_SECRETS: "LICENCE, OTHER",
  };

  expect(secretValues(environment)).toEqual([
    "token-of-the-api",
    "password-of-db",
    "licence-number",
  ]);
});
