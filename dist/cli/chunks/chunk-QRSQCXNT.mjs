const require=name=>process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);var part;function load(){return part??=require("./later-part_reports-45M5IAHY.mjs")}export{load};
