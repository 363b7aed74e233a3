import{load}from"./chunk-IMOJVVYE.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
