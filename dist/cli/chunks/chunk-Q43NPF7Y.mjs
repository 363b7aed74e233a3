import{load2 as load}from"./chunk-Y6UHOWQT.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
