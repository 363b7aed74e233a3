/** One entry of a timeline. */

/** One entry; texts are plain, whoever shows them escapes them. */
export interface TimelineEntry {
  readonly seq: number;
  readonly time: string;
  /** After the start of the run. */
  readonly offsetMs: number;
  readonly type: string;
  readonly nodeId?: string;
  readonly branchId?: string;
  readonly iterationPath?: string;
  /** It begins a section: a node that starts, or the run itself. */
  readonly heading: boolean;
  readonly summary: string;
  readonly detail?: string;
  readonly tokens?: number;
  readonly costUsd?: number;
  /** What was said in this step, shown in full reports only. */
  readonly quote?: { readonly title: string; readonly text: string };
}
