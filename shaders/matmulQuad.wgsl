// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32, for adapters whose subgroups have 4 invocations.
//
// Shapes, strides and epilogues: shared/matmulProduct.wgsl and shared/matmulScalars.wgsl. Guards: as in matmulRegister.wgsl.
//
// Threads: a workgroup is one subgroup of 4 invocations and computes ROWS = 4 · ROW_QUADS rows and 4 · COLS columns.
// Neighbouring invocations own neighbouring columns. The rows of A are needed by all four: each invocation loads one
// row of a group of four and gets the others by quad swaps, so that its s-th value of group g is that of row
// 4g + (lane xor s). That makes a quarter of the loads, and a swap is one shuffle where a subgroupBroadcast is a
// dozen instructions on SwiftShader. Each output is summed by one invocation in the order of k: deterministic.
// No barriers; the swaps stand in uniform control flow.

enable subgroups;

// @import matmulProduct

// @import matmulScalars

const WORKGROUP_SIZE: u32 = 4u;
const ROW_QUADS: u32 = 2u;

// @import registerTile

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  // @import registerStart
  var a_base: array<u32, ROW_QUADS>;
  // @unroll
  for (var g = 0u; g < ROW_QUADS; g++) {
    a_base[g] = batch * A_BATCH_STRIDE + min(first_row + 4u * g + lane, M - 1u) * A_ROW_STRIDE;
  }

  for (var step = 0u; step < K_STEPS; step++) {
    let a_offset = step * K_STEP * A_K_STRIDE;
    let b_offset = step * K_STEP * B_K_STRIDE;
    var a_tile: array<array<f32, K_STEP>, ROWS>;
    // @unroll
    for (var g = 0u; g < ROW_QUADS; g++) {
      // @unroll
      for (var u = 0u; u < K_STEP; u++) {
        let own = a[a_base[g] + a_offset + u * A_K_STRIDE];
        a_tile[4u * g][u] = own;
        a_tile[4u * g + 1u][u] = quadSwapX(own);
        a_tile[4u * g + 2u][u] = quadSwapY(own);
        a_tile[4u * g + 3u][u] = quadSwapDiagonal(own);
      }
    }
    // @import registerStep
  }
  // @unroll
  for (var t = 0u; t < K_TAIL; t++) {
    let k = K_STEPS * K_STEP + t;
    var b_values: array<f32, COLS>;
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      b_values[j] = b[b_base[j] + k * B_K_STRIDE];
      // @if HAS_COLUMN_SUMS
      b_sums[j] += b_values[j];
      // @endif
    }
    // @unroll
    for (var g = 0u; g < ROW_QUADS; g++) {
      let own = a[a_base[g] + k * A_K_STRIDE];
      let in_x = quadSwapX(own);
      let in_y = quadSwapY(own);
      let diagonal = quadSwapDiagonal(own);
      // @unroll
      for (var j = 0u; j < COLS; j++) {
        sums[4u * g][j] += own * b_values[j];
        sums[4u * g + 1u][j] += in_x * b_values[j];
        sums[4u * g + 2u][j] += in_y * b_values[j];
        sums[4u * g + 3u][j] += diagonal * b_values[j];
      }
    }
  }

  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      let row = first_row + (i & ~3u) + (lane ^ (i & 3u));
      store(batch, row, first_col + j * WORKGROUP_SIZE, sums[i][j]);
    }
  }

  // @import registerColumnSums
}
