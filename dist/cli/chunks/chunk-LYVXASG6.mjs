import{load2 as load}from"./chunk-YFNBIDEM.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
