// The class with the largest probability, and that probability, for each row of a batch.
// With z the logits of a row and m = max z: class = the first c with z_c = m, confidence = 1/Σ exp(z − m).
//
// Shapes: logits [MEMBERS, ROWS, CLASSES] f32, predictions [MEMBERS, EXAMPLES]: row r goes to first_example + r.
//
// Threads: one invocation a row (x) of a member (y). Rows from row_count on, the rest of a short last batch, write
// nothing, nor do members whose activity is 0. No barriers.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const CLASSES: u32 = 4u;
const EXAMPLES: u32 = 4u;
const WORKGROUP_SIZE: u32 = 64u;
const HAS_ACTIVITY: bool = true;

// @import batch

struct Prediction {
  class_index: u32,
  confidence: f32,
}

@group(0) @binding(0) var<storage, read> logits: array<f32, MEMBERS * ROWS * CLASSES>;
@group(0) @binding(1) var<storage, read_write> predictions: array<Prediction, MEMBERS * EXAMPLES>;
@group(0) @binding(2) var<uniform> batch: Batch;
// @if HAS_ACTIVITY
@group(0) @binding(3) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

// @import rowSoftmax

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let row = invocation.x;
  let member = invocation.y;
  // @import skipInactive
  if (row >= batch.row_count) {
    return;
  }
  let first = (member * ROWS + row) * CLASSES;
  let softmax = softmax_of(first);
  predictions[member * EXAMPLES + batch.first_example + row] = Prediction(softmax.largest_class, 1.0 / softmax.sum);
}
