import{load}from"./chunk-OVZZHGL3.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
