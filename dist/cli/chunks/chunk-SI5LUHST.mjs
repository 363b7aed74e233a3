import{load}from"./chunk-K2OAWEPO.mjs";function describeMode(...given){return load().describeMode(...given)}function viewRun(...given){return load().viewRun(...given)}export{describeMode,viewRun};
