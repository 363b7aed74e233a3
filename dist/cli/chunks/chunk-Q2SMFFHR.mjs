import{load}from"./chunk-QRSQCXNT.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
