import{load2 as load}from"./chunk-Z3LSADN5.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
