// out[p] = epilogue(A[p] · B[p]) for every p of the batch, float32, through workgroup memory: for GPUs.
//
// Shapes, epilogues and column sums: shared/matmulProduct.wgsl. A lies along k or, transposed, along m; B along n or,
// transposed, along k.
//
// Threads: a workgroup of LANES_X × LANES_Y × SPLITS invocations computes TILE_M × TILE_N outputs. For each slice of
// k all of them copy their share of A's and B's slices into workgroup memory, as vectors of 4 in the direction in which
// the operand lies: all loads first, none in a branch, neighbours reading neighbours. Then invocation (x, y, z) adds up
// the products of ROWS rows and COLS columns over the K_STEP steps of k that are part z of the slice. With SPLITS > 1 the
// parts of an output lie in SPLITS invocations and are added in the order of z at the end. The order of every sum is
// that of k within a part: deterministic.
//
// Workgroup memory: a slice lies as it lies in the buffer, so that copies are stored one after another. Where the operand
// lies along k, one vector is left free after each MAX(8, a line's vectors), and columns of B come in an order in which
// neighbouring invocations read neighbouring lines: no two of 8 invocations meet in a bank, which is 8 vectors wide.
//
// Guards: what lies beyond k is copied as 0. Rows and columns beyond the matrices are computed from whatever lies there,
// for which WGSL promises some value of the buffer or 0, and not stored. Barriers: two a slice, in uniform control flow.

// @import matmulProduct

// @import matmulVectors

const LANES_X: u32 = 8u;
const LANES_Y: u32 = 8u;
const SPLITS: u32 = 1u;
// Of an invocation: multiples of 4.
const ROWS: u32 = 4u;
const COLS: u32 = 4u;
const ROW_VECS: u32 = 1u;
const COL_VECS: u32 = 1u;
// Steps of k that a part of a slice has, and vectors along them.
const K_STEP: u32 = 16u;
const K_VECS: u32 = 4u;
// ⌈K / (K_STEP · SPLITS)⌉, and how many vectors of each slice an invocation copies.
const K_SLICES: u32 = 1u;
const A_COPIES: u32 = 1u;
const B_COPIES: u32 = 1u;
// Vectors of a slice with its gaps.
const A_SLICE: u32 = 128u;
// Vectors of the slices, or of all parts of the outputs.
const SHARED_VECS: u32 = 256u;

const HAS_SPLITS: bool = true;

const LANES: u32 = LANES_X * LANES_Y * SPLITS;
const PART_LANES: u32 = LANES_X * LANES_Y;
const TILE_M: u32 = LANES_Y * ROWS;
const TILE_N: u32 = LANES_X * COLS;
const SLICE_K: u32 = K_STEP * SPLITS;
// Vectors in a line of a slice, and lines of it that are copied at once.
const A_WIDTH: u32 = select(TILE_M, SLICE_K, A_ALONG_K) / 4u;
const B_WIDTH: u32 = select(TILE_N, SLICE_K, B_ALONG_K) / 4u;
const A_LINES: u32 = LANES / A_WIDTH;
const B_LINES: u32 = LANES / B_WIDTH;
// Elements from a slice to the next.
const A_NEXT: u32 = select(SLICE_K * A_LINE, SLICE_K / 4u * A_VEC, A_ALONG_K);
const B_NEXT: u32 = select(SLICE_K * B_LINE, SLICE_K / 4u * B_VEC, B_ALONG_K);

// A's slice, then B's.
var<workgroup> slices: array<vec4f, SHARED_VECS>;

// Where the vector `index` of a slice that lies along k is, gaps counted; `width` in vectors.
fn with_gaps(index: u32, width: u32) -> u32 {
  return index + index / max(8u, width);
}

fn place_a(index: u32) -> u32 {
  return select(index, with_gaps(index, A_WIDTH), A_ALONG_K);
}

fn place_b(index: u32) -> u32 {
  return select(index, with_gaps(index, B_WIDTH), B_ALONG_K);
}

// Line `index` of B's slice holds this column of the tile, where B lies along k.
fn column_of_line(index: u32) -> u32 {
  return 4u * (index % (TILE_N / 4u)) + index / (TILE_N / 4u);
}

// From an invocation's first row to its i-th.
fn row_offset(i: u32) -> u32 {
  return select(4u * LANES_Y * (i / 4u) + i % 4u, LANES_Y * i, A_ALONG_K);
}

