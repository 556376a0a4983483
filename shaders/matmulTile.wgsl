// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32, through workgroup memory: for GPUs.
//
// Shapes, strides, epilogues and column sums: shared/matmulProduct.wgsl.
//
// Threads: a workgroup of LANES_X × LANES_Y invocations computes a tile of TILE_M × TILE_N outputs; invocation (x, y)
// the rows 4y … 4y + 3 of each of ROW_VECS bands of 4 · LANES_Y rows, and the columns likewise. For each K_STEP steps of k
// all invocations copy a slice of A and of B into workgroup memory, neighbours reading neighbouring addresses, and each
// adds up the products of its rows and columns from there: every value loaded is used by a whole row or column of
// invocations. Each output is summed by one invocation in the order of k: deterministic.
//
// Barriers: one before and one after the slices are used, in uniform control flow. Guards: what lies beyond the matrices
// is copied as 0 and not stored.

// @import matmulProduct

const K: u32 = 16u;
const LANES_X: u32 = 16u;
const LANES_Y: u32 = 16u;
// Vectors of 4 rows, and of 4 columns, that an invocation computes.
const ROW_VECS: u32 = 1u;
const COL_VECS: u32 = 1u;
const K_STEP: u32 = 16u;
// ⌈K / K_STEP⌉, and how many vectors of each slice an invocation copies: its size over the invocations, rounded up.
const K_SLICES: u32 = 1u;
const A_COPIES: u32 = 1u;
const B_COPIES: u32 = 1u;

const LANES: u32 = LANES_X * LANES_Y;
const TILE_M: u32 = 4u * LANES_Y * ROW_VECS;
const TILE_N: u32 = 4u * LANES_X * COL_VECS;

// [K_STEP, TILE_M] and [K_STEP, TILE_N], so that an invocation reads its 4 rows and 4 columns as vectors.
var<workgroup> a_slice: array<array<vec4f, TILE_M / 4u>, K_STEP>;
var<workgroup> b_slice: array<array<vec4f, TILE_N / 4u>, K_STEP>;

// Copies vector `index` of the slice of A that starts at step k_start: one step of k of 4 rows. Whole vectors, since
// invocations that store components of one vector would race.
fn copy_a(batch: u32, first_row: u32, k_start: u32, index: u32) {
  const VECS = TILE_M / 4u;
  if (index >= VECS * K_STEP) {
    return;
  }
  // Neighbouring invocations follow the direction in which A is contiguous.
  let vec = select(index % VECS, index / K_STEP, A_K_STRIDE == 1u);
  let k = select(index / VECS, index % K_STEP, A_K_STRIDE == 1u);
  var values = vec4f();
  // @unroll
  for (var s = 0u; s < 4u; s++) {
    let row = first_row + 4u * vec + s;
    if (row < M && k_start + k < K) {
      values[s] = a[batch * A_BATCH_STRIDE + row * A_ROW_STRIDE + (k_start + k) * A_K_STRIDE];
    }
  }
  a_slice[k][vec] = values;
}

fn copy_b(batch: u32, first_col: u32, k_start: u32, index: u32) {
  const VECS = TILE_N / 4u;
  if (index >= VECS * K_STEP) {
    return;
  }
  let vec = select(index % VECS, index / K_STEP, B_K_STRIDE == 1u);
  let k = select(index / VECS, index % K_STEP, B_K_STRIDE == 1u);
  var values = vec4f();
  // @unroll
  for (var s = 0u; s < 4u; s++) {
    let col = first_col + 4u * vec + s;
    if (col < N && k_start + k < K) {
      values[s] = b[batch * B_BATCH_STRIDE + col * B_COL_STRIDE + (k_start + k) * B_K_STRIDE];
    }
  }
  b_slice[k][vec] = values;
}

@compute @workgroup_size(LANES_X, LANES_Y)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let batch = workgroup.z;
  // @if HAS_ACTIVITY
  if (activity[batch] == 0u) {
    return;
  }
  // @endif
  let first_row = workgroup.y * TILE_M;
  let first_col = workgroup.x * TILE_N;

  // sums[r][s][c]: rows 4 · (LANES_Y · r + local.y) + s, columns from 4 · (LANES_X · c + local.x).
  var sums: array<array<array<vec4f, COL_VECS>, 4>, ROW_VECS>;
  // @if HAS_COLUMN_SUMS
  var b_sums: array<vec4f, COL_VECS>;
  // @endif

  for (var slice = 0u; slice < K_SLICES; slice++) {
    for (var i = 0u; i < A_COPIES; i++) {
      copy_a(batch, first_row, slice * K_STEP, i * LANES + lane);
    }
    for (var i = 0u; i < B_COPIES; i++) {
      copy_b(batch, first_col, slice * K_STEP, i * LANES + lane);
    }
    workgroupBarrier();
    for (var k = 0u; k < K_STEP; k++) {
      var b_values: array<vec4f, COL_VECS>;
      // @unroll
      for (var c = 0u; c < COL_VECS; c++) {
        b_values[c] = b_slice[k][LANES_X * c + local.x];
        // @if HAS_COLUMN_SUMS
        b_sums[c] += b_values[c];
        // @endif
      }
      // @unroll
      for (var r = 0u; r < ROW_VECS; r++) {
        let a_values = a_slice[k][LANES_Y * r + local.y];
        // @unroll
        for (var c = 0u; c < COL_VECS; c++) {
          // @unroll
          for (var s = 0u; s < 4u; s++) {
            sums[r][s][c] = fma(vec4f(a_values[s]), b_values[c], sums[r][s][c]);
          }
        }
      }
    }
    workgroupBarrier();
  }

  // @unroll
  for (var r = 0u; r < ROW_VECS; r++) {
    // @unroll
    for (var s = 0u; s < 4u; s++) {
      // @unroll
      for (var c = 0u; c < COL_VECS; c++) {
        let row = first_row + 4u * (LANES_Y * r + local.y) + s;
        let col = first_col + 4u * (LANES_X * c + local.x);
        store(batch, row, col, sums[r][s][c].x);
        store(batch, row, col + 1u, sums[r][s][c].y);
        store(batch, row, col + 2u, sums[r][s][c].z);
        store(batch, row, col + 3u, sums[r][s][c].w);
      }
    }
  }

  // @if HAS_COLUMN_SUMS
  if (workgroup.y == 0u && local.y == 0u) {
    // @unroll
    for (var c = 0u; c < COL_VECS; c++) {
      // @unroll
      for (var i = 0u; i < 4u; i++) {
        let col = first_col + 4u * (LANES_X * c + local.x) + i;
        if (col < N) {
          column_sums[batch * N + col] = b_sums[c][i];
        }
      }
    }
  }
  // @endif
}
