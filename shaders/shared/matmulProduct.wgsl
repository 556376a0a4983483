// What every kernel for out[p] = epilogue(A[p] · B[p]) is told of the product.
//
// Shapes: A is [M, K], B is [K, N], out is [M, N], row-major, A and B maybe transposed; one after another for the batch.

const M: u32 = 8u;
const N: u32 = 16u;
// Elements from a member to the next; 0 where one serves all.
const A_BATCH_STRIDE: u32 = 0u;
const B_BATCH_STRIDE: u32 = 0u;
const EXTRA_BATCH_STRIDE: u32 = 0u;

// What is done to a sum before it is stored: a bias added, then negatives cut off; or zero where `extra`, a relu's
// output of out's shape, is not above 0. With either, `extra` is bound.
const HAS_BIAS: bool = true;
const HAS_RELU: bool = true;
const HAS_RELU_MASK: bool = true;
const HAS_EXTRA: bool = true;
// Some tiles reach beyond M, or beyond N.
const HAS_ROW_EDGES: bool = true;
const HAS_COL_EDGES: bool = true;

// Also column_sums[p, c] = Σ_k B[p, k, c]: where B is a layer's gradient and A its input, the bias gradient.
const HAS_COLUMN_SUMS: bool = true;

// A product whose activity is 0 is left out: out and column_sums keep what they hold.
const HAS_ACTIVITY: bool = true;
