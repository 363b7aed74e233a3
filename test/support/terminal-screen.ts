/** A terminal as far as tests need one: text, line ends, moving up, clearing to the end, colours. */

/** What stands on a screen that others write to. */
export interface TerminalScreen {
  readonly columns: number;
  readonly rows: number;
  /** Every single write. */
  readonly writes: string[];
  write(text: string): void;
  /** Makes the window narrower: lines that are too long are wrapped. */
  shrink(columns: number): void;
  /** All lines, without blanks at their ends. */
  lines(): string[];
}

/** Creates an empty screen. */
export function createTerminalScreen(columns = 80, rows = 24): TerminalScreen {
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  const writes: string[] = [];
  let width = columns;

  function put(character: string): void {
    if (column >= width) [row, column] = [row + 1, 0];
    const line = (lines[row] ?? "").padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column += 1;
  }

  function obey(parameter: number, command: string): void {
    if (command === "A") row = Math.max(0, row - parameter);
    else if (command === "J") {
      lines.length = row + 1;
      lines[row] = (lines[row] ?? "").slice(0, column);
    } else if (command !== "m") throw new Error(`The screen doesn't know CSI ${command}`);
  }

  const screen: TerminalScreen = {
    get columns() {
      return width;
    },
    rows,
    writes,
    write(text) {
      writes.push(text);
      for (const [all, parameters, command] of text.matchAll(/\u001B\[([\d;]*)([A-Za-z])|[^]/gu)) {
        if (command !== undefined) obey(Number(parameters), command);
        else if (all === "\n") [row, column] = [row + 1, 0];
        else if (all === "\r") column = 0;
        else put(all);
      }
    },
    shrink(narrower) {
      width = narrower;
      const wrapped = lines.flatMap(
        (line) => line.match(new RegExp(`.{1,${narrower}}`, "gu")) ?? [""],
      );
      row += wrapped.length - lines.length;
      lines.splice(0, lines.length, ...wrapped);
    },
    lines: () => lines.map((line) => line.trimEnd()).slice(0, lines.at(-1) === "" ? -1 : undefined),
  };
  return screen;
}
