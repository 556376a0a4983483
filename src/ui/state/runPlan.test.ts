import { describe, expect, it } from 'vitest';
import { PRESET_DEFAULTS } from '../../run/options';
import { WORDS } from '../../words';
import { describePlan, warnOfLongRun } from './runPlan';

const { quick, study, plateau } = PRESET_DEFAULTS;

describe('describePlan', () => {
  it('counts what is trained on, without what is held out', () => {
    expect(describePlan(quick, {}, WORDS.en)).toBe('4 networks at once, 120,000 images in all.');
    expect(describePlan({ ...quick, heldOutExamples: 2000, kernels: 'stock' }, {}, WORDS.en)).toBe(
      '4 networks one after another, 96,000 images in all.',
    );
  });

  it('estimates with the speed of the same kernels only', () => {
    expect(describePlan(quick, { weft: 1000 }, WORDS.en)).toContain(
      'about 2 min 00 s of training at the last run’s speed.',
    );
    expect(describePlan(quick, { stock: 1000 }, WORDS.en)).not.toContain('about');
  });

  it('is said in Spanish too', () => {
    expect(describePlan({ ...quick, earlyStopping: 'on' }, { weft: 1000 }, WORDS.es)).toBe(
      '4 redes a la vez, 120.000 imágenes como máximo; unos 2 min 00 s de entrenamiento a la velocidad de la última ejecución.',
    );
    expect(warnOfLongRun(study, { weft: 2000 }, WORDS.es)).toContain('unos 1 h 23 min en este adaptador por software');
  });

  it('does not promise images that members may stop before', () => {
    expect(describePlan({ ...plateau, earlyStopping: 'on' }, {}, WORDS.en)).toBe(
      '2 networks at once, 2,000,000 images at most.',
    );
  });
});

describe('warnOfLongRun', () => {
  it('says nothing of a run of minutes', () => {
    expect(warnOfLongRun(quick, {}, WORDS.en)).toBeUndefined();
    expect(warnOfLongRun(study, { weft: 1e6 }, WORDS.en)).toBeUndefined();
  });

  it('estimates with the last speed, or says whose speed it takes instead', () => {
    expect(warnOfLongRun(study, { weft: 2000 }, WORDS.en)).toBe(
      'These options train for about 1 h 23 min on this software adapter, at the last run’s speed.',
    );
    expect(warnOfLongRun(study, {}, WORDS.en)).toContain('about 1 h 32 min on a software adapter with two cores');
    expect(warnOfLongRun({ ...quick, kernels: 'stock' }, { weft: 1e6 }, WORDS.en)).toContain('about 22 min');
  });
});
