import{load}from"./chunk-TKW4NNWF.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
