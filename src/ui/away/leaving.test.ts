import { describe, expect, it } from 'vitest';
import { BENCH_DEFAULTS } from '../../bench/benchOptions';
import { sampleBench } from '../../bench/testing/sampleBench';
import { WeftError } from '../../errors';
import { beginBench, endBench, IDLE_BENCH } from '../state/benchView';
import { beginRun, endRun, failRun, IDLE_RUN, reduceTraining } from '../state/runView';
import { sampleOptions, sampleRunFile } from '../testing/sampleRun';
import { type Leaving, losesSomething } from './leaving';

const RUNNING = beginRun(sampleOptions());
const FINISHED = endRun(RUNNING, sampleRunFile());
const REFUSED = { kind: 'full', reason: 'no room' } as const;

function asks(changes: Partial<Leaving>): boolean {
  return losesSomething({
    run: IDLE_RUN,
    bench: IDLE_BENCH,
    notKept: undefined,
    hasCheckpoint: false,
    isDownloaded: false,
    ...changes,
  });
}

describe('leaving the page', () => {
  it('asks while a run is under way of which nothing is kept, or no more', () => {
    expect(asks({ run: RUNNING })).toBe(true);
    expect(asks({ run: reduceTraining(RUNNING, { type: 'runPaused' }) })).toBe(true);
    expect(asks({ run: RUNNING, hasCheckpoint: true, notKept: REFUSED })).toBe(true);
    expect(asks({ run: RUNNING, hasCheckpoint: true })).toBe(false);
  });

  it('asks while kernels are measured, which nobody keeps', () => {
    const measuring = beginBench(BENCH_DEFAULTS);
    expect(asks({ bench: measuring })).toBe(true);
    expect(asks({ bench: endBench(measuring, sampleBench()) })).toBe(false);
  });

  it('asks for what a run ended with that could not be kept, until it is downloaded', () => {
    expect(asks({ run: FINISHED })).toBe(false);
    expect(asks({ run: FINISHED, notKept: REFUSED })).toBe(true);
    expect(asks({ run: FINISHED, notKept: REFUSED, isDownloaded: true })).toBe(false);
  });

  it('asks nothing where there is nothing', () => {
    expect(asks({})).toBe(false);
    expect(asks({ notKept: REFUSED })).toBe(false);
    expect(asks({ run: failRun(RUNNING, new WeftError('run-failed', 'It failed.')), notKept: REFUSED })).toBe(false);
  });
});
