// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32, for adapters whose subgroups have SIZE invocations.
//
// Shapes, epilogues, column sums and guards: shared/matmulProduct.wgsl and shared/matmulVectors.wgsl.
//
// Threads: a workgroup is one subgroup and computes ROWS rows; each invocation COLS columns of them, as vectors of 4,
// neighbours beside neighbours. A is loaded once for the whole subgroup: each invocation loads 4 values, of 4 steps of k
// where A lies along k and of 4 rows where it lies along m, and all get them by broadcasts, for which ROWS must be a
// multiple of SIZE or of 4 · SIZE. On lavapipe an invocation is a lane of the processor's vectors: a load goes lane by
// lane, a broadcast is one instruction. Each output is summed by one invocation in the order of k: deterministic.
//
// No barriers; the broadcasts stand in uniform control flow.

enable subgroups;

// @import matmulProduct

// @import matmulVectors

const SIZE: u32 = 8u;
const ROWS: u32 = 32u;
const COLS: u32 = 4u;
const COL_VECS: u32 = 1u;
// ⌈K / 4⌉
const K_SLICES: u32 = 4u;
// Loads of A by an invocation: for 4 steps of k, or for one.
const A_LOADS: u32 = 4u;

@compute @workgroup_size(SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let batch = workgroup.z;
  // @if HAS_ACTIVITY
  if (activity[batch] == 0u) {
    return;
  }
  // @endif
  let first_row = workgroup.y * ROWS;
  let first_col = workgroup.x * (SIZE * COLS) + 4u * lane;
  // @if A_ALONG_K
  let a_start = batch * A_MEMBER + (first_row + lane) * A_LINE;
  // @else
  let a_start = batch * A_MEMBER + (first_row / 4u + lane) * A_VEC;
  // @endif
  // @if B_ALONG_K
  let b_start = batch * B_MEMBER + first_col * B_LINE;
  // @else
  let b_start = batch * B_MEMBER + first_col / 4u * B_VEC;
  // @endif

  var sums: array<array<vec4f, COL_VECS>, ROWS>;
  // @if HAS_COLUMN_SUMS
  var b_sums: array<vec4f, COL_VECS>;
  // @endif

  for (var slice = 0u; slice < K_SLICES; slice++) {
    var own: array<vec4f, A_LOADS>;
    // @if A_ALONG_K
    // @unroll
    for (var g = 0u; g < A_LOADS; g++) {
      own[g] = read_a(a_start + slice * A_VEC + g * SIZE * A_LINE);
      // @if HAS_K_TAIL
      own[g] = within_k(own[g], 4u * slice, true);
      // @endif
    }
    // @endif
    // @if B_ALONG_K
    var b_cols: array<vec4f, COLS>;
    // @unroll
    for (var c = 0u; c < COL_VECS; c++) {
      // @unroll
      for (var j = 0u; j < 4u; j++) {
        b_cols[4u * c + j] = read_b(b_start + slice * B_VEC + (4u * SIZE * c + j) * B_LINE);
        // @if HAS_K_TAIL
        b_cols[4u * c + j] = within_k(b_cols[4u * c + j], 4u * slice, true);
        // @endif
      }
    }
    // @endif
    // @unroll
    for (var u = 0u; u < 4u; u++) {
      // @if A_ALONG_K
      // @else
      // @unroll
      for (var g = 0u; g < A_LOADS; g++) {
        own[g] = read_a(a_start + (4u * slice + u) * A_LINE + g * SIZE * A_VEC);
        // @if HAS_K_TAIL
        own[g] = within_k(own[g], 4u * slice + u, false);
        // @endif
      }
      // @endif
      var b_values: array<vec4f, COL_VECS>;
      // @unroll
      for (var c = 0u; c < COL_VECS; c++) {
        // @if B_ALONG_K
        b_values[c] = vec4f(b_cols[4u * c][u], b_cols[4u * c + 1u][u], b_cols[4u * c + 2u][u], b_cols[4u * c + 3u][u]);
        // @else
        b_values[c] = read_b(b_start + (4u * slice + u) * B_LINE + c * SIZE * B_VEC);
        // @if HAS_K_TAIL
        b_values[c] = within_k(b_values[c], 4u * slice + u, false);
        // @endif
        // @endif
        // @if HAS_COLUMN_SUMS
        b_sums[c] += b_values[c];
        // @endif
      }
      // @unroll
      for (var g = 0u; g < A_LOADS; g++) {
        // @unroll
        for (var l = 0u; l < SIZE; l++) {
          // @if A_ALONG_K
          let a_value = subgroupBroadcast(own[g][u], l);
          // @unroll
          for (var c = 0u; c < COL_VECS; c++) {
            sums[g * SIZE + l][c] = fma(vec4f(a_value), b_values[c], sums[g * SIZE + l][c]);
          }
          // @else
          let a_values = subgroupBroadcast(own[g], l);
          // @unroll
          for (var s = 0u; s < 4u; s++) {
            // @unroll
            for (var c = 0u; c < COL_VECS; c++) {
              sums[4u * g * SIZE + 4u * l + s][c] = fma(vec4f(a_values[s]), b_values[c], sums[4u * g * SIZE + 4u * l + s][c]);
            }
          }
          // @endif
        }
      }
    }
  }

  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    // @unroll
    for (var c = 0u; c < COL_VECS; c++) {
      store(batch, first_row + i, first_col + 4u * SIZE * c, sums[i][c]);
    }
  }
  // @if HAS_COLUMN_SUMS
  if (workgroup.y == 0u) {
    // @unroll
    for (var c = 0u; c < COL_VECS; c++) {
      if (is_inside(0u, first_col + 4u * SIZE * c)) {
        store_column_sums(batch, first_col + 4u * SIZE * c, b_sums[c]);
      }
    }
  }
  // @endif
}
