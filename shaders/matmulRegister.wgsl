// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32.
//
// Shapes, strides, epilogues and column sums: shared/matmulProduct.wgsl and shared/matmulScalars.wgsl.
//
// Threads: invocation x of workgroup (x, y, z) computes a tile of ROWS rows and COLS columns in registers.
// Neighbouring invocations own neighbouring columns (COLS of them, WORKGROUP_SIZE apart), so that loads of B
// and stores are contiguous. Each output is summed by one invocation in the order of k: deterministic.
//
// Guards: rows and columns beyond the matrix read clamped addresses and are not stored; K that is no
// multiple of K_STEP leaves K_TAIL single steps. No barriers.

// @import matmulProduct

// @import matmulScalars

const WORKGROUP_SIZE: u32 = 64u;

// @import registerTile

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  // @import registerStart
  var a_base: array<u32, ROWS>;
  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    a_base[i] = batch * A_BATCH_STRIDE + min(first_row + i, M - 1u) * A_ROW_STRIDE;
  }

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
    // @import registerStep
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

  // @import registerColumnSums
}
