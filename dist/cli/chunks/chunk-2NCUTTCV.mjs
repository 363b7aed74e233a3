import{load}from"./chunk-5IZFDN6V.mjs";function readRetries(...given){return load().readRetries(...given)}export{readRetries};
