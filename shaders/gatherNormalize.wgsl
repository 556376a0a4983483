// x[p, r, f] = (pixel f of image i − shift[p, f]) · scale[p, f] and y[p, r] = label of i,
// where i = order[seed_of_member[p], first_example + r].
//
// Shapes: images [examples, FEATURES] u8 packed in u32, little-endian, without padding, FEATURES = 4 · QUADS;
// labels [examples] likewise; order [seeds, ORDER_LENGTH] u32; affine [MEMBERS, FEATURES] of (shift, scale);
// x [MEMBERS, ROWS, FEATURES] f32; y [MEMBERS, ROWS] u32.
//
// Threads: one invocation the four features of a word (x) of a row (y) and member (z). Rows from row_count on, the rest
// of a short last batch, become zeros. No barriers.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 1u;
const QUADS: u32 = 1u;
const ORDER_LENGTH: u32 = 1u;
const WORKGROUP_SIZE: u32 = 64u;
// A member whose activity is 0 is left out: x and y keep what they hold.
const HAS_ACTIVITY: bool = true;

// @import batch

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> seed_of_member: array<u32, MEMBERS>;
@group(0) @binding(4) var<storage, read> affine: array<array<vec4f, 2>, MEMBERS * QUADS>;
@group(0) @binding(5) var<storage, read_write> x: array<vec4f, MEMBERS * ROWS * QUADS>;
@group(0) @binding(6) var<storage, read_write> y: array<u32, MEMBERS * ROWS>;
@group(0) @binding(7) var<uniform> batch: Batch;
// @if HAS_ACTIVITY
@group(0) @binding(8) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let quad = invocation.x;
  let row = invocation.y;
  let member = invocation.z;
  // @import skipInactive
  if (quad >= QUADS) {
    return;
  }
  // One path for rows and padding: SwiftShader takes the time of both where the code branches.
  let is_row = row < batch.row_count;
  let place = select(0u, batch.first_example + row, is_row);
  let image = order[seed_of_member[member] * ORDER_LENGTH + place];
  let pixels = vec4f(unpack4xU8(images[image * QUADS + quad]));
  let shifts_scales = affine[member * QUADS + quad];
  let shift = vec4f(shifts_scales[0].xz, shifts_scales[1].xz);
  let scale = vec4f(shifts_scales[0].yw, shifts_scales[1].yw);
  let out_row = member * ROWS + row;
  x[out_row * QUADS + quad] = select(vec4f(), (pixels - shift) * scale, is_row);
  if (quad == 0u) {
    y[out_row] = select(0u, unpack4xU8(labels[image >> 2u])[image & 3u], is_row);
  }
}
