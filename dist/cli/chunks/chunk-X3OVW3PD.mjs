import{load}from"./chunk-4BXBQGSO.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
