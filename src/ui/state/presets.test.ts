import { describe, expect, it } from 'vitest';
import { countMembers, expandMembers } from '../../run/members';
import { PRESET_DEFAULTS, PRESETS } from '../../run/options';
import { describePlan, presetSize, warnOfLongRun } from './presets';

const { quick, study, plateau } = PRESET_DEFAULTS;

describe('countMembers', () => {
  it.each(PRESETS)('is as many as %s expands to', (preset) => {
    const options = { ...PRESET_DEFAULTS[preset], seeds: 3, earlyStopping: 'compare' } as const;
    expect(countMembers(options)).toBe(expandMembers(options).length);
  });
});

describe('presetSize', () => {
  it('says how many members train for how long', () => {
    expect(PRESETS.map((preset) => presetSize(preset))).toEqual([
      '4 members × 3 epochs',
      '4 members × 10 epochs',
      '2 members × 20 epochs',
      '11 members × 5 epochs',
      '20 members × 10 epochs',
    ]);
  });
});

describe('describePlan', () => {
  it('counts what is trained on, without what is held out', () => {
    expect(describePlan(quick, {})).toBe('4 networks at once, 120,000 images in all.');
    expect(describePlan({ ...quick, heldOutExamples: 2000, kernels: 'stock' }, {})).toBe(
      '4 networks one after another, 96,000 images in all.',
    );
  });

  it('estimates with the speed of the same kernels only', () => {
    expect(describePlan(quick, { weft: 1000 })).toContain('about 2 min 00 s of training at the last run’s speed.');
    expect(describePlan(quick, { stock: 1000 })).not.toContain('about');
  });

  it('does not promise images that members may stop before', () => {
    expect(describePlan({ ...plateau, earlyStopping: 'on' }, {})).toBe('2 networks at once, 2,000,000 images at most.');
  });
});

describe('warnOfLongRun', () => {
  it('says nothing of a run of minutes', () => {
    expect(warnOfLongRun(quick, {})).toBeUndefined();
    expect(warnOfLongRun(study, { weft: 1e6 })).toBeUndefined();
  });

  it('estimates with the last speed, or says whose speed it takes instead', () => {
    expect(warnOfLongRun(study, { weft: 2000 })).toBe(
      'These options train for about 1 h 23 min on this software adapter, at the last run’s speed.',
    );
    expect(warnOfLongRun(study, {})).toContain('about 1 h 32 min on a software adapter with two cores');
    expect(warnOfLongRun({ ...quick, kernels: 'stock' }, { weft: 1e6 })).toContain('about 22 min');
  });
});
