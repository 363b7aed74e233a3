import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
function sortDiagnostics(diagnostics){return diagnostics.toSorted((a,b)=>a.span.start-b.span.start||(a.code<b.code?-1:a.code>b.code?1:0))}function hasErrors(diagnostics){return diagnostics.some(diagnostic=>diagnostic.severity==="error")}export{sortDiagnostics,hasErrors};
