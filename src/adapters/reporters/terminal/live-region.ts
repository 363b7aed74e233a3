/**
 * Some lines at the bottom of a terminal that are drawn again and again, with a log above them.
 *
 * Everything between two frames goes out in one write, so nothing flickers; every line is cut to
 * the width, so nothing wraps.
 */

/** What a region writes to. */
export interface Screen {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** A line as pieces of text, each with its colour applied last. */
export type Painted = readonly {
  readonly text: string;
  readonly paint?: (text: string) => string;
}[];

/** The lines at the bottom. */
export interface LiveRegion {
  /** Writes lines above the region. */
  log(lines: readonly string[]): void;
  draw(lines: readonly Painted[]): void;
  /** Takes the region off the screen. */
  clear(): void;
}

/** Creates a region that is not on the screen yet. */
export function createLiveRegion(screen: Screen): LiveRegion {
  let drawn: readonly Painted[] = [];

  /** Back to where the region begins; lines may have been wrapped by a narrower window. */
  function erase(): string {
    const width = widthOf(screen);
    const height = drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(lengthOf(line) / width)),
      0,
    );
    return height === 0 ? "" : `\u001B[${height}A\r\u001B[0J`;
  }

  function frame(lines: readonly Painted[]): string {
    const height = Math.max(1, (screen.rows ?? 24) - 1);
    drawn = lines.slice(0, height).map((line) => cut(line, widthOf(screen) - 1));
    return drawn.map((line) => `${paint(line)}\n`).join("");
  }

  return {
    log(lines) {
      const text = lines.map((line) => `${line}\n`).join("");
      screen.write(erase() + text + frame(drawn));
    },
    draw(lines) {
      screen.write(erase() + frame(lines));
    },
    clear() {
      const text = erase();
      drawn = [];
      if (text !== "") screen.write(text);
    },
  };
}

function widthOf(screen: Screen): number {
  return Math.max(20, screen.columns ?? 80);
}

function lengthOf(line: Painted): number {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

function cut(line: Painted, width: number): Painted {
  let left = width;
  return line.flatMap((piece) => {
    if (left <= 0) return [];
    const fits = piece.text.length <= left;
    const text = fits ? piece.text : `${piece.text.slice(0, Math.max(0, left - 1))}…`;
    left -= text.length;
    return [{ ...piece, text }];
  });
}

function paint(line: Painted): string {
  return line.map(({ text, paint: color }) => color?.(text) ?? text).join("");
}
