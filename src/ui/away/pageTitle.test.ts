import { describe, expect, it } from 'vitest';
import { BENCH_DEFAULTS } from '../../bench/benchOptions';
import { sampleBench } from '../../bench/testing/sampleBench';
import { WeftError } from '../../errors';
import { WORDS } from '../../words';
import { beginBench, endBench, failBench, IDLE_BENCH } from '../state/benchView';
import { beginRun, endRun, failRun, IDLE_RUN, reduceTraining } from '../state/runView';
import { VIEWS } from '../state/views';
import { sampleOptions, sampleRunFile } from '../testing/sampleRun';
import { pageTitle } from './pageTitle';

const ERROR = new WeftError('run-failed', 'It failed.');
const RUNNING = { ...beginRun(sampleOptions()), shareDone: 0.439 };
const PAUSED = reduceTraining(RUNNING, { type: 'runPaused' });
const MEASURING = { ...beginBench(BENCH_DEFAULTS), shareDone: 0.125 };

/** In every view. */
function titles(run = IDLE_RUN, bench = IDLE_BENCH, language: 'en' | 'es' = 'en'): readonly string[] {
  return [...new Set(VIEWS.map((view) => pageTitle(run, bench, view, WORDS[language])))];
}

describe('the title of the tab', () => {
  it('says in every view how far a run or a measurement is', () => {
    expect(titles(beginRun(sampleOptions()))).toEqual(['0 % · Weft']);
    expect(titles(RUNNING)).toEqual(['43 % · Weft']);
    expect(titles(PAUSED)).toEqual(['43 % paused · Weft']);
    expect(titles(PAUSED, IDLE_BENCH, 'es')).toEqual(['43 % en pausa · Weft']);
    expect(titles(IDLE_RUN, MEASURING)).toEqual(['12 % · Weft']);
  });

  it('is each view’s own before and afterwards', () => {
    const own = ['Weft · trainer', 'Weft · runs', 'Weft · kernels', 'Weft · report'];
    expect(titles()).toEqual(own);
    expect(titles(endRun(RUNNING, sampleRunFile()), endBench(MEASURING, sampleBench()))).toEqual(own);
  });

  it('says in every view that the last run failed, until the next', () => {
    const failed = failRun(RUNNING, ERROR);
    expect(titles(failed)).toEqual(['Run failed · Weft']);
    expect(titles(failed, IDLE_BENCH, 'es')).toEqual(['Ejecución fallida · Weft']);
    expect(titles(IDLE_RUN, failBench(MEASURING, ERROR))).toEqual(['Measurement failed · Weft']);
    expect(titles(failed, MEASURING)).toEqual(['12 % · Weft']);
  });
});
