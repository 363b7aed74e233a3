import{load}from"./chunk-UL5V3CW4.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
