import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  child_process,
  crypto,
  fs,
  os,
  path,
  stream,
  util
} from "./chunk-KI5UUNQP.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  child_process,
  crypto,
  fs,
  os,
  path,
  stream,
  util
};
