// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32, with the steps of k split over invocations: for GPUs
// and outputs too small to give every core a tile.
//
// Shapes, strides, epilogues and column sums: shared/matmulProduct.wgsl.
//
// Threads: a workgroup of LANES_X × SPLITS invocations computes ROWS rows and LANES_X columns. Invocation (x, y) adds up
// the steps y, y + SPLITS, … of k for all the rows of column x; then those of y = 0 add the SPLITS partial sums in order:
// deterministic. Each step of B is loaded once by a row of neighbouring invocations.
//
// Barriers: one, reached by all, between the partial sums and their addition. Guards: rows and columns beyond the matrix
// read clamped addresses and are not stored.

// @import matmulProduct

const K: u32 = 16u;
const LANES_X: u32 = 16u;
const SPLITS: u32 = 16u;
const ROWS: u32 = 4u;

var<workgroup> partial_sums: array<array<array<f32, LANES_X>, SPLITS>, ROWS>;
// @if HAS_COLUMN_SUMS
var<workgroup> partial_b_sums: array<array<f32, LANES_X>, SPLITS>;
// @endif

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
