import{load}from"./chunk-4BXBQGSO.mjs";function describeMode(...given){return load().describeMode(...given)}function viewRun(...given){return load().viewRun(...given)}export{describeMode,viewRun};
