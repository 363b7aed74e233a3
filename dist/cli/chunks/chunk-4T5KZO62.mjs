import{load2 as load}from"./chunk-KDQI3DN7.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
