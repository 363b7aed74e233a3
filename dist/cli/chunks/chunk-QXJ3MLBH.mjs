import{load2 as load}from"./chunk-5MHJOH73.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
