import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createTools
} from "./chunk-HU7JBJWJ.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  createTools
};
