import{load2 as load}from"./chunk-MDSWNSND.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
