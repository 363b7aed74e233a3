import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  require_dist
} from "./chunk-74N6NQJB.mjs";
import "./chunk-XBBJT5C7.mjs";
export default require_dist();
