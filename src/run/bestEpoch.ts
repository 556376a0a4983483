import { isFigure } from './curves';
import type { RunRecord } from './runFile';

/** The epoch, from 1, with the lowest finite validation loss, the first of equal ones; 0 where there is none. */
export function bestEpochOf(history: readonly Pick<RunRecord, 'epoch' | 'valLoss'>[]): number {
  let best: { readonly epoch: number; readonly valLoss: number } | undefined;
  for (const { epoch, valLoss } of history) {
    if (isFigure(valLoss) && (best === undefined || valLoss < best.valLoss)) {
      best = { epoch, valLoss };
    }
  }
  return best?.epoch ?? 0;
}
