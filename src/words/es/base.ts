import type { Normalization } from '../../data/normalization';
import type { Language } from '../../run/language';
import type { ComparedFigure, Question } from '../../run/verdicts';
import { numbersOf } from '../numbers';

export const language: Language = 'es';
export const numbers = numbersOf('es-ES', 'no finita');

const conjunction = new Intl.ListFormat('es-ES', { type: 'conjunction' });
export const list = (items: readonly string[]) => conjunction.format(items);
const disjunction = new Intl.ListFormat('es-ES', { type: 'disjunction' });
export const alternatives = (items: readonly string[]) => disjunction.format(items);
export const rateList = (values: readonly number[]) => list(values.map(numbers.learningRate));
export const plural = (count: number, noun: string) => `${numbers.count(count)} ${noun}${count === 1 ? '' : 's'}`;
export const epochs = (count: number) => plural(count, 'época');
export const seeds = (count: number) => plural(count, 'semilla');
export const networks = (count: number) => `${numbers.count(count)} ${count === 1 ? 'red' : 'redes'}`;
export const times = (count: number) => `${numbers.epoch(count)} ${count === 1 ? 'vez' : 'veces'}`;

export const FIGURES: Readonly<Record<ComparedFigure, string>> = {
  testAccuracy: 'exactitud en test',
  testLoss: 'pérdida en test',
};
export const COMPARED: Readonly<Record<Question, string>> = {
  normalization: 'entre normalizaciones',
  reduceLrOnPlateau: 'con y sin ReduceLROnPlateau',
  earlyStopping: 'con y sin EarlyStopping',
};
export const BETTER: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'mayor', testLoss: 'menor' };
export const WORSE: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'menor', testLoss: 'mayor' };

export const fromTo = (values: readonly number[]) => {
  const [low, high] = [numbers.share(Math.min(...values)), numbers.share(Math.max(...values))];
  return low === high ? `de ${low}` : `de ${low} a ${high}`;
};

export const LEVEL = '95\u00a0%';

export const correction = (comparisons: number) =>
  comparisons > 1 ? `, corregido por ${numbers.count(comparisons)} comparaciones` : '';

export const NORMALIZATIONS: Readonly<Record<Normalization, string>> = {
  raw: 'sin normalizar, píxeles de 0 a 255',
  scale: 'escalado al rango (0, 1), x / 255',
  center: 'centrado en media 0, x − media',
  standardize: 'estandarización N(0, 1), (x − media) / desviación típica',
  'scale-center': 'centrado y escalado, (x − media) / 255',
  'pixel-standardize': 'cada píxel con su propia media y desviación',
};

export const CLASS_NAMES: Readonly<Record<string, string>> = {
  'T-shirt/top': 'Camiseta',
  Trouser: 'Pantalón',
  Pullover: 'Jersey',
  Dress: 'Vestido',
  Coat: 'Abrigo',
  Sandal: 'Sandalia',
  Shirt: 'Camisa',
  Sneaker: 'Zapatilla',
  Bag: 'Bolso',
  'Ankle boot': 'Botín',
};
