import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/text/source-file.ts
function createSourceFile(path, text) {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return { path, text: body, lineStarts: findLineStarts(body) };
}
function positionAt(file, offset) {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1 };
}
function lineText(file, line) {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const end = file.lineStarts[line] ?? file.text.length;
  return file.text.slice(start, end).replace(/\r?\n$/, "");
}
function textOf(file, span) {
  return file.text.slice(span.start, span.end);
}
function findLineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

export {
  createSourceFile,
  positionAt,
  lineText,
  textOf
};
