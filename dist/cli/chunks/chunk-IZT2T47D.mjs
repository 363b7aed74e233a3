import{load2 as load}from"./chunk-X6OCGW2S.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
