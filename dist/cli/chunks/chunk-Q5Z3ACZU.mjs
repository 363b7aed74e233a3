import{load2 as load}from"./chunk-PDDKXALN.mjs";function readAnswer(...given){return load().readAnswer(...given)}export{readAnswer};
