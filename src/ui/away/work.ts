import type { BenchView } from '../state/benchView';
import { isUnderWay, type RunView } from '../state/runView';

/** What this page is at; a trainer and a bench take turns. */
export interface Work {
  readonly kind: 'run' | 'bench';
  readonly isPaused: boolean;
  /** 0…1 */
  readonly shareDone: number;
}

export function workOf(run: RunView, bench: BenchView): Work | undefined {
  if (isUnderWay(run)) {
    return { kind: 'run', isPaused: run.status === 'paused', shareDone: run.shareDone };
  }
  return bench.status === 'running' ? { kind: 'bench', isPaused: false, shareDone: bench.shareDone } : undefined;
}
