import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  isSecretName
} from "./chunk-YW7VNK3S.mjs";
import {
  isFields
} from "./chunk-4QXECC3P.mjs";

// src/core/run/redact.ts
var redacted = "***";
var shortest = 8;
var knownForms = [
  /\bgh[opsur]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_[A-Za-z0-9_]{30,}/,
  /\bsk-[A-Za-z0-9_-]{20,}/,
  // OpenAI, Anthropic
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\bya29\.[A-Za-z0-9_-]{20,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\bxapp-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/,
  /(?<=\b[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/)[^\s/?#@:"'<>`\\]+:[^\s/?#@"'<>`\\]+@/
];
function createRedactor({
  values,
  patterns = knownForms
}) {
  const secrets = values.filter((value2) => value2.length >= shortest);
  const pattern = alternation(secrets.flatMap(formsOf), patterns);
  const named = secrets.filter((value2) => !/^[A-Za-z_]+$/.test(value2));
  const keyPattern = alternation(named.flatMap(formsOf), patterns);
  const text = (given) => given.length < shortest ? given : given.replace(pattern, redacted);
  const key = (given) => given.length < shortest ? given : given.replace(keyPattern, redacted);
  function value(given) {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    return isFields(given) ? object(given) : list(given);
  }
  function list(given) {
    const items = given.map(value);
    return items.some((item, index) => item !== given[index]) ? items : given;
  }
  function object(given) {
    const entries = Object.entries(given).map(
      ([name, item]) => [key(name), value(item)]
    );
    const same = entries.every(
      ([name, item]) => Object.hasOwn(given, name) && given[name] === item
    );
    return same ? given : Object.fromEntries(entries);
  }
  return { text, value };
}
function secretValues(environment) {
  const also = (environment["ITER_SECRETS"] ?? "").split(/[\s,]+/);
  return Object.entries(environment).filter(([name]) => name !== "ITER_SECRETS" && (isSecretName(name) || also.includes(name))).flatMap(([, value]) => value === void 0 || value.length < shortest ? [] : [value]);
}
function alternation(forms, patterns) {
  const literals = [...new Set(forms)].sort((a, b) => b.length - a.length).map(escape);
  const sources = [...literals, ...patterns.map(({ source }) => source)];
  return new RegExp(sources.length === 0 ? "(?!)" : sources.join("|"), "g");
}
function escape(literal) {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
function formsOf(value) {
  const escaped = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(escaped).slice(1, -1);
  const url = new URLSearchParams({ v: value }).toString().slice(2);
  const forms = [value, value.trim(), escaped, twice, encodeUri(value), url, ...base64Forms(value)];
  return forms.filter((form) => form.length >= shortest);
}
function encodeUri(value) {
  return value.isWellFormed() ? encodeURIComponent(value) : "";
}
function base64Forms(value) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(value));
  return [0, 1, 2].flatMap((shift) => {
    const coded = btoa("\0".repeat(shift) + bytes).replace(/=+$/, "");
    const begin = [0, 2, 3][shift] ?? 0;
    const end = (bytes.length + shift) % 3 === 0 ? coded.length : coded.length - 1;
    const core = coded.slice(begin, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

export {
  createRedactor,
  secretValues
};
