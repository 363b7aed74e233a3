function isRunPath(path){return path.split("/").every(isPart)}function isPart(part){return part!==""&&part!=="."&&!part.includes("..")&&!/[\\\0]/.test(part)}export{isRunPath};
