import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/graph/duration.ts
var form = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
var pieces = /(\d+(?:\.\d+)?)(ms|[smhd])/g;
var units = {
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
  d: 864e5
};
function parseDuration(text) {
  if (!form.test(text)) return void 0;
  let sum = 0;
  for (const [, amount, unit = ""] of text.matchAll(pieces)) {
    sum += Number(amount) * (units[unit] ?? 0);
  }
  const rounded = sum > 0 ? Math.max(1, Math.round(sum)) : 0;
  return rounded > 0 && Number.isSafeInteger(rounded) ? rounded : void 0;
}
function printDuration(ms) {
  let rest = ms;
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = units[unit] ?? 1;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}

export {
  parseDuration,
  printDuration
};
