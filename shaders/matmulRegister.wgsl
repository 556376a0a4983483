// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32.
//
// Shapes, strides, epilogues and column sums: shared/matmulProduct.wgsl.
//
// Threads: invocation x of workgroup (x, y, z) computes a tile of ROWS rows and COLS columns in registers.
// Neighbouring invocations own neighbouring columns (COLS of them, WORKGROUP_SIZE apart), so that loads of B
// and stores are contiguous. Each output is summed by one invocation in the order of k: deterministic.
//
// Guards: rows and columns beyond the matrix read clamped addresses and are not stored; K that is no
// multiple of K_STEP leaves K_TAIL single steps. No barriers.

// @import matmulProduct

const WORKGROUP_SIZE: u32 = 64u;
const ROWS: u32 = 4u;
const COLS: u32 = 2u;
const K_STEP: u32 = 4u;
// K / K_STEP and K % K_STEP.
const K_STEPS: u32 = 4u;
const K_TAIL: u32 = 0u;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let batch = workgroup.z;
  // @if HAS_ACTIVITY
  if (activity[batch] == 0u) {
    return;
  }
  // @endif
  let first_row = workgroup.y * ROWS;
  let first_col = workgroup.x * (WORKGROUP_SIZE * COLS) + lane;

  var a_base: array<u32, ROWS>;
  var b_base: array<u32, COLS>;
  var sums: array<array<f32, COLS>, ROWS>;
  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    a_base[i] = batch * A_BATCH_STRIDE + min(first_row + i, M - 1u) * A_ROW_STRIDE;
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      sums[i][j] = 0.0;
    }
  }
  // @unroll
  for (var j = 0u; j < COLS; j++) {
    b_base[j] = batch * B_BATCH_STRIDE + min(first_col + j * WORKGROUP_SIZE, N - 1u) * B_COL_STRIDE;
  }
  // @if HAS_COLUMN_SUMS
  var b_sums: array<f32, COLS>;
  // @unroll
  for (var j = 0u; j < COLS; j++) {
    b_sums[j] = 0.0;
  }
  // @endif

  for (var step = 0u; step < K_STEPS; step++) {
    let a_offset = step * K_STEP * A_K_STRIDE;
    let b_offset = step * K_STEP * B_K_STRIDE;
    var a_tile: array<array<f32, K_STEP>, ROWS>;
    // @unroll
    for (var i = 0u; i < ROWS; i++) {
      // @unroll
      for (var u = 0u; u < K_STEP; u++) {
        a_tile[i][u] = a[a_base[i] + a_offset + u * A_K_STRIDE];
      }
    }
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      var b_tile: array<f32, K_STEP>;
      // @unroll
      for (var u = 0u; u < K_STEP; u++) {
        b_tile[u] = b[b_base[j] + b_offset + u * B_K_STRIDE];
        // @if HAS_COLUMN_SUMS
        b_sums[j] += b_tile[u];
        // @endif
      }
      // @unroll
      for (var i = 0u; i < ROWS; i++) {
        var sum = sums[i][j];
        // @unroll
        for (var u = 0u; u < K_STEP; u++) {
          sum += a_tile[i][u] * b_tile[u];
        }
        sums[i][j] = sum;
      }
    }
  }
  // @unroll
  for (var t = 0u; t < K_TAIL; t++) {
    let k = K_STEPS * K_STEP + t;
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      let b_value = b[b_base[j] + k * B_K_STRIDE];
      // @if HAS_COLUMN_SUMS
      b_sums[j] += b_value;
      // @endif
      // @unroll
      for (var i = 0u; i < ROWS; i++) {
        sums[i][j] += a[a_base[i] + k * A_K_STRIDE] * b_value;
      }
    }
  }

  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      store(batch, first_row + i, first_col + j * WORKGROUP_SIZE, sums[i][j]);
    }
  }

  // @if HAS_COLUMN_SUMS
  if (workgroup.y == 0u) {
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      let col = first_col + j * WORKGROUP_SIZE;
      if (col < N) {
        column_sums[batch * N + col] = b_sums[j];
      }
    }
  }
  // @endif
}
