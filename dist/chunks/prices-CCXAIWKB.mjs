import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createPrices,
  priceUsage
} from "./chunk-PTRAGBZ6.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  createPrices,
  priceUsage
};
