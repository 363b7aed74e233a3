import{load}from"./chunk-TBVD3EV7.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
