import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  commands
} from "./chunk-UYFFSGA6.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  commands
};
