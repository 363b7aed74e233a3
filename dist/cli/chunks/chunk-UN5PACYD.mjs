import{load}from"./chunk-TBVD3EV7.mjs";function describeMode(...given){return load().describeMode(...given)}function viewRun(...given){return load().viewRun(...given)}export{describeMode,viewRun};
