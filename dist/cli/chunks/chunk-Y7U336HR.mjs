import{load}from"./chunk-YUBTAZCZ.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
