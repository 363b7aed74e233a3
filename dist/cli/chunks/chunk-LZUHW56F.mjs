import{load2 as load}from"./chunk-IN3FJ33Y.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
