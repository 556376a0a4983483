import type { BenchFile, BenchRow, Peaks } from '../../bench/benchFile';
import type { BenchOptions } from '../../bench/benchOptions';
import type { BenchEvent } from '../../bench/events';
import type { WeftError } from '../../errors';

export type BenchStatus = 'idle' | 'running' | 'finished' | 'stopped' | 'failed';

/** Everything the page shows of the bench at hand, or of the last one. */
export interface BenchView {
  readonly status: BenchStatus;
  readonly isStopping: boolean;
  readonly options: BenchOptions | undefined;
  /** The case at hand; `undefined` at the start, and while the peaks are measured. */
  readonly measuring: Extract<BenchEvent, { type: 'benchProgressed' }>['measuring'];
  /** Whether anything has been heard of it. */
  readonly hasBegun: boolean;
  /** 0…1 */
  readonly shareDone: number;
  readonly peaks: Peaks | undefined;
  readonly rows: readonly BenchRow[];
  readonly file: BenchFile | undefined;
  readonly failure: WeftError | undefined;
}

export const IDLE_BENCH: BenchView = {
  status: 'idle',
  isStopping: false,
  options: undefined,
  measuring: undefined,
  hasBegun: false,
  shareDone: 0,
  peaks: undefined,
  rows: [],
  file: undefined,
  failure: undefined,
};

export function beginBench(options: BenchOptions): BenchView {
  return { ...IDLE_BENCH, status: 'running', options };
}

/** The view after one more event. Events of a bench that has ended change nothing. */
export function reduceBench(view: BenchView, event: BenchEvent): BenchView {
  if (view.status !== 'running') {
    return view;
  }
  switch (event.type) {
    case 'benchStarted':
      return view;
    case 'benchProgressed':
      return { ...view, hasBegun: true, measuring: event.measuring, shareDone: event.shareDone };
    case 'peaksMeasured':
      return { ...view, peaks: event.peaks };
    case 'rowsMeasured':
      return { ...view, rows: [...view.rows, ...event.rows] };
    default:
      return event satisfies never;
  }
}

/** The view once the bench has given its file, which has the last word on every row. */
export function endBench(view: BenchView, file: BenchFile): BenchView {
  const isFinished = file.status === 'finished';
  return {
    ...view,
    status: file.status,
    isStopping: false,
    shareDone: isFinished ? 1 : view.shareDone,
    peaks: file.peaks,
    rows: file.rows,
    file,
  };
}

export function failBench(view: BenchView, failure: WeftError): BenchView {
  return { ...view, status: 'failed', isStopping: false, failure };
}
