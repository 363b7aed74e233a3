import{load}from"./chunk-ZNJD4VPV.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
