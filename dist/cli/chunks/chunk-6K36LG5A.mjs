import{load2 as load}from"./chunk-3VDQYEL2.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
