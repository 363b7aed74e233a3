import { createHash, randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
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
  ["GitHub, of an OAuth app", `gho_${"a1".repeat(18)}`],
  ["GitHub, of a job", `ghs_${"a1".repeat(18)}`],
  ["GitHub, of an App's user", `ghu_${"a1".repeat(18)}`],
  ["GitHub, to refresh", `ghr_${"a1".repeat(18)}`],
  ["OpenAI", `sk-proj-${"a1".repeat(20)}`],
  ["Anthropic", `sk-ant-api03-${"a1".repeat(20)}`],
  ["AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["AWS, for a while", "ASIAIOSFODNN7EXAMPLE"],
  ["AWS, of a bearer", "ABIAIOSFODNN7EXAMPLE"],
  ["AWS, of a context", "ACCAIOSFODNN7EXAMPLE"],
  ["Google", `AIza${"a1b2c".repeat(7)}`],
  ["Google, of OAuth", `ya29.${"a1".repeat(15)}`],
  ["Slack", "xoxb-1234567890-abcdef"],
  ["Slack, of an app", "xapp-1-A0123-456-abcdef"],
  ["JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"],
  ["PEM", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nxx==\n-----END RSA PRIVATE KEY-----"],
])("hides a key of a known form: %s", (_, key) => {
  expect(text(`key ${key}, end`)).toBe("key ***, end");
});

it("hides user and password of a URL", () => {
  expect(text("git clone https://ada:pw@example.com/x:y@z")).toBe(
    "git clone https://***@example.com/x:y@z",
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

it("knows the runner's variables of inputs, and passwords of digits that come as numbers", () => {
  const values = secretValues({ "INPUT_STATE-KEY": "20491736558" });

  expect(createRedactor({ values }).value({ pin: 20491736558, n: 20491736559 })).toEqual({
    pin: "***",
    n: 20491736559,
  });
});

it("hides the random lines of a value of several lines, each on its own", () => {
  const line = "q7Zx1Vb9Lm3Kp5Rt8Wy2";
  const { text: hide } = createRedactor({ values: [`plain words\n${line}\nand more`] });

  expect(hide(`one: ${line}`)).toBe("one: ***");
  expect(hide("plain words")).toBe("plain words");
});

it("hides a value as a command of the runner spells it", () => {
  const { text: hide } = createRedactor({ values: ["100%:two\nlines,x"] });

  expect(hide("::error title=100%25%3Atwo%0Alines%2Cx::100%25:two%0Alines,x")).toBe(
    "::error title=***::***",
  );
});

describe("private keys", () => {
  const lines = ["MIIEvQIBADANBgkqhkiG9w0BAQEF", "AASCBKcwggSjAgEAAoIBAQDx1y2z"];
  const [begin, end] = ["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"];

  it.each([
    ["indented", `key: |\n  ${[begin, ...lines, end].join("\n  ")}\nrest`, "key: |\n  ***\nrest"],
    ["on one line", `x ${[begin, ...lines, end].join(" ")} y`, "x *** y"],
    ["with escaped line ends", `"${[begin, ...lines, end].join("\\n")}" y`, '"***" y'],
    ["added by a diff", `+${[begin, ...lines, end].join("\n+")}\n y`, "+***\n y"],
    ["without an end", [begin, ...lines].join("\n"), "***"],
    ["without a beginning", `a line\n${[...lines, end].join("\n")}\nrest`, "a line\n***\nrest"],
    ["twice", [begin, ...lines, end, "and", begin, ...lines, end].join("\n"), "***\nand\n***"],
  ])("are hidden %s", (_, given, shown) => {
    expect(text(given)).toBe(shown);
  });

  it.each([`grep -- "${begin}" file`, `const first = "${begin}";\nconst last = "${end}";`])(
    "are not what only talks of them: %s",
    (plain) => {
      expect(text(plain)).toBe(plain);
    },
  );
});

describe("user and password of a URL", () => {
  it("may have an `@` in the password", () => {
    expect(text("https://ada:p@ss@example.com/x")).toBe("https://***@example.com/x");
  });

  it.each(["https://x:${GITHUB_TOKEN}@github.com", "https://x:$TOKEN@h", "https://x:{{vars.t}}@h"])(
    "are not hidden where they are put in later: %s",
    (plain) => {
      expect(text(plain)).toBe(plain);
    },
  );
});

describe("values behind a secret's name", () => {
  const random = "k7Gq2Zt9Xw4Bn8Vr";

  it.each([
    `api_key=${random}`,
    `API_KEY = "${random}"`,
    `{"accessToken":"${random}"}`,
    `{\\"client_secret\\": \\"${random}\\"}`,
    `password: ${random}`,
    `db.password: '${random}'`,
    `Authorization: Bearer ${random}==`,
    `x-api-key: ${random}`,
    `token => '${random}'`,
    `secret := ${random}`,
  ])("are hidden: %s", (given) => {
    const shown = text(given);

    expect(shown).toContain("***");
    expect(shown).not.toContain("Gq2Zt9");
  });

  it("are hidden in values, by the name of their field", () => {
    expect(value({ auth: { access_token: random, name: random } })).toEqual({
      auth: { access_token: "***", name: random },
    });
  });

  it.each([
    `commit: ${createHash("sha1").update("x").digest("hex")}`,
    `token: ${createHash("sha1").update("x").digest("hex")}`,
    `secret: ${createHash("sha256").update("x").digest("hex")}`,
    `token: sha256:${createHash("sha256").update("x").digest("base64")}`,
    `token: ${randomUUID()}`,
    "token: run_20260504T091203_a1b2c3",
    `content: ${randomBytes(60).toString("base64")}`,
    `secret: ${randomBytes(900).toString("base64")}`,
    `data:image/png;base64,${randomBytes(60).toString("base64")}`,
    `key: ${random}`,
    `cache_key: ${random}`,
    `next_page_token: ${random}`,
    "max_tokens: 1234567890123456",
    "token: the-name-of-something-long-2",
    "api_key: ${ANTHROPIC_API_KEY_OF_2026}",
    "password: correct-horse-battery-staple",
    `see ${random}`,
  ])("are not everything that looks like one: %s", (plain) => {
    expect(text(plain)).toBe(plain);
  });
});
