import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  vocabulary
} from "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  vocabulary
};
