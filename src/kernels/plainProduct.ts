import type { MatmulShape } from './matmul';

/** One product [m, k] · [k, n] with nothing transposed, shared or added. */
export function plainProduct(m: number, k: number, n: number): MatmulShape {
  return {
    batch: 1,
    m,
    k,
    n,
    transposeA: false,
    transposeB: false,
    sharesA: false,
    sharesB: false,
    epilogue: 'none',
    sharesBias: false,
  };
}
