import { describe, expect, test } from 'vitest';
import {
  chooseCallbackRun,
  chooseDiagnosedRun,
  chooseLearningRatesRun,
  chooseNormalizationRun,
  chooseTestedRun,
} from './chooseRun';
import { sampleRun } from './testing/sampleRun';

const quick = sampleRun('quick');
const study = sampleRun('study');
const rates = sampleRun('learning-rates');
const plateau = sampleRun('plateau');
const all = [quick, rates, study, plateau];

describe('which run answers', () => {
  test('normalizations: the most seeds, then the most training, and only then the most of them', () => {
    const normalizations = ['raw', 'scale', 'center', 'standardize', 'scale-center'] as const;
    expect(chooseNormalizationRun(all)).toBe(study);
    expect(chooseNormalizationRun([study, sampleRun('quick', { normalizations })])).toBe(study);
    const notebook = sampleRun('notebook', { normalizations: ['raw', 'scale'] });
    expect(chooseNormalizationRun([notebook, sampleRun('quick', { normalizations })])).toBe(notebook);
    const wider = sampleRun('notebook', { normalizations });
    expect(chooseNormalizationRun([wider, notebook])).toBe(wider);
  });

  test('normalizations: seeds that were not tested are no evidence', () => {
    const lost = sampleRun('study');
    const tested = { ...lost, members: lost.members.map((one) => (one.seed > 1 ? { ...one, test: null } : one)) };
    const two = sampleRun('study', { seeds: 2 });
    expect(chooseNormalizationRun([tested, two])).toBe(two);
  });

  test('normalizations: a run of one, or one that was not tested, does not answer', () => {
    expect(chooseNormalizationRun([plateau, sampleRun('quick', {}, { isStopped: true })])).toBeUndefined();
  });

  test('of equal runs the last one, in whatever order they are given', () => {
    const later = sampleRun('study', {}, { startedAt: '2026-11-24T10:15:00.000Z' });
    expect(chooseNormalizationRun([later, study])).toBe(later);
    expect(chooseNormalizationRun([study, later])).toBe(later);
  });

  test('learning rates: three or more of them', () => {
    expect(chooseLearningRatesRun(all)).toBe(rates);
    expect(chooseLearningRatesRun([sampleRun('quick', { learningRates: [0.001, 0.01] })])).toBeUndefined();
  });

  test('a callback: a run with pairs before one in which all have it', () => {
    const everyone = sampleRun('study', { reduceLrOnPlateau: 'on' });
    expect(chooseCallbackRun([everyone, plateau], 'reduceLrOnPlateau')).toBe(plateau);
    expect(chooseCallbackRun([everyone], 'reduceLrOnPlateau')).toBe(everyone);
    expect(chooseCallbackRun([quick, study], 'reduceLrOnPlateau')).toBeUndefined();
  });

  test('why: a run that looked inside', () => {
    const blind = sampleRun('study', { diagnostics: 'off' });
    expect(chooseDiagnosedRun([blind, quick])).toBe(quick);
    expect(chooseDiagnosedRun([blind])).toBeUndefined();
  });

  test('classes: one normalization is enough', () => {
    expect(chooseTestedRun([rates, plateau])).toBe(plateau);
  });
});
