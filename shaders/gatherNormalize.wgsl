// x[p, r, f] = (pixel f of image i − shift[p, f]) · scale[p, f] and y[p, r] = label of i,
// where i = order[seed_of_member[p], first_example + r].
//
// Shapes: images [examples, FEATURES] u8 packed in u32, little-endian, without padding; labels [examples] likewise;
// order [seeds, ORDER_LENGTH] u32; affine [MEMBERS, FEATURES] of (shift, scale); x [MEMBERS, ROWS, FEATURES] f32;
// y [MEMBERS, ROWS] u32.
//
// Threads: one invocation a feature (x), row (y) and member (z). Rows from row_count on, the rest of a short last
// batch, become zeros. No barriers.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 1u;
const FEATURES: u32 = 4u;
const ORDER_LENGTH: u32 = 1u;
const WORKGROUP_SIZE: u32 = 64u;

struct Batch {
  first_example: u32,
  row_count: u32,
}

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> seed_of_member: array<u32, MEMBERS>;
@group(0) @binding(4) var<storage, read> affine: array<vec2f, MEMBERS * FEATURES>;
@group(0) @binding(5) var<storage, read_write> x: array<f32, MEMBERS * ROWS * FEATURES>;
@group(0) @binding(6) var<storage, read_write> y: array<u32, MEMBERS * ROWS>;
@group(0) @binding(7) var<uniform> batch: Batch;

fn byte_of(word: u32, index: u32) -> u32 {
  return (word >> ((index & 3u) * 8u)) & 255u;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let feature = invocation.x;
  let row = invocation.y;
  let member = invocation.z;
  if (feature >= FEATURES) {
    return;
  }
  let out_row = member * ROWS + row;
  if (row >= batch.row_count) {
    x[out_row * FEATURES + feature] = 0.0;
    if (feature == 0u) {
      y[out_row] = 0u;
    }
    return;
  }
  let image = order[seed_of_member[member] * ORDER_LENGTH + batch.first_example + row];
  let pixel_index = image * FEATURES + feature;
  let pixel = f32(byte_of(images[pixel_index >> 2u], pixel_index));
  let shift_scale = affine[member * FEATURES + feature];
  x[out_row * FEATURES + feature] = (pixel - shift_scale.x) * shift_scale.y;
  if (feature == 0u) {
    y[out_row] = byte_of(labels[image >> 2u], image);
  }
}
