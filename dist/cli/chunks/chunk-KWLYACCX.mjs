import{load}from"./chunk-455JIUFC.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
