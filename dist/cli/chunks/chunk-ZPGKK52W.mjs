import{load}from"./chunk-WMICRDQU.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
