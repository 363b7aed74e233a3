import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  external_exports
} from "./chunk-LPVPINYE.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/adapters/models/read-prices.ts
var price = external_exports.number().min(0);
var table = external_exports.record(
  external_exports.string().min(1),
  external_exports.strictObject({
    input: price,
    output: price,
    cache_read: price.exactOptional(),
    cache_write: price.exactOptional()
  })
);
function readPrices(text, path) {
  const checked = table.safeParse(readJson(text, path));
  if (checked.success) return checked.data;
  throw refusal(
    path,
    checked.error.issues.map((issue) => ({
      field: issue.path.map(String).join("."),
      message: issue.message
    }))
  );
}
function readJson(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refusal(path, [{ field: null, message }]);
  }
}
function refusal(path, errors) {
  const [first] = errors;
  const where = first?.field === null ? "" : `\`${first?.field ?? ""}\`: `;
  return new Refusal(
    "INPUT_INVALID",
    `The prices in ${path} cannot be used: ${where}${first?.message ?? ""}`,
    {
      errors,
      hint: 'write `{ "provider/model": { "input": 3, "output": 15 } }`, in US dollars for a million tokens'
    }
  );
}
export {
  readPrices
};
