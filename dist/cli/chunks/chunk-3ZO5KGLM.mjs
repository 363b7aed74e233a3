import{load}from"./chunk-WNYZOPMX.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
