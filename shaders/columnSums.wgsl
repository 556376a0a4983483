// sums[p, c] = Σ_r matrix[p, r, c]: the gradient of a bias.
//
// Shapes: matrix [MEMBERS, ROWS, COLS] f32, sums [MEMBERS, COLS] f32.
//
// Threads: one invocation a column (x) and member (y), which adds the rows in order: deterministic. No barriers.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const COLS: u32 = 4u;
const WORKGROUP_SIZE: u32 = 64u;

@group(0) @binding(0) var<storage, read> matrix: array<f32, MEMBERS * ROWS * COLS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, MEMBERS * COLS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let col = invocation.x;
  let member = invocation.y;
  if (col >= COLS) {
    return;
  }
  var sum = 0.0;
  for (var row = 0u; row < ROWS; row++) {
    sum += matrix[(member * ROWS + row) * COLS + col];
  }
  sums[member * COLS + col] = sum;
}
