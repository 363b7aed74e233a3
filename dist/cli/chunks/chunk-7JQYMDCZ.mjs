import{load}from"./chunk-K2OAWEPO.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
