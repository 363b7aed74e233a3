function usesFiles(start){return start?.graph!=null&&start.language==="iter"}export{usesFiles};
