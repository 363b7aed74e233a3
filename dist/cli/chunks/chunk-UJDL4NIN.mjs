import{load2 as load}from"./chunk-CLNQTXPK.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
