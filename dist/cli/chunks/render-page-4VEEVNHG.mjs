import{toText}from"./chunk-MMCWOSAN.mjs";function renderPage(data,options){let{redact,script,scriptDigest,style,styleDigest}=options;return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${["default-src 'none'",`script-src '${scriptDigest}'`,`style-src '${styleDigest}'`,"base-uri 'none'","form-action 'none'"].join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(toText(redact(`${data.run.workflow} \xB7 ${data.run.id} \xB7 Iter`)))}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript. The same is in report.md beside the run's log.</noscript>
<div id="page"></div>
<script type="application/json" id="data">${escapeJson(redact(toPlain(data)))}</script>
<script>${script}</script>
</body>
</html>
`}function escapeJson(data){return JSON.stringify(data).replaceAll(/[<>&\u2028\u2029]/g,character=>`\\u${character.charCodeAt(0).toString(16).padStart(4,"0")}`)}function toPlain(data){return JSON.parse(JSON.stringify(data))}function escapeText(text){return text.replaceAll(/[&<>"']/g,character=>`&#${character.charCodeAt(0)};`)}export{renderPage};
