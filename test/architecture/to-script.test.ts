import { Script } from "node:vm";
import { expect, it } from "vitest";
import { toScript } from "#src/scripts/to-script.ts";

type Load = (...given: readonly unknown[]) => unknown;

/** What the script of a module returns, given an `import` and an `import.meta` of the test's. */
function runScript(code: string): Record<string, unknown> {
  const { text, exported } = toScript(code) ?? { text: "", exported: [] };
  const start = new Script(text).runInThisContext() as (load: Load, meta: object) => object;
  const returned = start((...given) => ["imported", ...given], { url: "file:///start.mjs" });
  expect(Object.keys(returned)).toEqual(exported.map((name) => name.replaceAll('"', "")));
  return { ...returned };
}

it("does what the module does, and returns what that exports", () => {
  const code = [
    'const word="export{a}",at=import.meta.url;function own(){return this}',
    "function later(){return[import(`./${word}.mjs`),import('./x.json',{with:{}})]}",
    'function Made(){return new.target}export{word,at as place,later,own,Made as default,at as "x y"};',
  ].join("");

  const { word, place, later, own, ...more } = runScript(code) as Record<string, () => unknown>;

  expect([word, place]).toEqual(["export{a}", "file:///start.mjs"]);
  expect(more).toEqual({ default: expect.any(Function) as unknown, "x y": place });
  expect(later?.()).toEqual([
    ["imported", "./export{a}.mjs"],
    ["imported", "./x.json", { with: {} }],
  ]);
  expect(own?.call(undefined), "as strict as a module").toBeUndefined();
});

it.each([
  ["imports something", 'import{a}from"./a.mjs";const b=a;export{b};'],
  ["exports nothing", "run();"],
  ["exports what is another's", 'a();export*from"./a.mjs";'],
  ["exports some of it", 'a();export{a}from"./a.mjs";'],
  ["exports that besides", 'export*from"./a.mjs";var b=1;export{b};'],
  ["exports as it declares", "export const a=1;"],
  ["does more behind its exports", "var a=1;export{a};a=2;"],
])("leaves a module alone that %s", (_, code) => {
  expect(toScript(code)).toBeUndefined();
});

it.each([
  "a=1",
  "a+=1",
  "a??=1",
  "a++",
  "--a",
  "[b,a]=[1,2]",
  "[...a]=[1]",
  "({a}={a:1})",
  "({...a}={})",
  "(a)=1",
  "class Later{x=(a=1)}",
  "({b:a}={b:1})",
  "[{b:[a]}]=b",
  "for(a of[1])b++",
  "for(a in b)b++",
])("refuses what gives an exported name another value later: %s", (statement) => {
  const code = `var a=0,b=0;function change(){${statement}}export{a as told,change};`;

  expect(() => toScript(code)).toThrow("a start file exports what changes later: told;");
});

it.each(["var a=await b;export{a};", "var a=1;for await(const b of c)a=b;export{a};"])(
  "refuses what waits before it is done: %s",
  (code) => {
    expect(() => toScript(code)).toThrow("a start file waits for something before it is done");
  },
);

it("lets functions wait", () => {
  const code = "async function a(b){for await(const c of b)await c}export{a};";

  expect(runScript(code)).toHaveProperty("a");
});

it("refuses a name that it needs itself", () => {
  const code = "function a($meta){return import.meta.url}export{a};";

  expect(() => toScript(code)).toThrow("a start file has a name that its script needs: $meta");
});

it("takes a file of more parts than a call may have arguments", () => {
  const code = `var a=[${"1,".repeat(200_000)}];export{a};`;

  expect(toScript(code)?.exported).toEqual(["a"]);
});

it.each([
  ["before it is exported", "var a;a=1;export{a};"],
  ["inside of something else", "var a=1;function change(a){a=2;return a}export{a,change};"],
  ["of an object", "var a={b:1};function change(){a.b=2}export{a,change};"],
  ["by its name alone", "var a=1,b={};function change(){({a:b.c}={a:2})}export{a,change};"],
  ["of what isn't exported", "var a=1,b=1;function change(){b=2;return-a}export{a,change};"],
])("takes a change %s", (_, code) => {
  expect(runScript(code)).toHaveProperty("a");
});
