import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  knownShapes,
  parse
} from "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  knownShapes,
  parse
};
