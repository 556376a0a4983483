// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32, with the steps of k split over invocations: for GPUs
// and outputs too small to give every core a tile.
//
// Shapes, strides, epilogues and column sums are those of matmulRegister.wgsl.
//
// Threads: a workgroup of LANES_X × SPLITS invocations computes ROWS rows and LANES_X columns. Invocation (x, y) adds up
// the steps y, y + SPLITS, … of k for all the rows of column x; then those of y = 0 add the SPLITS partial sums in order:
// deterministic. Each step of B is loaded once by a row of neighbouring invocations.
//
// Barriers: one, reached by all, between the partial sums and their addition. Guards: rows and columns beyond the matrix
// read clamped addresses and are not stored.

const M: u32 = 8u;
const N: u32 = 16u;
const K: u32 = 16u;
const A_LENGTH: u32 = 128u;
const B_LENGTH: u32 = 256u;
const EXTRA_LENGTH: u32 = 16u;
const OUT_LENGTH: u32 = 128u;

const A_ROW_STRIDE: u32 = 16u;
const A_K_STRIDE: u32 = 1u;
const A_BATCH_STRIDE: u32 = 0u;
const B_COL_STRIDE: u32 = 1u;
const B_K_STRIDE: u32 = 16u;
const B_BATCH_STRIDE: u32 = 0u;
const EXTRA_BATCH_STRIDE: u32 = 0u;

const HAS_BIAS: bool = true;
const HAS_RELU: bool = true;
const HAS_RELU_MASK: bool = false;
const HAS_EDGES: bool = true;
const HAS_COLUMN_SUMS: bool = true;
const COLUMN_SUMS_LENGTH: u32 = 16u;
const HAS_ACTIVITY: bool = true;

const LANES_X: u32 = 16u;
const SPLITS: u32 = 16u;
const ROWS: u32 = 4u;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read> extra: array<f32, EXTRA_LENGTH>;
@group(0) @binding(3) var<storage, read_write> out: array<f32, OUT_LENGTH>;
// @if HAS_COLUMN_SUMS
@group(0) @binding(4) var<storage, read_write> column_sums: array<f32, COLUMN_SUMS_LENGTH>;
// @endif
// @if HAS_ACTIVITY
@group(0) @binding(select(4u, 5u, HAS_COLUMN_SUMS)) var<storage, read> activity: array<u32, OUT_LENGTH / (M * N)>;
// @endif

var<workgroup> partial_sums: array<array<array<f32, LANES_X>, SPLITS>, ROWS>;
// @if HAS_COLUMN_SUMS
var<workgroup> partial_b_sums: array<array<f32, LANES_X>, SPLITS>;
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
  value = max(value, 0.0);
  // @endif
  // @if HAS_RELU_MASK
  value = select(0.0, value, extra[index] > 0.0);
  // @endif
  out[index] = value;
}

@compute @workgroup_size(LANES_X, SPLITS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let batch = workgroup.z;
  // @if HAS_ACTIVITY
  if (activity[batch] == 0u) {
    return;
  }
  // @endif
  let first_row = workgroup.y * ROWS;
  let col = workgroup.x * LANES_X + local.x;
  let b_base = batch * B_BATCH_STRIDE + min(col, N - 1u) * B_COL_STRIDE;

  var sums: array<f32, ROWS>;
  // @if HAS_COLUMN_SUMS
  var b_sum = 0.0;
  // @endif
  for (var k = local.y; k < K; k += SPLITS) {
    let b_value = b[b_base + k * B_K_STRIDE];
    // @if HAS_COLUMN_SUMS
    b_sum += b_value;
    // @endif
    // @unroll
    for (var i = 0u; i < ROWS; i++) {
      let row = min(first_row + i, M - 1u);
      sums[i] = fma(a[batch * A_BATCH_STRIDE + row * A_ROW_STRIDE + k * A_K_STRIDE], b_value, sums[i]);
    }
  }
  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    partial_sums[i][local.y][local.x] = sums[i];
  }
  // @if HAS_COLUMN_SUMS
  partial_b_sums[local.y][local.x] = b_sum;
  // @endif
  workgroupBarrier();

  if (local.y != 0u) {
    return;
  }
  for (var i = 0u; i < ROWS; i++) {
    var sum = 0.0;
    for (var split = 0u; split < SPLITS; split++) {
      sum += partial_sums[i][split][local.x];
    }
    store(batch, first_row + i, col, sum);
  }
  // @if HAS_COLUMN_SUMS
  if (workgroup.y == 0u && col < N) {
    var sum = 0.0;
    for (var split = 0u; split < SPLITS; split++) {
      sum += partial_b_sums[split][local.x];
    }
    column_sums[batch * N + col] = sum;
  }
  // @endif
}
