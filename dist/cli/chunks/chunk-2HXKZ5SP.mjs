import{load}from"./chunk-LRFUJQB3.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
