// What every kernel for out[p] = epilogue(A[p] · B[p]) has: its operands, and how a sum becomes an output.
//
// Shapes: A is [M, K], B is [K, N], out is [M, N], row-major; strides say how A and B lie in memory,
// so a transposed operand is one with its strides exchanged.

// M and N of the product, and the number of elements bound.
const M: u32 = 8u;
const N: u32 = 16u;
const A_LENGTH: u32 = 128u;
const B_LENGTH: u32 = 256u;
const EXTRA_LENGTH: u32 = 128u;
const OUT_LENGTH: u32 = 128u;

const A_ROW_STRIDE: u32 = 16u;
const A_K_STRIDE: u32 = 1u;
const A_BATCH_STRIDE: u32 = 0u;
const B_COL_STRIDE: u32 = 1u;
const B_K_STRIDE: u32 = 16u;
const B_BATCH_STRIDE: u32 = 0u;
const EXTRA_BATCH_STRIDE: u32 = 0u;

// What is done to a sum before it is stored: a bias added, then negatives cut off; or zero where `extra`, a relu's
// output of out's shape, is not above 0. With either, `extra` is bound.
const HAS_BIAS: bool = true;
const HAS_RELU: bool = true;
const HAS_RELU_MASK: bool = true;
const HAS_EXTRA: bool = true;
// Some tiles reach beyond M or N.
const HAS_EDGES: bool = true;

// Also column_sums[p, c] = Σ_k B[p, k, c]: where B is a layer's gradient and A its input, the bias gradient.
const HAS_COLUMN_SUMS: bool = true;
const COLUMN_SUMS_LENGTH: u32 = 16u;

// A product whose activity is 0 is left out: out and column_sums keep what they hold.
const HAS_ACTIVITY: bool = true;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
// @if HAS_EXTRA
@group(0) @binding(2) var<storage, read> extra: array<f32, EXTRA_LENGTH>;
// @endif
@group(0) @binding(3) var<storage, read_write> out: array<f32, OUT_LENGTH>;
// @if HAS_COLUMN_SUMS
@group(0) @binding(4) var<storage, read_write> column_sums: array<f32, COLUMN_SUMS_LENGTH>;
// @endif
// @if HAS_ACTIVITY
@group(0) @binding(5) var<storage, read> activity: array<u32, OUT_LENGTH / (M * N)>;
// @endif

fn store(batch: u32, row: u32, col: u32, sum: f32) {
  // @if HAS_EDGES
  if (row >= M || col >= N) {
    return;
  }
  // @endif
  let index = (batch * M + row) * N + col;
  var value = sum;
  // @if HAS_BIAS
  value += extra[batch * EXTRA_BATCH_STRIDE + col];
  // @endif
  // @if HAS_RELU
  // Not max(value, 0), which may make 0 of NaN.
  value = select(value, 0.0, value < 0.0);
  // @endif
  // @if HAS_RELU_MASK
  value = select(0.0, value, extra[index] > 0.0);
  // @endif
  out[index] = value;
}
