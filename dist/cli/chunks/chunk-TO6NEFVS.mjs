import{load}from"./chunk-RZRLC3XU.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
