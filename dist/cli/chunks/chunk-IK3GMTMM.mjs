import{load2 as load}from"./chunk-FHRAQLG5.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
