import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  compileSource,
  drawings,
  standard
} from "./chunk-VXOQT2IS.mjs";
import "./chunk-MAU3BDHV.mjs";
import "./chunk-5IMY7TMT.mjs";
import "./chunk-BYX33S23.mjs";
import "./chunk-YW7VNK3S.mjs";
import "./chunk-4QXECC3P.mjs";
import "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";
export {
  compileSource,
  drawings,
  standard
};
