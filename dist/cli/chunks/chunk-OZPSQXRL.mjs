import{load}from"./chunk-73WENGPO.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
