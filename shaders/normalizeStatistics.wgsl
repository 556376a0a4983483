// Exact sums of one stretch of images, per pixel: Σ x, Σ x², min x, max x.
//
// Shapes: images [EXAMPLES, FEATURES] u8 packed in u32, little-endian, without padding;
// statistics [CHUNKS, FEATURES] of (sum, sum of squares, minimum, maximum), all u32.
//
// Threads: one invocation a pixel (x) and chunk of CHUNK_EXAMPLES images (y). A sum of squares of u8 fits a u32 for
// 66,051 images, so the host keeps CHUNK_EXAMPLES below that and adds the chunks up in wider numbers. No barriers.

const EXAMPLES: u32 = 4u;
const FEATURES: u32 = 4u;
const CHUNK_EXAMPLES: u32 = 4u;
const CHUNKS: u32 = 1u;
const WORKGROUP_SIZE: u32 = 64u;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read_write> statistics: array<vec4u, CHUNKS * FEATURES>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let feature = invocation.x;
  let chunk = invocation.y;
  if (feature >= FEATURES) {
    return;
  }
  let first = chunk * CHUNK_EXAMPLES;
  let end = min(first + CHUNK_EXAMPLES, EXAMPLES);
  var sum = 0u;
  var squares = 0u;
  var lowest = 255u;
  var highest = 0u;
  for (var image = first; image < end; image++) {
    let index = image * FEATURES + feature;
    let value = (images[index >> 2u] >> ((index & 3u) * 8u)) & 255u;
    sum += value;
    squares += value * value;
    lowest = min(lowest, value);
    highest = max(highest, value);
  }
  statistics[chunk * FEATURES + feature] = vec4u(sum, squares, lowest, highest);
}
