// The operands of a product that is read and stored by vectors of 4, in the direction in which they lie.

const K: u32 = 16u;
const A_ALONG_K: bool = true;
const B_ALONG_K: bool = true;
// The operand's lines are whole vectors of 4.
const A_IN_VECS: bool = true;
const B_IN_VECS: bool = true;
const OUT_IN_VECS: bool = true;
// The last slice of k reaches beyond it.
const HAS_K_TAIL: bool = true;

// Elements of the buffers from a vector to the next, from a line to the next, and from a member to the next.
const A_VEC: u32 = select(4u, 1u, A_IN_VECS);
const B_VEC: u32 = select(4u, 1u, B_IN_VECS);
const OUT_VEC: u32 = select(4u, 1u, OUT_IN_VECS);
const A_LINE: u32 = select(M, K, A_ALONG_K) * A_VEC / 4u;
const B_LINE: u32 = select(N, K, B_ALONG_K) * B_VEC / 4u;
const OUT_LINE: u32 = N * OUT_VEC / 4u;
const A_MEMBER: u32 = A_BATCH_STRIDE * A_VEC / 4u;
const B_MEMBER: u32 = B_BATCH_STRIDE * B_VEC / 4u;

// @if A_IN_VECS
alias AElement = vec4f;
// @else
alias AElement = f32;
// @endif
// @if B_IN_VECS
alias BElement = vec4f;
// @else
alias BElement = f32;
// @endif
// @if OUT_IN_VECS
alias OutElement = vec4f;
// @else
alias OutElement = f32;
// @endif

// Without a length, so that drivers which check bounds themselves need no clamped indices.
@group(0) @binding(0) var<storage, read> a: array<AElement>;
@group(0) @binding(1) var<storage, read> b: array<BElement>;
// @if HAS_EXTRA
@group(0) @binding(2) var<storage, read> extra: array<OutElement>;
// @endif
@group(0) @binding(3) var<storage, read_write> out: array<OutElement>;
// @if HAS_COLUMN_SUMS
@group(0) @binding(4) var<storage, read_write> column_sums: array<OutElement>;
// @endif
// @if HAS_ACTIVITY
@group(0) @binding(5) var<storage, read> activity: array<u32>;
// @endif

fn read_a(index: u32) -> vec4f {
  // @if A_IN_VECS
  return a[index];
  // @else
  return vec4f(a[index], a[index + 1u], a[index + 2u], a[index + 3u]);
  // @endif
}

fn read_b(index: u32) -> vec4f {
  // @if B_IN_VECS
  return b[index];
  // @else
  return vec4f(b[index], b[index + 1u], b[index + 2u], b[index + 3u]);
  // @endif
}

// @if HAS_K_TAIL
// `values` of the steps k, k + 1, … (along k) or of step k alone, without those beyond K.
fn within_k(values: vec4f, k: u32, along_k: bool) -> vec4f {
  let steps = k + select(vec4u(), vec4u(0u, 1u, 2u, 3u), along_k);
  return select(vec4f(), values, steps < vec4u(K));
}
// @endif

// @if HAS_EXTRA
fn read_extra(index: u32) -> vec4f {
  // @if OUT_IN_VECS
  return extra[index];
  // @else
  return vec4f(extra[index], extra[index + 1u], extra[index + 2u], extra[index + 3u]);
  // @endif
}
// @endif

fn is_inside(row: u32, col: u32) -> bool {
  // @if HAS_ROW_EDGES
  if (row >= M) {
    return false;
  }
  // @endif
  // @if HAS_COL_EDGES
  if (col >= N) {
    return false;
  }
  // @endif
  return true;
}

// Stores 4 neighbouring sums of a row, from column `col` on, which is a multiple of 4.
fn store(batch: u32, row: u32, col: u32, sums: vec4f) {
  if (!is_inside(row, col)) {
    return;
  }
  let index = (batch * M + row) * OUT_LINE + col / 4u * OUT_VEC;
  var values = sums;
  // @if HAS_BIAS
  values += read_extra(batch * (EXTRA_BATCH_STRIDE * OUT_VEC / 4u) + col / 4u * OUT_VEC);
  // @endif
  // @if HAS_RELU
  // Not max(value, 0), which may make 0 of NaN.
  values = select(values, vec4f(), values < vec4f());
  // @endif
  // @if HAS_RELU_MASK
  values = select(vec4f(), values, read_extra(index) > vec4f());
  // @endif
  // @if OUT_IN_VECS
  out[index] = values;
  // @else
  // @unroll
  for (var s = 0u; s < 4u; s++) {
    if (col + s < N) {
      out[index + s] = values[s];
    }
  }
  // @endif
}

// @if HAS_COLUMN_SUMS
fn store_column_sums(batch: u32, col: u32, values: vec4f) {
  let index = batch * OUT_LINE + col / 4u * OUT_VEC;
  // @if OUT_IN_VECS
  column_sums[index] = values;
  // @else
  // @unroll
  for (var s = 0u; s < 4u; s++) {
    if (col + s < N) {
      column_sums[index + s] = values[s];
    }
  }
  // @endif
}
// @endif
