import{load2 as load}from"./chunk-PRJTJYNP.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
