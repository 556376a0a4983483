import type { Implementation } from '../../bench/work/competitor';
import type { Normalization } from '../../data/normalization';

/** Colour and symbol of each implementation: those of the trainer's series, which were chosen to be told apart. */
export const IMPLEMENTATION_SERIES: Readonly<Record<Implementation, Normalization>> = {
  weft: 'standardize',
  'weft-in-tfjs': 'center',
  tfjs: 'raw',
  'tfjs-wasm': 'pixel-standardize',
  'jax-js': 'scale',
  'jax-js-wasm': 'scale-center',
};
