/** What is done to a product before it is stored. */
export type MatmulEpilogue = 'none' | 'bias' | 'bias-relu' | 'relu' | 'relu-mask';

/** A batched product out[p] = epilogue(op(A[p]) · op(B[p])), float32, row-major; `matmulShape` makes one. */
export interface MatmulShape {
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** A is [batch, k, m] rather than [batch, m, k]. */
  readonly transposeA: boolean;
  /** B is [batch, n, k] rather than [batch, k, n]. */
  readonly transposeB: boolean;
  /** One A (or B) serves the whole batch. */
  readonly sharesA: boolean;
  readonly sharesB: boolean;
  readonly epilogue: MatmulEpilogue;
  /** One bias [n] serves the whole batch, rather than [batch, n]. */
  readonly sharesBias: boolean;
  /** Also give the sums of op(B) over k, [batch, n]; not with `sharesB`. */
  readonly hasColumnSums: boolean;
  /** Products of the batch can be left out. */
  readonly hasActivity: boolean;
}

/** A plain product of one batch, with what a caller changes of it. */
export function matmulShape(changes: Pick<MatmulShape, 'm' | 'k' | 'n'> & Partial<MatmulShape>): MatmulShape {
  return {
    batch: 1,
    transposeA: false,
    transposeB: false,
    sharesA: false,
    sharesB: false,
    epilogue: 'none',
    sharesBias: false,
    hasColumnSums: false,
    hasActivity: false,
    ...changes,
  };
}

/** A shape as text: the same for equal shapes. */
export function matmulShapeKey({ batch, m, k, n, epilogue, ...flags }: MatmulShape): string {
  const set = Object.keys(flags).filter((name) => flags[name as keyof typeof flags]);
  return [`${batch}x${m}x${k}x${n}`, epilogue, ...set.sort()].join(' ');
}

/** Whether the product has a bias of `extra`, or a mask: a relu's output of the product's shape. */
export function hasBias({ epilogue }: MatmulShape): boolean {
  return epilogue === 'bias' || epilogue === 'bias-relu';
}

/** Elements of the bias or of the mask; 0 for an epilogue that takes neither. */
export function extraLength(shape: MatmulShape): number {
  if (shape.epilogue === 'relu-mask') {
    return shape.batch * shape.m * shape.n;
  }
  return hasBias(shape) ? shape.n * (shape.sharesBias ? 1 : shape.batch) : 0;
}

/** Multiplications and additions of a product, two for each multiply-add. */
export function matmulFlop({ batch, m, k, n }: MatmulShape): number {
  return 2 * batch * m * k * n;
}
