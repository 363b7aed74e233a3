import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createDelegates
} from "./chunk-D4DMXZYX.mjs";
import "./chunk-2ZHFY3E5.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  createDelegates
};
