// The operands of a product that is read and stored by single floats, and how a sum becomes an output. Strides say how A
// and B lie in memory, so a transposed operand is one with its strides exchanged.

// Elements bound.
const A_LENGTH: u32 = 128u;
const B_LENGTH: u32 = 256u;
const EXTRA_LENGTH: u32 = 128u;
const OUT_LENGTH: u32 = 128u;
const COLUMN_SUMS_LENGTH: u32 = 16u;

const A_ROW_STRIDE: u32 = 16u;
const A_K_STRIDE: u32 = 1u;
const B_COL_STRIDE: u32 = 1u;
const B_K_STRIDE: u32 = 16u;

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
  // @if HAS_ROW_EDGES
  if (row >= M) {
    return;
  }
  // @endif
  // @if HAS_COL_EDGES
  if (col >= N) {
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
