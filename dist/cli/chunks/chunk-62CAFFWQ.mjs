import{load2 as load}from"./chunk-DLCP3YQH.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
