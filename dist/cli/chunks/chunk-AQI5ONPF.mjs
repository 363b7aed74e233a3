import{load2 as load}from"./chunk-OQF6A2UA.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
