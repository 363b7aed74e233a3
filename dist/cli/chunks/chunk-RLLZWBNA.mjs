import{load2 as load}from"./chunk-664TCZGJ.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
