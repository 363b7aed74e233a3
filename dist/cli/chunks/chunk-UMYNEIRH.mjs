import{load2 as load}from"./chunk-65R5RZ5H.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
