import type { Implementation } from '../../bench/benchReport';
import type { Normalization } from '../../kernels/normalization';

/** Colour and symbol of each implementation: those of the trainer's series, which were chosen to be told apart. */
export const IMPLEMENTATION_SERIES: Readonly<Record<Implementation, Normalization>> = {
  weft: 'standardize',
  'weft-in-tfjs': 'center',
  tfjs: 'raw',
  'tfjs-wasm': 'pixel-standardize',
  'jax-js': 'scale',
  'jax-js-wasm': 'scale-center',
};
