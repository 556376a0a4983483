// Mean cross-entropy of softmax(logits) against labels, its gradient, and the hits, in one pass.
// With z the logits of a row, m = max z, s = Σ exp(z − m): loss = ln s − (z_label − m),
// ∂(mean loss)/∂z = (exp(z − m)/s − onehot(label)) / row_count; a hit is a row whose first largest logit is the label's.
//
// Shapes: logits and gradient [MEMBERS, ROWS, CLASSES] f32, labels [MEMBERS, ROWS] u32, totals [MEMBERS, slots], as
// many slots as the buffer has, at least GROUPS. Workgroup g of step s adds to slot s · GROUPS + g modulo slots, and the
// host adds the slots up in float64: a sum that goes on over steps in float32 loses digits, and a compiler with fast math
// may fold away what would save them.
// Rows from row_count on, the rest of a short last batch, count for nothing and get a gradient of zeros.
//
// Threads: one invocation a row, GROUPS workgroups (x) a member (y). The losses of a workgroup are added in pairs, halving
// their number each time, always the same pairs: deterministic, no atomics. The barriers are reached by all.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const CLASSES: u32 = 4u;
// A power of two.
const WORKGROUP_SIZE: u32 = 64u;
// ROWS / WORKGROUP_SIZE, rounded up.
const GROUPS: u32 = 1u;
// A member whose activity is 0 is left out: gradient and totals keep what they hold.
const HAS_ACTIVITY: bool = true;

// @import batch

struct Totals {
  // Σ loss over the rows seen.
  loss: f32,
  hits: u32,
  rows: u32,
}

@group(0) @binding(0) var<storage, read> logits: array<f32, MEMBERS * ROWS * CLASSES>;
@group(0) @binding(1) var<storage, read> labels: array<u32, MEMBERS * ROWS>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32, MEMBERS * ROWS * CLASSES>;
@group(0) @binding(3) var<storage, read_write> totals: array<Totals>;
@group(0) @binding(4) var<uniform> batch: Batch;
// @if HAS_ACTIVITY
@group(0) @binding(5) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

// @import rowSoftmax

var<workgroup> losses: array<f32, WORKGROUP_SIZE>;
var<workgroup> hit_counts: array<u32, WORKGROUP_SIZE>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.y;
  // @import skipInactive
  let row = workgroup.x * WORKGROUP_SIZE + lane;
  let first = (member * ROWS + row) * CLASSES;
  var loss = 0.0;
  var hits = 0u;
  if (row < min(batch.row_count, ROWS)) {
    let label = labels[member * ROWS + row];
    let softmax = softmax_of(first);
    for (var c = 0u; c < CLASSES; c++) {
      let probability = exp(logits[first + c] - softmax.largest) / softmax.sum;
      gradient[first + c] = (probability - select(0.0, 1.0, c == label)) / f32(batch.row_count);
    }
    loss = log(softmax.sum) - (logits[first + label] - softmax.largest);
    hits = select(0u, 1u, softmax.largest_class == label);
  } else if (row < ROWS) {
    for (var c = 0u; c < CLASSES; c++) {
      gradient[first + c] = 0.0;
    }
  }
  losses[lane] = loss;
  hit_counts[lane] = hits;
  workgroupBarrier();
  for (var reach = WORKGROUP_SIZE / 2u; reach > 0u; reach /= 2u) {
    if (lane < reach) {
      losses[lane] += losses[lane + reach];
      hit_counts[lane] += hit_counts[lane + reach];
    }
    workgroupBarrier();
  }
  if (lane != 0u) {
    return;
  }
  let first_row = workgroup.x * WORKGROUP_SIZE;
  let rows = min(batch.row_count - min(batch.row_count, first_row), WORKGROUP_SIZE);
  let slots = arrayLength(&totals) / MEMBERS;
  let slot = member * slots + (batch.first_example / ROWS * GROUPS + workgroup.x) % slots;
  let total = totals[slot];
  totals[slot] = Totals(total.loss + losses[0], total.hits + hit_counts[0], total.rows + rows);
}
