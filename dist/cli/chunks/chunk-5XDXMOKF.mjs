import{load2 as load}from"./chunk-HFHW5KIA.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
