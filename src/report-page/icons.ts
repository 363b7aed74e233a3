/** What kinds of nodes look like, as strokes in a square of 16: no font has to know them. */

const strokes: Readonly<Record<string, string>> = {
  agent: "M8 1.5 L9.6 6.4 L14.5 8 L9.6 9.6 L8 14.5 L6.4 9.6 L1.5 8 L6.4 6.4 Z",
  judge: "M8 2 V14 M4.5 14 H11.5 M2.5 4.5 H13.5 M2.5 4.5 L0.8 9 H4.2 Z M13.5 4.5 L11.8 9 H15.2 Z",
  tool: "M2 3.5 H14 V12.5 H2 Z M4.5 6 L6.8 8 L4.5 10 M8.5 10.3 H11.5",
  human: "M8 8 A3 3 0 1 0 8 2 A3 3 0 1 0 8 8 M2.5 14.2 C3 10.6 5.4 9.8 8 9.8 S13 10.6 13.5 14.2",
  router:
    "M8 14.5 V9 M8 9 C8 5.5 3.2 6.8 3.2 2.2 M8 9 C8 5.5 12.8 6.8 12.8 2.2 M1.2 4.4 L3.2 2 L5.2 4.4 M10.8 4.4 L12.8 2 L14.8 4.4",
  join: "M3.2 1.8 C3.2 7 8 5.8 8 9.5 M12.8 1.8 C12.8 7 8 5.8 8 9.5 M8 9.5 V14 M5.8 11.8 L8 14.2 L10.2 11.8",
  compute: "M11.5 3 C9 1.4 8.4 3 8 5.5 L6.8 12 C6.4 14.6 5 14.4 4 13.4 M5 7 H11",
  done: "M2.5 8.5 L6.3 12.3 L13.5 4.2",
  fail: "M3.5 3.5 L12.5 12.5 M12.5 3.5 L3.5 12.5",
};

/** The strokes of a kind; a ring for one that nobody knows. */
export function strokesOf(kind: string): string {
  return strokes[kind] ?? "M8 13.5 A5.5 5.5 0 1 0 8 2.5 A5.5 5.5 0 1 0 8 13.5";
}
