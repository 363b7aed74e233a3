import{load2 as load}from"./chunk-GZBSXBSF.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
