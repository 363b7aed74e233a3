import{load}from"./chunk-PTSZK6U4.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
