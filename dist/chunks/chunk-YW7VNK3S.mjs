import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/text/environment.ts
var opening = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(:-|\})|[{}]/g;
var secretEndings = /* @__PURE__ */ new Set([
  "TOKEN",
  "KEY",
  "SECRET",
  "SECRETS",
  "PASSWORD",
  "PASSWD",
  "PASSPHRASE",
  "PAT",
  "CREDENTIAL",
  "CREDENTIALS"
]);
function isSecretName(name) {
  return secretEndings.has(name.slice(name.lastIndexOf("_") + 1).toUpperCase());
}
function valueOf(variables, name) {
  const value = Object.hasOwn(variables, name) ? variables[name] : void 0;
  return value === "" ? void 0 : value;
}
function listVariables(text) {
  return usesOf(cut(text));
}
function expandVariables(text, variables, rule) {
  const unset = [];
  const names = [];
  const write = (pieces) => pieces.map(writePiece).join("");
  const writePiece = (piece) => {
    if ("text" in piece) return rule.literal?.(piece.text) ?? piece.text;
    const { name, start, end, source, fallback } = piece;
    const secret = isSecretName(name);
    if (secret && rule.secrets === "kept") return source;
    const value = valueOf(variables, name);
    if (value === void 0 && fallback === null) {
      unset.push({ name, start, end });
      return source;
    }
    names.push(name);
    if (value === void 0) return write(fallback ?? []);
    return secret && rule.secrets === "name" ? `\${${name}}` : value;
  };
  return { text: write(cut(text)), unset, names };
}
function loneVariable(text) {
  const [piece] = cut(text);
  return piece !== void 0 && "name" in piece && piece.end === text.length ? piece : void 0;
}
function usesOf(pieces) {
  return pieces.flatMap(
    (piece) => "text" in piece ? [] : [{ name: piece.name, start: piece.start, end: piece.end }, ...usesOf(piece.fallback ?? [])]
  );
}
var deepest = 100;
function cut(text) {
  if (!text.includes("$")) return text === "" ? [] : [{ text }];
  const cutting = { text, open: [], pieces: [], from: 0 };
  for (const { 0: found, 1: name, 2: then, index } of text.matchAll(opening)) {
    const top = cutting.open.at(-1);
    const nested = cutting.open.length >= deepest && then === ":-";
    if (found === "}") closeBrace(cutting, index);
    else if (name === void 0 || nested) {
      if (top !== void 0) top.depth += 1;
      if (found === "$${") skipDollar(cutting, index);
    } else if (then === "}")
      addVariable(cutting, { name, start: index, end: index + found.length });
    else openDefault(cutting, name, { start: index, content: index + found.length });
  }
  takeText(cutting, text.length);
  return [...cutting.open.flatMap((open) => beforeUnclosed(text, open)), ...cutting.pieces];
}
function takeText(cutting, end) {
  if (end > cutting.from) cutting.pieces.push({ text: cutting.text.slice(cutting.from, end) });
  cutting.from = end;
}
function skipDollar(cutting, at) {
  takeText(cutting, at);
  cutting.from = at + 1;
}
function addVariable(cutting, use) {
  takeText(cutting, use.start);
  const source = cutting.text.slice(use.start, use.end);
  cutting.pieces.push({ ...use, source, fallback: null });
  cutting.from = use.end;
}
function openDefault(cutting, name, { start, content }) {
  takeText(cutting, start);
  cutting.open.push({ name, start, content, before: cutting.pieces, depth: 0 });
  cutting.pieces = [];
  cutting.from = content;
}
function closeBrace(cutting, at) {
  const top = cutting.open.at(-1);
  if (top === void 0) return;
  if (top.depth > 0) {
    top.depth -= 1;
    return;
  }
  takeText(cutting, at);
  cutting.open.pop();
  const { name, start, before } = top;
  const source = cutting.text.slice(start, at + 1);
  before.push({ name, start, end: at + 1, source, fallback: cutting.pieces });
  cutting.pieces = before;
  cutting.from = at + 1;
}
function beforeUnclosed(text, open) {
  return [...open.before, { text: text.slice(open.start, open.content) }];
}

export {
  isSecretName,
  valueOf,
  listVariables,
  expandVariables,
  loneVariable
};
