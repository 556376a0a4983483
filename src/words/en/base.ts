import type { Normalization } from '../../data/normalization';
import type { Language } from '../../run/language';
import type { ComparedFigure, Question } from '../../run/verdicts';
import { numbersOf } from '../numbers';

export const language: Language = 'en';
export const numbers = numbersOf('en-GB', 'not finite');

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
export const list = (items: readonly string[]) => conjunction.format(items);
const disjunction = new Intl.ListFormat('en-GB', { type: 'disjunction' });
export const alternatives = (items: readonly string[]) => disjunction.format(items);
export const rateList = (values: readonly number[]) => list(values.map(numbers.learningRate));
export const plural = (count: number, noun: string) => `${numbers.count(count)} ${noun}${count === 1 ? '' : 's'}`;
export const epochs = (count: number) => plural(count, 'epoch');
export const seeds = (count: number) => plural(count, 'seed');

export const FIGURES: Readonly<Record<ComparedFigure, string>> = {
  testAccuracy: 'test accuracy',
  testLoss: 'test loss',
};
export const COMPARED: Readonly<Record<Question, string>> = {
  normalization: 'between normalizations',
  reduceLrOnPlateau: 'with and without ReduceLROnPlateau',
  earlyStopping: 'with and without EarlyStopping',
};
export const BEST: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'highest', testLoss: 'lowest' };
/** What the better of two is, and the worse. */
export const BETTER: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'higher', testLoss: 'lower' };
export const WORSE: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'lower', testLoss: 'higher' };

export const fromTo = (values: readonly number[]) => {
  const [low, high] = [numbers.share(Math.min(...values)), numbers.share(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
};

export const LEVEL = '95\u00a0%';

export const correction = (comparisons: number) =>
  comparisons > 1 ? `, corrected for ${numbers.count(comparisons)} comparisons` : '';

export const NORMALIZATIONS: Readonly<Record<Normalization, string>> = {
  raw: 'pixels 0 to 255 as they are',
  scale: 'x / 255, from 0 to 1',
  center: 'x − mean, mean 0',
  standardize: '(x − mean) / standard deviation, N(0, 1)',
  'scale-center': '(x − mean) / 255',
  'pixel-standardize': 'each pixel by its own mean and deviation',
};
