import{load}from"./chunk-M22COAUD.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
