import { describe, expect, it } from 'vitest';
import type { RunFile, RunMember } from '../run/runFile';
import { armPairsOf } from '../run/verdicts';
import { WORDS } from './index';
import { sayPair } from './verdicts';

type Figures = readonly { readonly accuracy: number | null; readonly loss: number | null }[];

/** Members of two normalizations, by seed. */
function run(first: Figures, second: Figures): Pick<RunFile, 'members'> {
  const members = [first, second].flatMap((figures, arm) =>
    figures.map(({ accuracy, loss }, seed) => ({
      normalization: arm === 0 ? 'scale' : 'standardize',
      seed,
      learningRate: 0.001,
      reduceLrOnPlateau: false,
      earlyStopping: false,
      test: { accuracy, loss, confusion: [] },
    })),
  );
  return { members: members as unknown as RunMember[] };
}

function say(first: Figures, second: Figures, language: 'en' | 'es' = 'en'): string {
  const [pair] = armPairsOf(run(first, second));
  if (pair === undefined) {
    throw new Error('There is no pair.');
  }
  return sayPair(pair, { first: 'scale', second: 'standardize' }, WORDS[language]);
}

const figures = (accuracies: readonly number[], losses: readonly number[]): Figures =>
  accuracies.map((accuracy, seed) => ({ accuracy, loss: losses[seed] ?? null }));

describe('the verdict on a pair', () => {
  const equal = [0.8863, 0.8841, 0.8852, 0.8874, 0.8839];
  const alike = [0.8858, 0.8849, 0.8845, 0.8869, 0.885];
  const low = [0.329, 0.331, 0.33, 0.328, 0.332];
  const high = [0.359, 0.362, 0.358, 0.36, 0.361];

  it('tells both figures in one sentence: an accuracy that shows nothing does not hide a loss that does', () => {
    expect(say(figures(equal, low), figures(alike, high))).toBe(
      'Between scale and standardize, no difference is shown in test accuracy (0.0000; 95\u00a0% interval −0.0011 to 0.0010, 5 seeds), and test loss is lower with scale by 0.0300 (95\u00a0% interval 0.0280 to 0.0320, 5 seeds).',
    );
  });

  it('names the one with the better figure, whichever is first', () => {
    expect(say(figures(equal, high), figures(alike, low))).toContain('test loss is lower with standardize by 0.0300');
    expect(say(figures(high, equal), figures(low, equal))).toContain('test accuracy is higher with scale by 0.0300');
  });

  it('gives a difference that is shown as many decimals as it needs', () => {
    const tiny = say(figures([2e-5, 2e-5, 2e-5], low), figures([0, 1e-6, -1e-6], low));
    expect(tiny).toContain('higher with scale by 0.000020 (95\u00a0% interval 0.000018 to 0.000022, 3 seeds)');
  });

  it('says why there is no interval', () => {
    expect(say(figures([0.5], [0.75]), figures([0.25], [0.5]))).toBe(
      'Between scale and standardize, no difference is shown in test accuracy: it is +0.2500 in the one seed that both have, and one seed allows no interval, and no difference is shown in test loss: it is +0.2500 in the one seed that both have, and one seed allows no interval.',
    );
    expect(say([{ accuracy: null, loss: null }], figures([0.25], [0.5]))).toBe(
      'Between scale and standardize, test accuracy cannot be compared, since no seed gave both a value, and test loss cannot be compared, since no seed gave both a value.',
    );
    expect(say(figures([0.75, 0.5], low), figures([0.5, 0.25], high))).toContain(
      'it is +0.2500 for each of 2 seeds, so its spread is unknown',
    );
  });

  it('says the same in Spanish', () => {
    expect(say(figures(equal, low), figures(alike, high), 'es')).toBe(
      'Entre scale y standardize, no se demuestra ninguna diferencia de exactitud en test (0,0000; intervalo del 95\u00a0% de −0,0011 a 0,0010, 5 semillas); la pérdida en test es menor con scale, en 0,0300 (intervalo del 95\u00a0% de 0,0280 a 0,0320, 5 semillas).',
    );
  });
});
