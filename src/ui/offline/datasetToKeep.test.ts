import { describe, expect, it } from 'vitest';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { checkForm, textsOf } from '../state/form';
import { beginRun, endRun, IDLE_RUN, reduceTraining } from '../state/runView';
import type { Environment } from '../state/store';
import { runStarted, sampleOptions, sampleRunFile } from '../testing/sampleRun';
import { datasetToKeep } from './datasetToKeep';

const READY: Environment = { kind: 'ready', adapter: SAMPLE_ADAPTER };
const FORM = checkForm(textsOf(sampleOptions()));
const OTHER = sampleOptions({ dataset: 'digits' });
const RUNNING = reduceTraining(beginRun(OTHER), runStarted(OTHER));

describe('the dataset to keep', () => {
  it('is before any run that of the page as it was opened, unless the user saves data', () => {
    expect(datasetToKeep(IDLE_RUN, { kind: 'connecting' }, undefined, false)).toBeUndefined();
    expect(datasetToKeep(IDLE_RUN, READY, FORM, false)).toBe('fashion-mnist');
    expect(datasetToKeep(IDLE_RUN, READY, FORM, true)).toBeUndefined();
  });

  it('is that of a run once it was loaded, and none while it is', () => {
    expect(datasetToKeep(RUNNING, READY, FORM, false)).toBeUndefined();
    expect(datasetToKeep({ ...RUNNING, stepsDone: 1 }, READY, FORM, false)).toBe('digits');
    expect(datasetToKeep(endRun(RUNNING, sampleRunFile(OTHER)), READY, FORM, true)).toBe('digits');
  });
});
