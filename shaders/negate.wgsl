// negated = −values: exact.
//
// Shapes: values and negated [MEMBERS, ROWS, COLS] f32.
//
// Threads: one invocation a column (x), row (y) and member (z). Members whose activity is 0 are left out. No barriers.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const COLS: u32 = 4u;
const WORKGROUP_SIZE: u32 = 64u;
const HAS_ACTIVITY: bool = true;

@group(0) @binding(0) var<storage, read> values: array<f32, MEMBERS * ROWS * COLS>;
@group(0) @binding(1) var<storage, read_write> negated: array<f32, MEMBERS * ROWS * COLS>;
// @if HAS_ACTIVITY
@group(0) @binding(2) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let member = invocation.z;
  // @import skipInactive
  if (invocation.x >= COLS) {
    return;
  }
  let i = (member * ROWS + invocation.y) * COLS + invocation.x;
  negated[i] = -values[i];
}
