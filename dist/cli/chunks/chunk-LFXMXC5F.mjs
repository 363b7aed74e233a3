import{load2 as load}from"./chunk-4Z4XGTZX.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