@compute @workgroup_size(LANES_X, LANES_Y, SPLITS)
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

  // Where this invocation's first vector of the first slice is in the buffer, and where its parts of a slice are.
  let a_line = lane / A_WIDTH + select(0u, first_row, A_ALONG_K);
  let a_vec = lane % A_WIDTH + select(first_row / 4u, 0u, A_ALONG_K);
  let a_start = batch * A_MEMBER + a_line * A_LINE + a_vec * A_VEC;
  let b_line = select(lane / B_WIDTH, first_col + column_of_line(lane / B_WIDTH), B_ALONG_K);
  let b_vec = lane % B_WIDTH + select(first_col / 4u, 0u, B_ALONG_K);
  let b_start = batch * B_MEMBER + b_line * B_LINE + b_vec * B_VEC;
  let a_part = select(local.z * K_STEP * A_WIDTH + local.y, local.y * A_WIDTH + local.z * K_VECS, A_ALONG_K);
  let b_part = select(local.z * K_STEP * B_WIDTH + local.x, local.x * B_WIDTH + local.z * K_VECS, B_ALONG_K);

  var sums: array<array<vec4f, COL_VECS>, ROWS>;
  // @if HAS_COLUMN_SUMS
  // The first row of workgroups also adds up what it copies of B: always the same columns, every B_LINES-th step of k.
  var b_sum: vec4f;
  // @endif

  for (var slice = 0u; slice < K_SLICES; slice++) {
    var a_copy: array<vec4f, A_COPIES>;
    var b_copy: array<vec4f, B_COPIES>;
    // @unroll
    for (var i = 0u; i < A_COPIES; i++) {
      a_copy[i] = read_a(a_start + slice * A_NEXT + i * A_LINES * A_LINE);
      // @if HAS_K_TAIL
      a_copy[i] = within_k(a_copy[i], slice * SLICE_K + select(a_line + i * A_LINES, 4u * a_vec, A_ALONG_K), A_ALONG_K);
      // @endif
    }
    // @unroll
    for (var i = 0u; i < B_COPIES; i++) {
      b_copy[i] = read_b(b_start + slice * B_NEXT + select(i * B_LINES, column_of_line(i * B_LINES), B_ALONG_K) * B_LINE);
      // @if HAS_K_TAIL
      b_copy[i] = within_k(b_copy[i], slice * SLICE_K + select(b_line + i * B_LINES, 4u * b_vec, B_ALONG_K), B_ALONG_K);
      // @endif
    }
    // @unroll
    for (var i = 0u; i < A_COPIES; i++) {
      slices[place_a(lane) + place_a(i * LANES)] = a_copy[i];
    }
    // @unroll
    for (var i = 0u; i < B_COPIES; i++) {
      slices[A_SLICE + place_b(lane) + place_b(i * LANES)] = b_copy[i];
    }
    // @if HAS_COLUMN_SUMS
    if (workgroup.y == 0u) {
      // @unroll
      for (var i = 0u; i < B_COPIES; i++) {
        b_sum += b_copy[i];
      }
    }
    // @endif
    workgroupBarrier();
    // @unroll
    for (var kq = 0u; kq < K_VECS; kq++) {
      // @if A_ALONG_K
      var a_rows: array<vec4f, ROWS>;
      // @unroll
      for (var i = 0u; i < ROWS; i++) {
        a_rows[i] = slices[place_a(a_part) + place_a(i * LANES_Y * A_WIDTH) + kq];
      }
      // @endif
      // @if B_ALONG_K
      var b_cols: array<vec4f, COLS>;
      // @unroll
      for (var c = 0u; c < COL_VECS; c++) {
        // @unroll
        for (var j = 0u; j < 4u; j++) {
          b_cols[4u * c + j] = slices[A_SLICE + place_b(b_part) + place_b((j * (TILE_N / 4u) + c * LANES_X) * B_WIDTH) + kq];
        }
      }
      // @endif
      // @unroll
      for (var u = 0u; u < 4u; u++) {
        var b_values: array<vec4f, COL_VECS>;
        // @unroll
        for (var c = 0u; c < COL_VECS; c++) {
          // @if B_ALONG_K
          b_values[c] = vec4f(b_cols[4u * c][u], b_cols[4u * c + 1u][u], b_cols[4u * c + 2u][u], b_cols[4u * c + 3u][u]);
          // @else
          b_values[c] = slices[A_SLICE + place_b(b_part) + (4u * kq + u) * B_WIDTH + c * LANES_X];
          // @endif
        }
        // @unroll
        for (var r = 0u; r < ROW_VECS; r++) {
          // @if A_ALONG_K
          let a_values = vec4f(a_rows[4u * r][u], a_rows[4u * r + 1u][u], a_rows[4u * r + 2u][u], a_rows[4u * r + 3u][u]);
          // @else
          let a_values = slices[place_a(a_part) + (4u * kq + u) * A_WIDTH + r * LANES_Y];
          // @endif
          // @unroll
          for (var s = 0u; s < 4u; s++) {
            // @unroll
            for (var c = 0u; c < COL_VECS; c++) {
              sums[4u * r + s][c] = fma(vec4f(a_values[s]), b_values[c], sums[4u * r + s][c]);
            }
          }
        }
      }
    }
    workgroupBarrier();
  }

  // Where A lies along k, an invocation's rows are LANES_Y apart; where along m, in vectors of neighbours.
  let row_start = first_row + select(4u, 1u, A_ALONG_K) * local.y;
  let col_start = first_col + 4u * local.x;
  // @if HAS_SPLITS
  // Output vector v of the part z of lane (x, y): neighbours beside neighbours.
  let part_lane = local.y * LANES_X + local.x;
  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    // @unroll
    for (var c = 0u; c < COL_VECS; c++) {
      slices[((i * COL_VECS + c) * SPLITS + local.z) * PART_LANES + part_lane] = sums[i][c];
    }
  }
  workgroupBarrier();
  for (var v = local.z; v < ROWS * COL_VECS; v += SPLITS) {
    var sum = vec4f();
    for (var part = 0u; part < SPLITS; part++) {
      sum += slices[(v * SPLITS + part) * PART_LANES + part_lane];
    }
    store(batch, row_start + row_offset(v / COL_VECS), col_start + 4u * LANES_X * (v % COL_VECS), sum);
  }
  // @else
  // @unroll
  for (var i = 0u; i < ROWS; i++) {
    // @unroll
    for (var c = 0u; c < COL_VECS; c++) {
      store(batch, row_start + row_offset(i), col_start + 4u * LANES_X * c, sums[i][c]);
    }
  }
  // @endif

  // @if HAS_COLUMN_SUMS
  if (workgroup.y == 0u) {
    workgroupBarrier();
    slices[lane] = b_sum;
    workgroupBarrier();
    let col = first_col + 4u * lane;
    if (lane < B_WIDTH && is_inside(0u, col)) {
      var sum = vec4f();
      for (var line = 0u; line < B_LINES; line++) {
        sum += slices[line * B_WIDTH + lane];
      }
      store_column_sums(batch, col, sum);
    }
  }
  // @endif
}
