import{load}from"./chunk-AM5Y2GM2.mjs";function describeMode(...given){return load().describeMode(...given)}function viewRun(...given){return load().viewRun(...given)}export{describeMode,viewRun};
